/** One run of a Bull job: `runJob` decides, and the decision is told to Bull in the few words it understands. */
import type { Job as BullJob, Queue as BullQueue } from 'bull';
import { errorText, giveUpStalled, runJob } from '../run-job';
import type { JobRun, Outcome, RunDeps } from '../run-job';
import type { JobIds } from './job-ids';

/** Thrown to Bull to put a job back. Its wait is computed already, so Bull's own back-off formulas are not used. */
export class Decided extends Error {
  constructor(
    reason: unknown,
    readonly afterMs: number,
  ) {
    super(errorText(reason), { cause: reason });
    if (reason instanceof Error && reason.stack !== undefined) this.stack = reason.stack;
  }
}

/** What we read of a Bull job beyond its typings. */
type StoredJob = BullJob<unknown> & { debounceId?: string; opts: { traceId?: string } };

/**
 * Set here and not by producers, so that it also holds for the jobs of others. Completed jobs are counted, not kept:
 * keeping them costs Redis a third more work per job, and the record of what was sent is in the database.
 */
const RETENTION = { removeOnComplete: true, removeOnFail: { age: 7 * 24 * 3_600, count: 1_000 }, stackTraceLimit: 5 };
/** Ticks are few; their ids must stay known, or a process whose clock is behind would add a finished slot once more. */
const TICK_RETENTION = { ...RETENTION, removeOnComplete: { age: 3_600, count: 20 } };

export interface ProcessorDeps extends RunDeps {
  readonly ids: JobIds;
  /** Jobs whose handler runs in this process. */
  readonly running: Set<BullJob>;
}

/** The one processor of a queue: with one per job name, Bull would add their concurrencies up. */
export function createProcessor(queue: BullQueue, deps: ProcessorDeps): (job: BullJob) => Promise<void> {
  queue.on('failed', (job: BullJob | null, error: Error) => {
    // Bull's watch over lost locks has no other sign than this text, and calls it in one process only.
    if (job && error.message.startsWith('job stalled')) void giveUpStalled(describe(queue.name, job, job.attemptsMade + 1), deps);
  });
  queue.on('stalled', (job: BullJob) => deps.log.warn({ queue: queue.name, job: job.name, jobId: job.id }, 'a worker died or froze in the middle of a job'));

  return async (bullJob) => {
    const job = bullJob as StoredJob;
    const id = job.debounceId;
    Object.assign(job.opts, job.opts.repeat ? TICK_RETENTION : RETENTION);
    deps.running.add(job);
    try {
      if (id !== undefined) await deps.ids.free(queue, id, String(job.id));
      const outcome = await runJob({ ...describe(queue.name, job, job.attemptsMade + 1), progress: (percent) => job.progress(percent) }, deps);
      if (outcome.kind === 'done') return;
      if (outcome.kind === 'failed') {
        await job.discard();
        throw outcome.error instanceof Error ? outcome.error : new Error(errorText(outcome.error));
      }
      const attempts = job.attemptsMade + (outcome.kind === 'retry' ? 1 : 0);
      if (id !== undefined && !(await deps.ids.takeAgain(queue, id, String(job.id), attempts, outcome.afterMs))) return;
      throw putBack(job, outcome);
    } finally {
      deps.running.delete(job);
    }
  };
}

/** Bull counts one attempt for every throw, and gives up by the options the producer has stored: both are ours to say. */
function putBack(job: StoredJob, outcome: Extract<Outcome, { afterMs: number }>): Decided {
  if (outcome.kind === 'snooze') job.attemptsMade -= 1;
  job.opts.attempts = Infinity;
  job.opts.backoff = { type: 'decided' };
  return new Decided(outcome.error, outcome.afterMs);
}

function describe(queue: string, job: BullJob, attempt: number): Omit<JobRun, 'progress'> {
  return { queue, name: job.name, id: String(job.id), attempt, payload: job.data as unknown, traceId: (job as StoredJob).opts.traceId };
}
