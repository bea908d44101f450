/**
 * The embedded engine by itself, for any named queue (calls to a language model, images, …):
 *
 *   const queue = new Queue('llm-processing');
 *   const worker = new Worker('llm-processing', async ({ data }) => callModel(data), { concurrency: 10 });
 *   worker.on('completed', ({ id, result, duration }) => …);
 *   worker.run();
 *   await queue.add({ prompt: 'Hello' }, { priority: 10, attempts: 3, delay: 2_000 });
 *
 * The same file, store and pump as the engine's; here a *larger* priority comes first, and completed jobs stay, with
 * their results, until they are cleaned.
 */
import { EventEmitter } from 'node:events';
import { systemClock } from '../../../kernel/clock';
import { silentLog } from '../../../kernel/log';
import { exponential } from '../backoff';
import { errorText } from '../run-job';
import { openJobFile } from './job-file';
import type { JobFile } from './job-file';
import { createPump } from './pump';
import type { Ending, Pump } from './pump';
import type { ClaimedJob, Counts, FinishedState } from './store';

const DEFAULT_FILE = 'data/jobs.sqlite';
const NAME = 'job';
const backoff = exponential(1_000);
const now = (): number => systemClock.now().getTime();

export interface AddOptions {
  /** Milliseconds before it may run. */
  readonly delay?: number;
  /** Larger first; 0 unless told. */
  readonly priority?: number;
  /** Runs in all; 3 unless told. Between them an exponential back-off with jitter, from 1 s. */
  readonly attempts?: number;
}

export class Queue<Data = unknown> {
  private readonly file: JobFile;

  /** @param options.file where the jobs are stored; `data/jobs.sqlite` unless told. */
  constructor(
    readonly name: string,
    options: { file?: string } = {},
  ) {
    this.file = openJobFile(options.file ?? DEFAULT_FILE, systemClock);
  }

  /** Stores a job; once this resolves it survives the end of the process. `data` must be JSON. */
  async add(data: Data, options: AddOptions = {}): Promise<void> {
    const { delay = 0, priority = 0, attempts = 3 } = options;
    const job = {
      queue: this.name,
      name: NAME,
      key: null,
      data: JSON.stringify(data),
      priority: -priority,
      dueAt: now() + delay,
      maxAttempts: attempts,
      traceId: null,
    };
    await this.file.add([job]);
  }

  async getStats(): Promise<Counts> {
    return this.file.store.counts(this.name);
  }

  /** Removes jobs that ended more than `graceMs` ago. @returns how many. */
  async clean(graceMs: number, status: FinishedState): Promise<number> {
    return this.file.store.clean(this.name, status, now() - graceMs);
  }

  async close(): Promise<void> {
    this.file.close();
  }
}

export interface WorkerOptions {
  /** Jobs at once; 15 unless told. */
  readonly concurrency?: number;
  /** How soon, in ms, jobs of other processes are seen; 1,000 unless told. Those of this process start at once. */
  readonly pollInterval?: number;
  /** A worker whose process gave no sign of life for so long loses its jobs; a long job is not stuck. 30,000 unless told. */
  readonly stuckJobTimeout?: number;
  readonly file?: string;
}

export interface WorkerStats {
  readonly running: boolean;
  readonly activeJobs: number;
  readonly maxConcurrency: number;
  readonly workerId: string;
}

export interface WorkerEvents<Data, Result> {
  active: [{ id: number; data: Data }];
  /** `duration` in ms. */
  completed: [{ id: number; result: Result; duration: number }];
  /** After the last attempt only. */
  failed: [{ id: number; error: string; duration: number }];
  /** Taken back from a worker that died or froze. */
  stalled: [{ id: number }];
}

export class Worker<Data = unknown, Result = unknown> extends EventEmitter<WorkerEvents<Data, Result>> {
  private readonly file: JobFile;
  private readonly pump: Pump;
  private readonly concurrency: number;
  private readonly runs = new Map<number, { startedAt: number; result: Result }>();
  private isRunning = false;
  private isClosed = false;

  /** @param process what to do with a job. Its answer is stored as JSON; an error means another attempt. */
  constructor(
    readonly name: string,
    private readonly process: (job: { id: number; data: Data }) => Promise<Result>,
    options: WorkerOptions = {},
  ) {
    super();
    const { concurrency = 15, pollInterval = 1_000, stuckJobTimeout = 30_000, file = DEFAULT_FILE } = options;
    this.concurrency = concurrency;
    this.file = openJobFile(file, systemClock);
    this.pump = createPump({
      file: this.file,
      leaseMs: stuckJobTimeout,
      pollMs: pollInterval,
      clock: systemClock,
      log: silentLog,
      consumers: [
        {
          queue: name,
          concurrency,
          keepsCompleted: true,
          run: (job) => this.runOne(job),
          ended: (job, ending, accepted) => this.tell(job, ending, accepted),
          rescued: (job) => {
            this.emit('stalled', { id: job.id });
            if (!job.again) this.emit('failed', { id: job.id, error: 'stalled too often', duration: 0 });
          },
        },
      ],
    });
  }

  run(): void {
    this.isRunning = true;
    this.pump.start();
  }

  /** Claims no more, waits up to `graceMs` for running jobs, gives the rest back. Final: a new Worker is needed afterwards. */
  async stop(graceMs = 10_000): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.isRunning = false;
    await this.pump.stop(graceMs);
    this.file.close();
  }

  async close(graceMs?: number): Promise<void> {
    await this.stop(graceMs);
  }

  getStats(): WorkerStats {
    return { running: this.isRunning, activeJobs: this.pump.running(), maxConcurrency: this.concurrency, workerId: this.pump.worker };
  }

  private async runOne(job: ClaimedJob): Promise<Ending> {
    const startedAt = performance.now();
    try {
      const data = JSON.parse(job.data) as Data;
      this.emit('active', { id: job.id, data });
      const result = await this.process({ id: job.id, data });
      this.runs.set(job.id, { startedAt, result });
      return { kind: 'done', result: JSON.stringify(result ?? null) };
    } catch (error) {
      this.runs.set(job.id, { startedAt, result: undefined as Result });
      const attempt = job.attempts + 1;
      return attempt < job.maxAttempts ? { kind: 'retry', afterMs: backoff(attempt, Math.random), error } : { kind: 'failed', error };
    }
  }

  private tell(job: ClaimedJob, ending: Ending, accepted: boolean): void {
    const run = this.runs.get(job.id);
    this.runs.delete(job.id);
    if (!run || !accepted) return;
    const duration = Math.round(performance.now() - run.startedAt);
    if (ending.kind === 'done') this.emit('completed', { id: job.id, result: run.result, duration });
    if (ending.kind === 'failed') this.emit('failed', { id: job.id, error: errorText(ending.error), duration });
  }
}
