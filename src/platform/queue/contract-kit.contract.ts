/** What the conformance suite needs: engines on one store, jobs that record their runs, and waiting without sleeping. */
import { z } from 'zod';
import { silentLog } from '../../kernel/log';
import type { Log } from '../../kernel/log';
import type { QueueEngine } from './engine';
import { defineJob, defineQueue, handle } from './job';
import type { Handler, Job, JobContext, Queue } from './job';

export interface EngineSetup {
  readonly queues: readonly Queue[];
  readonly jobs: readonly Job[];
  readonly log: Log;
  readonly report: (error: unknown, fields: Record<string, unknown>) => void;
  readonly random: () => number;
  readonly leaseMs: number;
}

/** One empty store; every `open` is another instance on it, as another process would be. */
export interface StoreUnderTest {
  open(setup: EngineSetup): QueueEngine;
  /** For a child process: how it opens the same store. */
  readonly address: Record<string, string>;
  dispose(): Promise<void>;
}

export type NewStore = () => Promise<StoreUnderTest>;

/** The lease of all engines here: short, so that rescues need no patience. */
export const LEASE_MS = 400;

/** Resolves when `condition` holds; fails loudly when it does not within `ms`. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, ms = 10_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

export interface Run {
  readonly payload: { n: number };
  readonly ctx: JobContext;
  readonly at: number;
}

type Work = (payload: { n: number }, ctx: JobContext) => Promise<void> | void;

/** The bench of one test: a queue, jobs on it, engines, and everything that happened. */
export function createBench(store: StoreUnderTest, concurrency = 5) {
  const queue = defineQueue('TestQueue', { concurrency });
  const handlers: Handler[] = [];
  const engines: QueueEngine[] = [];
  const runs: Run[] = [];
  const gaveUp: { payload: { n: number }; error: unknown }[] = [];
  const reports: { error: unknown; fields: Record<string, unknown> }[] = [];

  return {
    queue,
    runs,
    gaveUp,
    reports,
    numbers: () => runs.map((run) => run.payload.n),

    /** Declares a job with a handler that records each run and then does `work`. */
    job(
      name: string,
      work: Work = () => undefined,
      options: Partial<Omit<Job, 'queue' | 'name' | 'payload' | 'jobId'>> & { jobId?: (payload: { n: number }) => string } = {},
    ) {
      const job = defineJob(queue, name, { payload: z.object({ n: z.number().default(0) }), ...options });
      const run = async (payload: { n: number }, ctx: JobContext): Promise<void> => {
        runs.push({ payload, ctx, at: performance.now() });
        await work(payload, ctx);
      };
      handlers.push(handle(job, run, { onGiveUp: async (payload, error) => void gaveUp.push({ payload, error }) }));
      return job;
    },

    /** An engine that knows the jobs declared so far. */
    engine(jobs: readonly Job[] = handlers.map(({ job }) => job)): QueueEngine {
      const engine = store.open({
        queues: [queue],
        jobs,
        log: silentLog,
        report: (error, fields) => reports.push({ error, fields }),
        random: () => 0,
        leaseMs: LEASE_MS,
      });
      engines.push(engine);
      return engine;
    },

    handlers: () => handlers,

    async started(): Promise<QueueEngine> {
      const engine = this.engine();
      await engine.start(handlers);
      return engine;
    },

    async stats(engine: QueueEngine) {
      return (await engine.stats())[0]!;
    },

    /** Everything added has ended. */
    async drained(engine: QueueEngine): Promise<void> {
      await until(async () => {
        const { waiting, active, delayed } = await this.stats(engine);
        return waiting + active + delayed === 0;
      }, 'all jobs ended');
    },

    close: () => Promise.all(engines.map((engine) => engine.stop(0))),
  };
}

export type Bench = ReturnType<typeof createBench>;

/** A promise that the test fulfils. */
export function gate(): { open(): void; readonly opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
