/**
 * The job engines against bare Bull, in the same run: `npm run bench -- engines [rounds=3] [million]`.
 * With `million`, growth is measured up to a million waiting jobs.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, Worker } from '../src/platform/queue/embedded/standalone';
import { bareBull, embedded, ourBull } from './engines.contestants';
import type { Contestant, MakeContestant } from './engines.contestants';
import { expectThat, median, percentile, perSecond, printTable, record, startRedis, timed } from './support';

type Row = {
  readonly what: string;
  readonly baseline: number;
  readonly ours: number;
  readonly ratio: number;
  readonly goal: string;
};

export async function run([rounds = '3', growth = '']: readonly string[]): Promise<void> {
  const redis = await startRedis();
  const table: Row[] = [];
  const n = Number(rounds);
  const bull = { name: 'bare Bull', make: bareBull(redis.url) };
  const ours = { name: 'our Bull', make: ourBull(redis.url) };
  const sqlite = { name: 'embedded', make: embedded };

  for (const [mode, add] of Object.entries(ADDS)) {
    table.push(await compare(`F5 add, ${mode}`, bull, ours, n, 0.85, (make) => addRate(make, add)));
  }
  for (const concurrency of [1, 10, 50]) {
    table.push(
      await compare(`F5 process at ${concurrency}`, bull, ours, n, 0.85, (make) => processRate(make, concurrency, concurrency === 1 ? 12_000 : 20_000)),
    );
  }
  for (const [mode, add] of Object.entries(ADDS)) {
    table.push(await compare(`embedded add, ${mode}`, bull, sqlite, n, 1, (make) => addRate(make, add)));
  }
  table.push(await compare('F6 process at 15', bull, sqlite, n, 3, (make) => processRate(make, 15, 30_000)));
  printTable(table);
  await growthOf(n, growth === 'million' ? [1_000, 10_000, 100_000, 1_000_000] : [1_000, 10_000, 100_000]);
  await slots();
  await idleLatency();
}

interface Named {
  readonly name: string;
  readonly make: MakeContestant;
}

/** Alternates the two, so that a slow moment of the machine hits both. */
async function compare(
  what: string,
  baseline: Named,
  contestant: Named,
  rounds: number,
  goal: number,
  measure: (make: MakeContestant) => Promise<number>,
): Promise<Row> {
  const rates = new Map<Named, number[]>([
    [baseline, []],
    [contestant, []],
  ]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [one, of] of rates) {
      const perSec = await measure(one.make);
      of.push(perSec);
      record({ bench: what, engine: one.name, round, perSecond: perSec });
    }
  }
  const [base, our] = [median(rates.get(baseline)!), median(rates.get(contestant)!)];
  return { what, baseline: base, ours: our, ratio: Math.round((our / base) * 100) / 100, goal: `≥ ${goal}` };
}

type Add = (queue: Contestant, jobs: number) => Promise<void>;

const numbers = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

const ADDS: Record<string, { jobs: number; add: Add }> = {
  'one by one': {
    jobs: 5_000,
    add: async (queue, jobs) => {
      for (let i = 0; i < jobs; i += 1) await queue.addOne(i);
    },
  },
  '50 in flight': {
    jobs: 20_000,
    add: async (queue, jobs) => {
      let next = 0;
      const producer = async (): Promise<void> => {
        while (next < jobs) await queue.addOne(next++);
      };
      await Promise.all(Array.from({ length: 50 }, producer));
    },
  },
  'batches of 100': {
    jobs: 20_000,
    add: async (queue, jobs) => {
      for (let i = 0; i < jobs; i += 100) await queue.addMany(numbers(i, 100));
    },
  },
};

async function addRate(make: MakeContestant, { jobs, add }: { jobs: number; add: Add }): Promise<number> {
  const queue = make(50);
  await queue.addOne(0);
  const { ms } = await timed(() => add(queue, jobs));
  // Each was stored, once: they are run, which also empties the store.
  const seen = await drain(queue, jobs + 1);
  expectThat(seen.total === jobs + 1 && seen.distinct === jobs, `added ${jobs} jobs, saw ${seen.distinct} (${seen.total} runs)`);
  await queue.close();
  return perSecond(jobs, ms);
}

async function drain(queue: Contestant, jobs: number): Promise<{ total: number; distinct: number; ms: number }> {
  const seen = new Set<number>();
  let total = 0;
  let startedAt = 0;
  const all = new Promise<void>((resolve) => {
    void queue.work((n) => {
      if (total === 0) startedAt = performance.now();
      seen.add(n);
      if ((total += 1) === jobs) resolve();
    });
  });
  await all;
  const ms = performance.now() - startedAt;
  return { total, distinct: seen.size, ms };
}

