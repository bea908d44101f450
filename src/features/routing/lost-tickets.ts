/** VerifyQueueStatus: a ticket that waits in no service queue for too long goes into the one its connection names; the router takes it from there. */
import { z } from 'zod';
import { seconds } from '../../kernel/clock';
import { defineJob, every, handle, type Handler, type Job } from '../../platform/queue/job';
import { sayChanges } from '../../platform/say-changes';
import type { Transact } from '../../platform/transact';
import { queues } from '../../queues';
import { BATCH, inBatches } from './batches';
import type { RoutingDeps } from './deps';
import { lostTicketsStore } from './lost-tickets.store';

const verifyQueueStatus = defineJob(queues.queueMonitor, 'VerifyQueueStatus', { payload: z.object({}), repeat: every(seconds(20)) });

export const routingJobs = (queueCheckMs: number): Job[] => [{ ...verifyQueueStatus, repeat: every(queueCheckMs) }] as unknown as Job[];

/** @returns one run of the sweep: how many tickets it moved. */
export function createLostTickets({ tickets, log }: Pick<RoutingDeps, 'tickets' | 'log'>) {
  const complain = sayChanges(({ fields }) => log.warn(fields, 'Condição não respeitada'));
  return async (transact: Transact, stopping: () => boolean): Promise<{ moved: number }> => {
    const moved = await inBatches(transact, stopping, async (tx) => {
      const rescued = await lostTicketsStore(tx).rescueAcrossCompanies(BATCH);
      await tickets.log(tx, rescued.map(({ companyId, id, queueId }) => ({ companyId, ticketId: id, type: 'redirect', userId: null, queueId })));
      await tickets.tell(tx, rescued);
      tx.afterCommit(() => rescued.forEach((ticket) => log.info({ ticketId: ticket.id, companyId: ticket.companyId, queueId: ticket.queueId }, 'Atendimento Perdido')));
      return rescued.length;
    });
    const misdirected = await transact((tx) => lostTicketsStore(tx).misdirectedAcrossCompanies());
    complain(misdirected.map((fields) => ({ key: fields.whatsappId, fields: { ...fields } })));
    return { moved };
  };
}

export function verifyQueueStatusHandler(deps: RoutingDeps): Handler {
  const sweep = createLostTickets(deps);
  return handle(verifyQueueStatus, async (_, { stopping }) => void (await sweep(deps.transact, stopping)), {
    onGiveUp: async (_, error) => deps.log.error({ err: error }, 'SearchForQueue -> VerifyQueue: error'),
  });
}
