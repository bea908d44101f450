/**
 * How queues and jobs are declared, produced and consumed. One idiom, read top to bottom:
 *
 *   export const dispatchCampaign = defineJob(queues.campaign, 'DispatchCampaign', { payload: z.object({…}), attempts: 5, backoff: exponential(seconds(3)) });
 *   tx.enqueue(dispatchCampaign, { companyId, campaignId });
 *   handle(dispatchCampaign, async (payload, ctx) => { … });
 *
 * A job is a doorbell: it carries ids, and may be lost, doubled or late without effect.
 *
 * Job ids. At most one job of an id is pending (waiting or delayed). A further `add` is folded into it, and the earlier
 * of the two times wins: an immediate ring brings a delayed one forward. The id is freed in the moment its handler
 * starts, so a ring *during* the work is a new pending job and leads to another run that begins after the ring; nothing
 * that was true when somebody rang goes unseen. A finished job blocks nothing. A run that must be repeated takes its id
 * again, keeping its wait (rings do not shorten a back-off); when a newer ring is already pending, that one is the retry
 * and inherits the attempts. Two runs of one id can overlap, so handlers hold leases of their own where that matters.
 */
import type { z } from 'zod';
import type { Backoff } from './backoff';

/** Nobody outside an engine knows that Bull's 1 comes first and another engine's largest number does. */
export type Priority = 'high' | 'normal' | 'low';

export interface Queue {
  /** The name in the store. A string apart from the code's name, so that code may be renamed. */
  readonly storedName: string;
  /** Jobs of this queue running at once in one process, all job names together. */
  readonly concurrency: number;
}

export function defineQueue(storedName: string, options: { concurrency: number }): Queue {
  return { storedName, ...options };
}

export interface JobOptions<Schema extends z.ZodType> {
  readonly payload: Schema;
  /** Runs in all before giving up; 1 when absent. */
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /** 'normal' when absent. Where no job of a queue is declared 'low', an engine may take a request's 'low' for 'normal'. */
  readonly priority?: Priority;
  /** Folds rings of one id into one pending job (see above). Absent: each `add` is a job of its own. */
  readonly jobId?: (payload: z.output<Schema>) => string;
  /** Runs again and again, once per slot over all processes; reconciled at start. The payload must accept `{}`. */
  readonly repeat?: { readonly everyMs: number };
  /** Older stored names whose jobs must still drain. */
  readonly aliases?: readonly string[];
}

export interface Job<Schema extends z.ZodType = z.ZodType> extends JobOptions<Schema> {
  readonly queue: Queue;
  readonly name: string;
}

export function defineJob<Schema extends z.ZodType>(queue: Queue, name: string, options: JobOptions<Schema>): Job<Schema> {
  return { queue, name, ...options };
}

export interface JobContext {
  /** The engine's id of this job, unique in its queue. */
  readonly jobId: string;
  /** 1 for the first run. */
  readonly attempt: number;
  readonly traceId: string;
  /** True once the process wants to stop: a long handler ends early and lets a sweep ring again. */
  readonly stopping: () => boolean;
  /** Shown on the board; 0..100. */
  progress(percent: number): Promise<void>;
}

export interface Handler {
  readonly job: Job;
  run(payload: unknown, ctx: JobContext): Promise<void>;
  /** Called once when no further attempt will be made; never for a snoozed or interrupted job. */
  onGiveUp?(payload: unknown, error: unknown): Promise<void>;
}

export function handle<Schema extends z.ZodType>(
  job: Job<Schema>,
  run: (payload: z.output<Schema>, ctx: JobContext) => Promise<void>,
  options: { onGiveUp?: (payload: z.output<Schema>, error: unknown) => Promise<void> } = {},
): Handler {
  // The engine parses with `job.payload` before it calls, so the casts state what run-job has checked.
  const { onGiveUp } = options;
  return {
    job,
    run: (payload, ctx) => run(payload as z.output<Schema>, ctx),
    ...(onGiveUp && { onGiveUp: (payload: unknown, error: unknown) => onGiveUp(payload as z.output<Schema>, error) }),
  };
}

/** A repeat period, for `repeat: every(seconds(20))`. */
export const every = (ms: number): { everyMs: number } => ({ everyMs: ms });