async function fill(queue: Contestant, jobs: number): Promise<void> {
  for (let i = 0; i < jobs; i += 1_000) await queue.addMany(numbers(i, Math.min(1_000, jobs - i)));
}

async function processRate(make: MakeContestant, concurrency: number, jobs: number): Promise<number> {
  const queue = make(concurrency);
  await fill(queue, jobs);
  const { total, distinct, ms } = await drain(queue, jobs);
  await queue.close();
  expectThat(total === jobs && distinct === jobs, `${jobs} jobs, ${total} runs of ${distinct}`);
  return perSecond(jobs, ms);
}

/** The first jobs of a queue that stays long: does a claim get slower with what waits behind? */
async function growthOf(rounds: number, sizes: readonly number[]): Promise<void> {
  const measured = 30_000;
  const rates = new Map(sizes.map((size) => [size, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [size, of] of rates) {
      const queue = embedded(15);
      await fill(queue, size + measured);
      const { ms } = await drain(queue, measured);
      await queue.close();
      of.push(perSecond(measured, ms));
      record({ bench: 'F6 growth', waitingBehind: size, round, perSecond: of.at(-1) });
    }
  }
  const first = median(rates.get(sizes[0]!)!);
  printTable(
    [...rates].map(([size, of]) => ({
      what: `F6 ${size} waiting behind`,
      perSecond: median(of),
      ratio: Math.round((median(of) / first) * 100) / 100,
      goal: '≥ 0.8',
    })),
  );
}

/** Fifteen slots, jobs of a fixed length: what is lost between two jobs of a slot? */
async function slots(): Promise<void> {
  const rows = [];
  for (const { ms, jobs, goal } of [
    { ms: 100, jobs: 600, goal: 150 },
    { ms: 1_000, jobs: 60, goal: 15 },
    { ms: 5_000, jobs: 30, goal: 3 },
  ]) {
    const { queue, worker, close } = standalone(() => new Promise((resolve) => setTimeout(resolve, ms)));
    for (let i = 0; i < jobs; i += 1) await queue.add(i);
    let done = 0;
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      worker.on('completed', () => {
        if ((done += 1) === jobs) resolve();
      });
      worker.run();
    });
    const rate = (jobs / (performance.now() - startedAt)) * 1_000;
    expectThat((await queue.getStats()).completed === jobs, `${jobs} jobs of ${ms} ms completed`);
    await close();
    const ceiling = await plainTimers(ms, jobs);
    record({ bench: 'F7 slots', jobMs: ms, perSecond: rate, plainTimers: ceiling });
    rows.push({
      what: `F7 15 slots, jobs of ${ms} ms`,
      plainTimers: round(ceiling, 2),
      ours: round(rate, 2),
      ideal: goal,
      ratio: round(rate / goal, 3),
      toPlainTimers: round(rate / ceiling, 3),
      goal: '≥ 0.99',
    });
  }
  printTable(rows);
}

/** The same slots with nothing but the clock: what the event loop itself allows. @returns jobs per second. */
async function plainTimers(ms: number, jobs: number): Promise<number> {
  let left = jobs;
  const slot = async (): Promise<void> => {
    while (left-- > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: 15 }, slot));
  return (jobs / (performance.now() - startedAt)) * 1_000;
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

async function idleLatency(): Promise<void> {
  const started = new Map<number, number>();
  const { queue, worker, close } = standalone(async (i: number) => void started.set(i, performance.now()));
  worker.run();
  const latencies: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5 + (i % 7)));
    const completed = new Promise((resolve) => worker.once('completed', resolve));
    const addedAt = performance.now();
    await queue.add(i);
    await completed;
    latencies.push(started.get(i)! - addedAt);
  }
  await close();
  expectThat(started.size === 400, 'each of 400 jobs ran');
  const [p50, p99] = [percentile(latencies, 0.5), percentile(latencies, 0.99)].map((ms) => Math.round(ms * 100) / 100);
  record({ bench: 'F7 idle latency', p50, p99 });
  printTable([{ what: 'F7 add to start, idle, ms', p50, p99, goal: 'p99 ≤ 20' }]);
}

function standalone(work: (data: number) => Promise<unknown>) {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-bench-slots-'));
  const file = join(folder, 'jobs.sqlite');
  const queue = new Queue<number>('bench', { file });
  const worker = new Worker<number>('bench', ({ data }) => work(data), { file, concurrency: 15 });
  const close = async (): Promise<void> => {
    await worker.stop();
    await queue.close();
    rmSync(folder, { recursive: true });
  };
  return { queue, worker, close };
}
