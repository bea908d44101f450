import Redis from 'ioredis';
import { manualClock, minutes } from '../../../kernel/clock';
import type { CompanyId, UserId } from '../../../kernel/ids';
import { silentLog } from '../../../kernel/log';
import { testTokens } from '../../../test/app';
import { addressOf, connectClient, GENERATIONS, listen, outcomeOf, type Generation, type TestClient } from '../../../test/sockets';
import { defineEvent } from '../realtime';
import { createSocketIo, type SocketIo } from './socket-io';

const campaign = defineEvent<{ action: string }>('campaign');
const schedule = defineEvent<{ action: string }>('schedule');
/** Published after what a test is about: a client that has heard this one has heard whatever came before it. */
const marker = defineEvent<object>('marker');

const A = 1 as CompanyId;
const B = 2 as CompanyId;

const clock = manualClock(new Date('2026-01-31T12:00:00Z'));
const tokens = testTokens(clock);
const tokenOf = (companyId: CompanyId) => tokens.issueAccess({ companyId, userId: 1 as UserId, profile: 'user', super: false }, 'Ana');

const clients: TestClient[] = [];
const running: SocketIo[] = [];
const stores: Redis[] = [];

function openRedis(): Redis {
  const redis = new Redis(process.env['TEST_REDIS_URL']!);
  stores.push(redis);
  return redis;
}

async function serve(over: Partial<Parameters<typeof createSocketIo>[0]> = {}) {
  const { server, url } = await listen();
  const realtime = createSocketIo({
    server,
    verifyToken: (token) => tokens.verifyAccess(token),
    mayJoinTicket: async (_caller, id) => id === 7,
    alive: () => undefined,
    redis: null,
    clock,
    log: silentLog,
    corsOrigins: [],
    ...over,
  });
  running.push(realtime);
  return { realtime, url };
}

function connect(url: string, namespace: string, token: string | null, inQuery = false): TestClient {
  const client = connectClient(url, namespace, token, inQuery);
  clients.push(client);
  return client;
}

async function connectAll(url: string, companyId: CompanyId): Promise<TestClient[]> {
  const all = GENERATIONS.map((generation) => connect(url, addressOf(generation, companyId), tokenOf(companyId)));
  expect(await Promise.all(all.map(outcomeOf))).toEqual(['connected', 'connected', 'connected']);
  return all;
}

const counts = (all: readonly TestClient[], event: string) => all.map(({ heard }) => heard.filter((one) => one.event === event).length);

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.disconnect();
  await Promise.all(running.splice(0).map((one) => one.stop()));
  for (const redis of stores.splice(0)) redis.disconnect();
});

it('reaches the three generations of one company once each, and nobody of another', async () => {
  const { realtime, url } = await serve();
  const [ofA, ofB] = [await connectAll(url, A), await connectAll(url, B)];
  realtime.publish(A, campaign, { action: 'update' });
  for (const companyId of [A, B]) realtime.publish(companyId, marker, {});
  await Promise.all([...ofA.map((one) => one.hears('company-1-marker')), ...ofB.map((one) => one.hears('company-2-marker'))]);
  expect(counts(ofA, 'company-1-campaign')).toEqual([1, 1, 1]);
  expect(ofB.flatMap(({ heard }) => heard.map(({ event }) => event)).filter((event) => !['ready', 'company-2-marker'].includes(event))).toEqual([]);
});

it('also tells workspace clients without the dash', async () => {
  const { realtime, url } = await serve();
  const all = await connectAll(url, A);
  realtime.publish(A, schedule, { action: 'update' });
  realtime.publish(A, marker, {});
  await Promise.all(all.map((one) => one.hears('company-1-marker')));
  expect(counts(all, 'company-1-schedule')).toEqual([1, 1, 1]);
  expect(counts(all, 'company1-schedule')).toEqual([0, 0, 1]);
});

describe('who gets in', () => {
  const expired = tokenOf(A);

  it.each<[string, Generation, string | null, string]>([
    ['nobody without a token', 'ticketz', null, 'ERR_INVALID_TOKEN'],
    ['nobody without a token', 'numbered', null, 'Invalid namespace'],
    ['nobody without a token', 'workspace', null, 'Invalid namespace'],
    ['nobody with the token of another company', 'numbered', tokenOf(B), 'Invalid namespace'],
    ['nobody with the token of another company', 'workspace', tokenOf(B), 'Invalid namespace'],
    ['nobody with a false token', 'ticketz', 'false', 'ERR_INVALID_TOKEN'],
  ])('%s (%s)', async (_, generation, token, refusal) => {
    const { url } = await serve();
    expect(await outcomeOf(connect(url, addressOf(generation, A), token))).toBe(refusal);
    expect(await outcomeOf(connect(url, addressOf(generation, A), token, true))).toBe(refusal);
  });

  it('nobody else once the namespace is in use', async () => {
    const { realtime, url } = await serve();
    await connectAll(url, A);
    realtime.publish(B, marker, {});
    for (const [namespace, token, refusal] of [
      ['/workspace-1', null, 'ERR_INVALID_TOKEN'],
      ['/1', tokenOf(B), 'ERR_NO_PERMISSION'],
      ['/workspace-1', tokenOf(B), 'ERR_NO_PERMISSION'],
      ['/workspace-2', tokenOf(A), 'ERR_NO_PERMISSION'],
      ['/elsewhere', tokenOf(A), 'Invalid namespace'],
    ] as const) {
      expect([namespace, await outcomeOf(connect(url, namespace, token))]).toEqual([namespace, refusal]);
    }
  });

  it.each(GENERATIONS)('a token in the query, as older clients send it (%s)', async (generation) => {
    const { url } = await serve();
    expect(await outcomeOf(connect(url, addressOf(generation, A), tokenOf(A), true))).toBe('connected');
  });

  it('nobody beyond the life of his token', async () => {
    const { url } = await serve();
    clock.advance(minutes(15) - 50);
    const client = connect(url, '/', expired);
    expect(await outcomeOf(client)).toBe('connected');
    expect(await disconnectOf(client)).toBe('io server disconnect');
    clock.advance(minutes(1));
    expect(await outcomeOf(connect(url, '/', expired))).toBe('ERR_SESSION_EXPIRED');
  });
});

