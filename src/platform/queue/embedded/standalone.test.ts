import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gate, until } from '../contract-kit.contract';
import { Queue, Worker } from './standalone';
import type { WorkerOptions } from './standalone';

let folder: string;
let file: string;
let closing: { close(): Promise<void> }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esquadrao-standalone-'));
  file = join(folder, 'jobs.sqlite');
  closing = [];
});

afterEach(async () => {
  for (const one of closing) await one.close();
  await rm(folder, { recursive: true });
});

function openQueue<Data>(name: string): Queue<Data> {
  const queue = new Queue<Data>(name, { file });
  closing.push(queue);
  return queue;
}

function openWorker<Data, Result>(
  name: string,
  process: (job: { id: number; data: Data }) => Promise<Result>,
  options: WorkerOptions = {},
): Worker<Data, Result> {
  const worker = new Worker<Data, Result>(name, process, { file, ...options });
  closing.push(worker);
  return worker;
}

it('does what its document shows: a prompt in, a result out, events and stats', async () => {
  const queue = openQueue<{ prompt: string }>('llm-processing');
  const events: string[] = [];
  const worker = openWorker('llm-processing', async ({ data }: { data: { prompt: string } }) => `${data.prompt} Hello!`, {
    concurrency: 15,
    pollInterval: 1_000,
  });
  worker.on('active', ({ data }) => events.push(`active ${data.prompt}`));
  worker.on('completed', ({ result, duration }) => events.push(`completed ${result} in ${typeof duration}`));
  expect(worker.getStats()).toMatchObject({ running: false, activeJobs: 0, maxConcurrency: 15 });
  worker.run();
  await queue.add({ prompt: 'Hi AI.' }, { priority: 10, attempts: 3, delay: 20 });
  expect(await queue.getStats()).toEqual({ waiting: 0, active: 0, completed: 0, failed: 0, delayed: 1 });
  await until(() => events.length === 2, 'both events');
  expect(events).toEqual(['active Hi AI.', 'completed Hi AI. Hello! in number']);
  expect(await queue.getStats()).toEqual({ waiting: 0, active: 0, completed: 1, failed: 0, delayed: 0 });
  expect(worker.getStats()).toMatchObject({ running: true, activeJobs: 0, workerId: expect.stringContaining(`:${process.pid}:`) });
});

it('takes the larger priority first, and of equals the older', async () => {
  const queue = openQueue<string>('order');
  for (const [name, priority] of [
    ['c', 0],
    ['a', 10],
    ['d', -5],
    ['b', 10],
  ] as const)
    await queue.add(name, { priority });
  const seen: string[] = [];
  openWorker('order', async ({ data }: { data: string }) => void seen.push(data), { concurrency: 1 }).run();
  await until(() => seen.length === 4, 'four runs');
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
});

it('repeats a failing job and tells of the failure once, at the end', async () => {
  const queue = openQueue<number>('failing');
  let runs = 0;
  const failures: string[] = [];
  const worker = openWorker('failing', async () => {
    runs += 1;
    throw new Error('no model');
  });
  worker.on('failed', ({ error }) => failures.push(error));
  worker.run();
  await queue.add(1, { attempts: 2 });
  await until(() => failures.length > 0, 'the failure');
  expect({ runs, failures }).toEqual({ runs: 2, failures: ['no model'] });
  expect((await queue.getStats()).failed).toBe(1);
});

it('runs fifteen at once and refills each slot by itself', async () => {
  const queue = openQueue<number>('slots');
  const doors = Array.from({ length: 20 }, gate);
  const running = new Set<number>();
  const worker = openWorker('slots', async ({ data }: { data: number }) => {
    running.add(data);
    await doors[data]!.opened;
    running.delete(data);
  });
  for (let i = 0; i < 20; i += 1) await queue.add(i);
  worker.run();
  await until(() => running.size === 15, 'fifteen at once');
  doors[7]!.open();
  await until(() => running.has(15), 'the sixteenth in the place of the eighth');
  expect(running.size).toBe(15);
  for (const door of doors) door.open();
  await until(async () => (await queue.getStats()).completed === 20, 'the end');
});

it('holds nothing for itself when short jobs are followed by a long one', async () => {
  const queue = openQueue<number>('mixed');
  const door = gate();
  await Promise.all(Array.from({ length: 400 }, (_, i) => queue.add(i)));
  const worker = openWorker('mixed', ({ data }: { data: number }) => (data >= 100 ? door.opened : Promise.resolve()), { concurrency: 4 });
  worker.run();
  await until(async () => {
    const { active, completed } = await queue.getStats();
    return completed === 100 && active === 4;
  }, 'four long jobs and no other claimed');
  door.open();
  await until(async () => (await queue.getStats()).completed === 400, 'the end');
});

it('cleans by age, and keeps queues apart', async () => {
  const [queue, other] = [openQueue<number>('one'), openQueue<number>('other')];
  openWorker('one', async () => 1).run();
  openWorker('other', async () => 1).run();
  await Promise.all([queue.add(1), queue.add(2), other.add(3)]);
  await until(async () => (await queue.getStats()).completed === 2 && (await other.getStats()).completed === 1, 'the end');
  expect(await queue.clean(60_000, 'completed')).toBe(0);
  expect(await queue.clean(0, 'failed')).toBe(0);
  expect(await queue.clean(0, 'completed')).toBe(2);
  expect((await other.getStats()).completed).toBe(1);
});

it('keeps results and waiting jobs over a restart', async () => {
  const before = new Queue<number>('kept', { file });
  await before.add(1);
  await before.close();
  const after = openQueue<number>('kept');
  expect((await after.getStats()).waiting).toBe(1);
});
