/** What is Redis' own: its faults, its other users, its board. On a server of its own, since it is stopped and emptied. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Bull from 'bull';
import express from 'express';
import Redis from 'ioredis';
import request from 'supertest';
import { Unavailable } from '../../../kernel/errors';
import { freePort } from '../../db/embedded/free-port';
import { createBench, until } from '../contract-kit.contract';
import type { Bench } from '../contract-kit.contract';
import { request as ring } from '../engine';
import { every } from '../job';
import { bullBoardRouter } from './board';
import { createBullEngine } from './bull-engine';
import type { BullEngine } from './bull-engine';

let folder: string;
let port: number;
let server: ChildProcess;
let admin: Redis;
let bench: Bench;
let engines: BullEngine[];

async function startRedis(): Promise<void> {
  server = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'yes',
    '--maxmemory-policy',
    'noeviction',
  ]);
  await new Promise<void>((resolve) => server.stdout!.on('data', (text: Buffer) => String(text).includes('Ready to accept') && resolve()));
}

async function stopRedis(): Promise<void> {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esquadrao-redis-'));
  port = await freePort();
  await startRedis();
  admin = new Redis(port);
  admin.on('error', () => undefined);
});

afterAll(async () => {
  admin.disconnect();
  await stopRedis();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await admin.flushall();
  engines = [];
  bench = createBench({
    open: (setup) => {
      const engine = createBullEngine({ ...setup, redisUrl: `redis://127.0.0.1:${port}` });
      engines.push(engine);
      return engine;
    },
    address: {},
    dispose: async () => undefined,
  });
});

afterEach(() => bench.close());

const client = (): Bull.Queue => new Bull('TestQueue', { redis: { port } });

it('runs the job of another Bull producer like its own', async () => {
  bench.job('SendMessage', undefined, { attempts: 3 });
  await bench.started();
  const foreign = client();
  await foreign.add('SendMessage', { n: 4, unknown: 'field' });
  await until(() => bench.runs.length === 1, 'the run');
  expect(bench.numbers()).toEqual([4]);
  await foreign.close();
});

it('retries the job of another producer by our rules, not by its options', async () => {
  bench.job('SendMessage', (_, ctx) => (ctx.attempt < 3 ? Promise.reject(new Unavailable('ERR_DOWN', 'down')) : undefined), { attempts: 3, backoff: () => 5 });
  const engine = await bench.started();
  const foreign = client();
  await foreign.add('SendMessage', {});
  await until(() => bench.runs.length === 3, 'three runs');
  await bench.drained(engine);
  expect(await bench.stats(engine)).toMatchObject({ completed: 1, failed: 0 });
  await foreign.close();
});

it('leaves exactly the declared repeatables, whatever older versions left behind', async () => {
  const foreign = client();
  await foreign.add('Tick', {}, { repeat: { cron: '*/5 * * * * *' } });
  await foreign.add('Tick', {}, { repeat: { every: 5_000 }, jobId: 'verify' });
  await foreign.add('Gone', {}, { repeat: { every: 1_000 } });
  bench.job('Tick', undefined, { repeat: every(30_000) });
  await Promise.all([bench.started(), bench.started()]);
  expect(await foreign.getRepeatableJobs()).toEqual([expect.objectContaining({ name: 'Tick', every: 30_000 })]);
  expect(await foreign.getDelayedCount()).toBe(1);
  await foreign.close();
});

it('ticks again after everything was flushed, and after the queue was emptied by hand', async () => {
  bench.job('Tick', undefined, { repeat: every(300) });
  await bench.started();
  await until(() => bench.runs.length >= 1, 'the first tick');
  await admin.flushall();
  let seen = bench.runs.length;
  await until(() => bench.runs.length > seen + 2, 'ticks after the flush', 15_000);
  const foreign = client();
  await foreign.empty();
  seen = bench.runs.length;
  await until(() => bench.runs.length > seen + 2, 'ticks after the emptying', 15_000);
  await foreign.close();
}, 45_000);

