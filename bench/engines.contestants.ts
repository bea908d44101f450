/** The engines that are measured, each behind the same few calls; jobs do nothing but say their number. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Bull from 'bull';
import { z } from 'zod';
import { silentLog } from '../src/kernel/log';
import { createBullEngine } from '../src/platform/queue/bull/bull-engine';
import { createEmbeddedEngine } from '../src/platform/queue/embedded/embedded-engine';
import { request } from '../src/platform/queue/engine';
import type { QueueEngine } from '../src/platform/queue/engine';
import { defineJob, defineQueue, handle } from '../src/platform/queue/job';

export interface Contestant {
  addOne(n: number): Promise<unknown>;
  addMany(numbers: readonly number[]): Promise<unknown>;
  /** Begins to work; `ran` is called once per job. */
  work(ran: (n: number) => void): Promise<void>;
  close(): Promise<void>;
}

let count = 0;
const freshName = (): string => `bench${(count += 1)}`;

export type MakeContestant = (concurrency: number) => Contestant;

/** Bull as its manual shows it: nothing kept, nothing parsed, one named processor. */
export const bareBull =
  (redisUrl: string): MakeContestant =>
  (concurrency) => {
    const queue = new Bull<{ n: number }>(freshName(), redisUrl);
    const opts = { removeOnComplete: true };
    return {
      addOne: (n) => queue.add('Count', { n }, opts),
      addMany: (numbers) => queue.addBulk(numbers.map((n) => ({ name: 'Count', data: { n }, opts }))),
      work: async (ran) => {
        void queue.process('Count', concurrency, async (job) => ran(job.data.n));
      },
      close: () => queue.close(),
    };
  };

const report = (error: unknown): void => {
  throw error;
};

function ours(
  concurrency: number,
  open: (setup: { queues: ReturnType<typeof defineQueue>[]; jobs: ReturnType<typeof countJob>[] }) => QueueEngine,
  dispose: () => void,
): Contestant {
  const queue = defineQueue(freshName(), { concurrency });
  const job = countJob(queue);
  const engine = open({ queues: [queue], jobs: [job] });
  const ring = (n: number) => request(job, { n });
  return {
    addOne: (n) => engine.add([ring(n)]),
    addMany: (numbers) => engine.add(numbers.map(ring)),
    work: (ran) => engine.start([handle(job, async ({ n }) => ran(n))]),
    close: async () => {
      await engine.stop();
      dispose();
    },
  };
}

const countJob = (queue: ReturnType<typeof defineQueue>) => defineJob(queue, 'Count', { payload: z.object({ n: z.number().int() }), attempts: 3 });

export const ourBull =
  (redisUrl: string): MakeContestant =>
  (concurrency) =>
    ours(
      concurrency,
      (setup) => createBullEngine({ ...setup, redisUrl, log: silentLog, report, random: Math.random }),
      () => undefined,
    );

/** Its file is on the disk of the system's temporary folder. */
export const embedded: MakeContestant = (concurrency) => {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-bench-jobs-'));
  return ours(
    concurrency,
    (setup) => createEmbeddedEngine({ ...setup, file: join(folder, 'jobs.sqlite'), log: silentLog, report, random: Math.random }),
    () => rmSync(folder, { recursive: true }),
  );
};
