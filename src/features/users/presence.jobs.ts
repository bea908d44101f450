import { z } from 'zod';
import { minutes } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import { defineJob, every, handle, type Handler, type Job } from '../../platform/queue/job';
import { TOLD_ONE_BY_ONE } from '../../platform/tell-few';
import type { Transact } from '../../platform/transact';
import { queues } from '../../queues';
import { presenceStore } from './presence.store';
import { tellUsers } from './user.events';

/** No sign of life for so long: gone. Sockets give one every 25 s, written every 30 s. */
const SILENT_MS = minutes(5);

const verifyLoginStatus = defineJob(queues.userMonitor, 'VerifyLoginStatus', { payload: z.object({}), repeat: every(minutes(1)) });

/** Everything this feature declares, for the engine's list. */
export const userJobs = (checkEveryMs: number): Job[] => [{ ...verifyLoginStatus, repeat: every(checkEveryMs) }] as unknown as Job[];

/** Takes the silent ones offline. Late, doubled or lost, it says nothing twice: the rows know who is online. */
export function verifyLoginStatusHandler({ transact, log }: { readonly transact: Transact; readonly log: Log }): Handler {
  return handle(verifyLoginStatus, async () => {
    const users = await transact(async (tx) => {
      const { count, moved } = await presenceStore(tx).expireAcrossCompanies(SILENT_MS, TOLD_ONE_BY_ONE + 1);
      await tellUsers(tx, moved);
      return count;
    });
    if (users > 0) log.info({ users }, 'users went offline');
  });
}
