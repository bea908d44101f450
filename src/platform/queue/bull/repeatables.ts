/**
 * Bull's repeatables, kept equal to the declarations. Reconciled at start and every two seconds: what Redis holds is
 * lost by a flush, and the job of the next slot by a queue emptied by hand, after which Bull alone would never tick again.
 * Adding is idempotent, a slot's job has one id, so any number of processes may do it.
 */
import { createHash } from 'node:crypto';
import type { JobOptions, Queue as BullQueue } from 'bull';
import type { Job } from '../job';

const RECONCILE_MS = 2_000;

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** As Bull names the job of one slot. */
const slotJobId = (job: Job, key: string, slot: number): string => `repeat:${md5(`${job.name}:${md5(key)}`)}:${slot}`;

export interface Repeating {
  readonly job: Job;
  readonly everyMs: number;
  readonly options: JobOptions;
}

export function repeatingJobs(jobs: readonly Job[], optionsOf: (job: Job) => JobOptions): Repeating[] {
  return jobs.flatMap((job) => (job.repeat ? [{ job, everyMs: job.repeat.everyMs, options: optionsOf(job) }] : []));
}

/** @param now Unix ms. */
export async function reconcileQueue(queue: BullQueue, repeating: readonly Repeating[], now: number): Promise<void> {
  const stored = await queue.getRepeatableJobs();
  const wanted = repeating.filter(({ job }) => job.queue.storedName === queue.name);

  for (const { key, name, every, id } of stored) {
    const isWanted = wanted.some(({ job, everyMs }) => job.name === name && everyMs === every && id === null);
    if (!isWanted) await queue.removeRepeatableByKey(key);
  }
  for (const { job, everyMs, options } of wanted) {
    const present = stored.find(({ name, every, id }) => name === job.name && every === everyMs && id === null);
    const lost = present && (await isLost(queue, slotJobId(job, present.key, present.next), present.next, now));
    if (!present || lost) await queue.add(job.name, {}, { ...options, repeat: { every: everyMs } });
  }
}

/** Overdue, and in none of the queue's lists: it will never run, nor will Bull add the one after it. */
async function isLost(queue: BullQueue, jobId: string, slot: number, now: number): Promise<boolean> {
  if (slot > now - RECONCILE_MS) return false;
  const job = await queue.getJob(jobId);
  return job === null || (await job.getState()) === 'stuck';
}

/** Reconciles now and from then on. @returns the function that ends it. */
export async function keepRepeatables(reconcileAll: () => Promise<void>, onError: (error: unknown) => void): Promise<() => void> {
  const attempt = (): Promise<void> => reconcileAll().catch(onError);
  await attempt();
  const timer = setInterval(() => void attempt(), RECONCILE_MS);
  return () => clearInterval(timer);
}