it('frees an id by itself when its pending job was removed by hand', async () => {
  const job = bench.job('Ring', undefined, { jobId: () => 'one' });
  const engine = bench.engine() as BullEngine;
  await engine.add([ring(job, {})]);
  const ttl = await admin.pttl('bull:TestQueue:de:one');
  expect(ttl).toBeGreaterThan(0);
  expect(ttl).toBeLessThanOrEqual(60_000);
});

it('outlives a restart of Redis: jobs kept, producers told at once while it is down', async () => {
  const job = bench.job('Count');
  const engine = await bench.started();
  await engine.pause('TestQueue');
  await engine.add([ring(job, { n: 1 })]);
  await stopRedis();

  await until(() => admin.status !== 'ready', 'the end of the connection');
  const askedAt = performance.now();
  await expect(engine.add([ring(job, { n: 2 })])).rejects.toBeInstanceOf(Unavailable);
  expect(performance.now() - askedAt).toBeLessThan(500);
  expect(await engines[0]!.health()).toMatchObject({ ok: false });

  await startRedis();
  await until(
    () =>
      engine.add([ring(job, { n: 3 })]).then(
        () => true,
        () => false,
      ),
    'an accepted job',
  );
  await engine.resume('TestQueue');
  await until(() => bench.runs.length === 2, 'both runs', 15_000);
  expect(bench.numbers()).toEqual([1, 3]);
  // In one transaction with others: its scripts must be known to the new server too.
  await engine.add([ring(job, { n: 4 }), ring(job, { n: 5 })]);
  await until(() => bench.runs.length === 4, 'runs of a batch');
}, 30_000);

it('starts and stops without Redis, and works when it comes', async () => {
  const job = bench.job('Count');
  await stopRedis();
  const early = bench.engine();
  await early.start(bench.handlers());
  const hopeless = bench.engine();
  await expect(hopeless.add([ring(job, {})])).rejects.toBeInstanceOf(Unavailable);
  await hopeless.stop();
  await startRedis();
  await until(
    () =>
      early.add([ring(job, { n: 1 })]).then(
        () => true,
        () => false,
      ),
    'an accepted job',
  );
  await until(() => bench.runs.length === 1, 'the run', 15_000);
}, 30_000);

it('warns about a Redis that forgets or evicts', async () => {
  const engine = bench.engine() as BullEngine;
  expect(await engine.health()).toEqual({ ok: true, warnings: [] });
  await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await engine.health()).toEqual({ ok: true, warnings: [expect.stringContaining('"allkeys-lru"')] });
  await admin.config('SET', 'maxmemory-policy', 'noeviction');
});

it('does not grow: finished jobs are kept by number', async () => {
  const job = bench.job('Count');
  const engine = await bench.started();
  await engine.add(Array.from({ length: 500 }, (_, n) => ring(job, { n })));
  await bench.drained(engine);
  expect((await bench.stats(engine)).completed).toBe(500);
  expect((await admin.keys('bull:TestQueue:*')).length).toBeLessThan(120);
});

describe('the board', () => {
  const credentials = { user: 'admin', pass: 'a-long-password' };
  const open = (engine: BullEngine) => request(express().use(bullBoardRouter(engine, credentials)));

  it('asks for the password', async () => {
    const board = open(bench.engine() as BullEngine);
    const refused = await board.get('/admin/queues');
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toContain('Basic');
    expect((await board.get('/admin/queues/api/queues').auth('admin', 'wrong')).status).toBe(401);
    expect((await board.get('/admin/queues').auth('admin', 'a-long-password')).status).toBe(200);
    expect((await board.get('/elsewhere')).status).toBe(404);
  });

  it('shows the queues, telephone numbers masked', async () => {
    bench.job('SendMessage');
    const engine = bench.engine() as BullEngine;
    const foreign = client();
    await foreign.add('SendMessage', { whatsappId: 1, data: { number: '5511987654321', body: 'Call +5511987654321' } });
    const { body } = await open(engine).get('/admin/queues/api/queues?activeQueue=TestQueue&status=waiting').auth('admin', 'a-long-password');
    expect(body.queues[0]).toMatchObject({ name: 'TestQueue', counts: { waiting: 1 } });
    expect(JSON.stringify(body)).toContain('4321');
    expect(JSON.stringify(body)).not.toContain('98765');
    await foreign.close();
  });
});