describe('joins', () => {
  it('answers the events of all generations, and refuses what is not the own', async () => {
    const { url } = await serve();
    const { socket } = connect(url, '/', tokenOf(A));
    const ask = (event: string, ...args: unknown[]): Promise<unknown> => socket.emitWithAck(event, ...args);
    expect(await ask('joinChatBox', '7')).toEqual({ ok: true });
    expect(await ask('joinChatBox', 7)).toEqual({ ok: true });
    expect(await ask('joinChatBox', 8)).toEqual({ ok: false, error: 'ERR_NOT_FOUND' });
    expect(await ask('joinChatBox', 'company-2-mainchannel')).toEqual({ ok: false, error: 'ERR_VALIDATION' });
    expect(await ask('joinTickets', 'open')).toEqual({ ok: true });
    expect(await ask('joinTickets', { toString: 'x' })).toEqual({ ok: false, error: 'ERR_VALIDATION' });
    expect(await ask('joinNotification')).toEqual({ ok: true });
    for (const event of ['joinChatBoxLeave', 'leaveChatBox']) expect(await ask(event, 7)).toEqual({ ok: true });
    for (const event of ['joinTicketsLeave', 'leaveTickets']) expect(await ask(event, 'open')).toEqual({ ok: true });
    for (const event of ['joinNotificationLeave', 'leaveNotification']) expect(await ask(event)).toEqual({ ok: true });
  });

  it('survives a database that is away, and a client that joins without end', async () => {
    const { url } = await serve({ mayJoinTicket: () => Promise.reject(new Error('away')) });
    const { socket } = connect(url, '/', tokenOf(A));
    expect(await socket.emitWithAck('joinChatBox', 7)).toEqual({ ok: false, error: 'ERR_UNAVAILABLE' });
    const answers: unknown[] = [];
    for (let i = 0; i < 60; i += 1) answers.push(await socket.emitWithAck('joinTickets', `list-${i}`));
    expect(answers.at(0)).toEqual({ ok: true });
    expect(answers.at(-1)).toEqual({ ok: false, error: 'ERR_RATE_LIMITED' });
  });
});

describe('recovery', () => {
  it('gives back what was missed while the network was away', async () => {
    const { realtime, url } = await serve();
    const client = connect(url, '/', tokenOf(A));
    await client.hears('ready');
    realtime.publish(A, marker, {});
    await client.hears('company-1-marker');
    client.socket.io.reconnection(true).reconnectionDelay(10);
    client.socket.io.engine.close();
    realtime.publish(A, campaign, { action: 'missed' });
    expect(await client.hears('company-1-campaign')).toEqual({ action: 'missed' });
    expect(client.socket.recovered).toBe(true);
  });

  it.each(['memory', 'redis'])("never gives a session of one company the events of another (%s)", async (kind) => {
    const redis = kind === 'redis' ? openRedis() : null;
    const { realtime, url } = await serve({ redis });
    const own = connect(url, '/workspace-1', tokenOf(A));
    await own.hears('ready');
    const ofB = connect(url, '/workspace-2', tokenOf(B));
    await ofB.hears('ready');
    realtime.publish(A, marker, {});
    await own.hears('company-1-marker');
    // What the client library keeps to recover by.
    const { _pid: pid, _lastOffset: offset } = own.socket as unknown as { _pid: string; _lastOffset: string };
    own.socket.io.engine.close();
    realtime.publish(B, campaign, { action: 'secret' });
    await ofB.hears('company-2-campaign');

    const packets: string[] = [];
    const thief = connectClient(url, '/workspace-2', null);
    clients.push(thief);
    thief.socket.auth = { pid, offset };
    thief.socket.io.engine.on('packet', (packet: { data?: unknown }) => packets.push(String(packet.data)));
    expect(await outcomeOf(thief)).toBe('ERR_INVALID_TOKEN');
    expect(packets.join()).not.toContain('secret');
  });
});

it('joins processes through Redis, also one that serves no clients', async () => {
  const redis = openRedis();
  const [one, other] = [await serve({ redis }), await serve({ redis })];
  const worker = createSocketIo({ server: null, verifyToken: () => fail(), mayJoinTicket: async () => false, alive: () => undefined, redis, clock, log: silentLog, corsOrigins: [] });
  running.push(worker);
  const all = [...(await connectAll(one.url, A)), ...(await connectAll(other.url, A))];
  const stranger = connect(other.url, '/', tokenOf(B));
  await stranger.hears('ready');
  for (const from of [worker, one.realtime]) from.publish(A, campaign, { action: 'update' });
  for (const companyId of [A, B]) worker.publish(companyId, marker, {});
  one.realtime.publish(A, schedule, { action: 'last' });
  await Promise.all([...all.flatMap((client) => [client.hears('company-1-marker'), client.hears('company-1-schedule')]), stranger.hears('company-2-marker')]);
  expect(counts(all, 'company-1-campaign')).toEqual([2, 2, 2, 2, 2, 2]);
  expect(counts([stranger], 'company-1-campaign')).toEqual([0]);
});

function disconnectOf({ socket }: TestClient): Promise<string> {
  return new Promise((resolve) => socket.once('disconnect', resolve));
}

function fail(): never {
  throw new Error('A worker has no clients');
}
