/**
 * What happens to one job, decided once for every engine: parse the payload, call the handler, turn its end into an
 * outcome. An engine only stores what it is told here.
 */
import { randomUUID } from 'node:crypto';
import { AppError, Invalid, RateLimited, fateOf } from '../../kernel/errors';
import type { Fault } from '../../kernel/errors';
import type { Log } from '../../kernel/log';
import { runWithTrace } from '../trace';
import { exponential } from './backoff';
import type { Handler, Job, Queue } from './job';
import type { Registry } from './registry';

/** Takes an error to whoever watches for errors (Sentry); called once per job that ends as failed. */
export type Report = (error: unknown, fields: Record<string, unknown>) => void;

/** What every engine is made of, wherever it stores its jobs. */
export interface EngineParts {
  readonly queues: readonly Queue[];
  /** Every declared job; each must get a handler at `start`. */
  readonly jobs: readonly Job[];
  readonly log: Log;
  readonly report: Report;
  readonly random: () => number;
}

export type Outcome =
  | { readonly kind: 'done' }
  /** Again after `afterMs`; `retry` spends an attempt, `snooze` does not. */
  | { readonly kind: 'retry' | 'snooze'; readonly afterMs: number; readonly error: unknown }
  /** Never again by itself; kept for the board, where it can be retried by hand. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** One run of a stored job. */
export interface JobRun {
  readonly queue: string;
  readonly name: string;
  readonly id: string;
  /** 1 for the first run. */
  readonly attempt: number;
  readonly payload: unknown;
  /** Absent when the producer knew none (another Bull client, a repeatable): one is made. */
  readonly traceId?: string | undefined;
  progress(percent: number): Promise<void>;
}

export interface RunDeps {
  readonly registry: Registry;
  readonly log: Log;
  readonly report: Report;
  /** Uniform in [0, 1): spreads the waits between attempts. */
  readonly random: () => number;
  /** True once the engine is asked to stop. */
  readonly stopping: () => boolean;
}

const DONE: Outcome = { kind: 'done' };
const DEFAULT_BACKOFF = exponential(1_000);

/** Never throws: whatever the handler does becomes an outcome. */
export function runJob(run: JobRun, deps: RunDeps): Promise<Outcome> {
  const traceId = run.traceId ?? randomUUID();
  return runWithTrace(traceId, () => execute(run, traceId, deps));
}

async function execute(run: JobRun, traceId: string, deps: RunDeps): Promise<Outcome> {
  const handler = deps.registry(run.queue, run.name);
  if (!handler) return fail(run, traceId, new Invalid('ERR_NO_HANDLER', `no handler is declared for job "${run.name}" of ${run.queue}`), deps);

  const parsed = handler.job.payload.safeParse(run.payload ?? {});
  if (!parsed.success) return fail(run, traceId, unreadable(parsed.error.issues), deps);

  try {
    await handler.run(parsed.data, { jobId: run.id, attempt: run.attempt, traceId, stopping: deps.stopping, progress: run.progress });
    return DONE;
  } catch (error) {
    return afterError(run, traceId, handler, parsed.data, error, deps);
  }
}

async function afterError(run: JobRun, traceId: string, handler: Handler, payload: unknown, error: unknown, deps: RunDeps): Promise<Outcome> {
  const fate = fateOf(error);
  const fields = { ...describe(run, traceId), err: error };
  const line = `${run.queue} -> ${run.name}`;

  if (error instanceof RateLimited) {
    deps.log.info(fields, `${line}: told to wait`);
    return { kind: 'snooze', afterMs: Math.max(0, error.retryAfterMs), error };
  }
  if (fate !== 'discard' && deps.stopping()) {
    deps.log.info(fields, `${line}: interrupted by the stop, put back`);
    return { kind: 'snooze', afterMs: 0, error };
  }
  if (fate !== 'discard' && run.attempt < (handler.job.attempts ?? 1)) {
    const afterMs = (handler.job.backoff ?? DEFAULT_BACKOFF)(run.attempt, deps.random);
    deps.log.warn({ ...fields, afterMs }, `${line}: attempt failed`);
    return { kind: 'retry', afterMs, error };
  }
  await tellHandler(handler, payload, error, fields, deps);
  return fail(run, traceId, error, deps);
}

/**
 * For a job whose workers died under it too often: the engine has marked it failed, and here its handler hears of it.
 */
export async function giveUpStalled(run: Omit<JobRun, 'progress'>, deps: RunDeps): Promise<void> {
  const traceId = run.traceId ?? randomUUID();
  const error = new Error('the worker died or froze too often in the middle of this job');
  await runWithTrace(traceId, async () => {
    const handler = deps.registry(run.queue, run.name);
    const parsed = handler?.job.payload.safeParse(run.payload ?? {});
    if (handler && parsed?.success) await tellHandler(handler, parsed.data, error, describe(run, traceId), deps);
    fail(run, traceId, error, deps);
  });
}

async function tellHandler(handler: Handler, payload: unknown, error: unknown, fields: object, deps: RunDeps): Promise<void> {
  try {
    await handler.onGiveUp?.(payload, error);
  } catch (hookError) {
    deps.log.error({ ...fields, err: hookError }, 'the give-up hook failed');
    deps.report(hookError, { ...fields });
  }
}

function fail(run: Omit<JobRun, 'progress'>, traceId: string, error: unknown, deps: RunDeps): Outcome {
  const fields = describe(run, traceId);
  deps.log.error({ ...fields, err: error, ...(error instanceof AppError && { faults: error.faults }) }, `${run.queue} -> ${run.name}: given up`);
  deps.report(error, fields);
  return { kind: 'failed', error };
}

function describe(run: Omit<JobRun, 'progress'>, traceId: string): Record<string, unknown> {
  return { queue: run.queue, job: run.name, jobId: run.id, attempt: run.attempt, traceId };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code?: string | undefined;
  readonly message: string;
}

/** The payload never becomes readable by waiting, so it is refused at once, with the place of each fault. */
function unreadable(issues: readonly Issue[]): Invalid {
  const faults: Fault[] = issues.map((issue) => ({ path: issue.path.map(String).join('.'), code: issue.code ?? 'invalid', message: issue.message }));
  const list = faults.map((fault) => `${fault.path || 'payload'}: ${fault.message}`).join('; ');
  return new Invalid('ERR_JOB_PAYLOAD', `unreadable payload: ${list}`, faults);
}

/** The text of an error as engines store it beside the job. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
