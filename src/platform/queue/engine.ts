import type { Handler, Job, Priority } from './job';
import type { z } from 'zod';

/** What a producer hands to an engine: the declaration, the payload as plain JSON, and when. */
export interface JobRequest {
  readonly job: Job;
  readonly payload: unknown;
  readonly delayMs?: number;
  readonly priority?: Priority;
  readonly traceId?: string;
}

/** Builds a request whose payload is checked against the job's schema by the compiler. */
export function request<Schema extends z.ZodType>(
  job: Job<Schema>,
  payload: NoInfer<z.input<Schema>>,
  options: { delayMs?: number; priority?: Priority } = {},
): JobRequest {
  return { job, payload, ...options };
}

/** The declared id of a request; none when its payload is unreadable: that job shall be kept and seen, not folded. */
export function jobIdOf({ job, payload }: JobRequest): string | undefined {
  if (!job.jobId) return undefined;
  const parsed = job.payload.safeParse(payload ?? {});
  return parsed.success ? job.jobId(parsed.data) : undefined;
}

export interface QueueStats {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
  readonly paused: boolean;
  /** Age of the oldest waiting job, ms; null when none waits. */
  readonly oldestWaitingMs: number | null;
}

/**
 * The seam between the product and the thing that stores jobs. Retry, backoff, snooze and give-up are decided in
 * `run-job.ts`; an engine only stores, claims and delays. `engine.contract.ts` says the rest, for every engine.
 */
export interface QueueEngine {
  /** Stores all or, when it throws `Unavailable`, possibly some: callers must not depend on it (a sweep rings again). */
  add(requests: readonly JobRequest[]): Promise<void>;
  /** Begins to work: exactly one handler per job of `jobs`, repeatables reconciled with the declarations. */
  start(handlers: readonly Handler[]): Promise<void>;
  /** Stops claiming, waits up to `graceMs` for running jobs, closes. Safe twice and before `start`. */
  stop(graceMs?: number): Promise<void>;
  stats(): Promise<QueueStats[]>;
  pause(queue: string): Promise<void>;
  resume(queue: string): Promise<void>;
  /** Puts a failed job back to waiting with its attempts anew. @throws NotFound */
  retry(queue: string, jobId: string): Promise<void>;
  /** Removes finished jobs older than `olderThanMs`. @returns how many. */
  clean(queue: string, state: 'completed' | 'failed', olderThanMs: number): Promise<number>;
}
