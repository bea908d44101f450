/**
 * The jobs of schedules. Each is a doorbell: the rows say what is due and what became of it, so a run that is lost, doubled or late
 * changes nothing, and the next Verify finds what was missed.
 *
 *   Verify ─▶ FireDue (at the very second of what is due before the next Verify) ─▶ the lane ─▶ SendMessage (the firing is over)
 */
import { z } from 'zod';
import { seconds } from '../../kernel/clock';
import { deliveryId } from '../../kernel/ids';
import { fixed } from '../../platform/queue/backoff';
import { defineJob, every, type Job } from '../../platform/queue/job';
import { queues } from '../../queues';

export const verifySchedules = defineJob(queues.scheduleMonitor, 'Verify', { payload: z.object({}), repeat: every(seconds(5)) });

/** `second`: epoch seconds at which something is due; one ring for all that is due then. */
export const fireDue = defineJob(queues.scheduleMonitor, 'FireDue', {
  payload: z.object({ second: z.number().int() }),
  priority: 'high',
  jobId: ({ second }) => `fire-${second}`,
});

/** Deliveries of firings that moved: whoever is through with one settles it. */
export const settleFirings = defineJob(queues.sendScheduled, 'SendMessage', {
  payload: z.object({ deliveryIds: z.array(deliveryId()) }),
  attempts: 3,
  backoff: fixed(seconds(1)),
});

/** Everything this feature declares, for the engine's list. */
export const scheduleJobs = (checkMs: number): Job[] => [{ ...verifySchedules, repeat: every(checkMs) }, fireDue, settleFirings] as unknown as Job[];
