/** The feature as its callers see it: over HTTP on a real database, with a real simulator behind it. */
import express, { type Express } from 'express';
import request from 'supertest';
import { systemClock } from '../../kernel/clock';
import type { CompanyId, UserId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { createChannels } from '../../platform/channels/channels';
import type { Simulator } from '../../platform/channels/simulator';
import { openSimulator } from '../../platform/channels/simulator/open-simulator';
import { createSimulatorChannel } from '../../platform/channels/simulator/simulator-channel';
import { hashToken } from '../../platform/http/auth';
import { errorHandler } from '../../platform/http/error-handler';
import { idempotencyStore } from '../../platform/http/idempotency';
import { mountRoutes } from '../../platform/http/mount';
import { rateLimiter } from '../../platform/http/rate-limit';
import { createTokens } from '../../platform/http/tokens';
import { buildCampaign, buildCompany, buildConnection, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { ConnectionStatus, createConnections, type Connections } from './index';

let database: TestDatabase;
let simulator: Simulator;
let connections: Connections;
let app: Express;
let ours: CompanyId;
let theirs: CompanyId;
let admin: string;
let agent: string;
let stranger: string;

const tokens = createTokens({ access: 'a'.repeat(32), refresh: 'b'.repeat(32) }, systemClock);
const bearer = (companyId: CompanyId, userId: UserId, profile: 'admin' | 'user') =>
  `Bearer ${tokens.issueAccess({ companyId, userId, profile, super: false }, 'Ana')}`;
const as = (authorization: string) => {
  const call = (method: 'get' | 'post' | 'put' | 'delete') => (path: string, body?: object) =>
    request(app)[method](path).set('authorization', authorization).set('accept-language', 'en').send(body);
  return { get: call('get'), post: call('post'), put: call('put'), delete: call('delete') };
};

beforeAll(async () => {
  database = await testDatabase();
  simulator = openSimulator({ file: ':memory:', clock: systemClock, log: silentLog });
  const channels = createChannels({ simulator: createSimulatorChannel({ simulator, log: silentLog }) });
  const feature = createConnections({ db: database.db, transact: database.transact, channels, simulator, laneOf: async () => ({ waiting: null, today: { sent: 3, cap: 50 } }) });
  connections = feature;
  app = express();
  app.use(
    mountRoutes(feature.routes ?? [], {
      auth: { tokens, findConnection: (hash) => feature.findByTokenHash(hash) },
      idempotency: idempotencyStore(database.db),
      limiterOf: rateLimiter(null, silentLog),
    }),
  );
  app.use(
    errorHandler({
      log: silentLog,
      texts: feature.texts ?? {},
      report: (error) => {
        throw error;
      },
    }),
  );
});
afterAll(async () => {
  await simulator.close();
  await database.close();
});

beforeEach(async () => {
  const { db, released } = database;
  [ours, theirs] = [await buildCompany(db), await buildCompany(db)];
  const [boss, worker, other] = [await buildUser(db, ours), await buildUser(db, ours), await buildUser(db, theirs)];
  admin = bearer(ours, boss, 'admin');
  agent = bearer(ours, worker, 'user');
  stranger = bearer(theirs, other, 'admin');
  released.events.length = 0;
});

describe('a connection', () => {
  it('is made with its token, listed without, and told to the browsers', async () => {
    const made = await as(admin).post('/whatsapp/', {
      name: 'Vendas',
      number: '+55 (11) 98765-4321',
      limiterMax: 1,
      limiterDurationMs: 3000,
      windowStart: '08:00',
      windowEnd: '18:30',
      warmupSince: '2026-03-01',
      dailyCap: '',
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ name: 'Vendas', number: '5511987654321', channel: 'simulator', status: 'DISCONNECTED', isDefault: true, hasToken: true });
    expect(made.body.token).toMatch(/^esq_[\w-]{43}$/);
    const { token, ...view } = made.body as { token: string };
    expect((await as(agent).get('/whatsapp/')).body).toEqual([view]);
    expect(view).toMatchObject({ windowStart: '08:00', windowEnd: '18:30', warmupSince: '2026-03-01', limiterMax: 1, dailyCap: null, queues: [], qrcode: '' });
    expect(database.released.events).toEqual([{ companyId: ours, topic: 'whatsapp', payload: { action: 'create', whatsapp: view } }]);
    expect(JSON.stringify(database.released.events)).not.toContain(token);
    expect(await connections.findByTokenHash(hashToken(token))).toEqual({ companyId: ours, connectionId: made.body.id });
  });

  it('keeps what it says and does by itself, and which service queues it offers', async () => {
    const queue = (companyId: CompanyId, name: string) => insert(database.db, 'Queues', { companyId, name });
    const [sales, support, foreign] = [await queue(ours, 'Vendas'), await queue(ours, 'Suporte'), await queue(theirs, 'Deles')];
    const rules = { greetingMessage: 'Olá', timeSendQueue: 10, sendIdQueue: support, timeInactiveMessage: 30, expiresTicket: 60, whenExpiresTicket: 0, ratingMessage: 'De 1 a 5?', ratingTimeout: 90, groupAsTicket: true };
    const { body: made } = await as(admin).post('/whatsapp', { name: 'Vendas', ...rules, whenExpiresTicket: '0', queueIds: [sales, support] });
    expect(made).toMatchObject({ ...rules, outOfHoursMessage: '', expiresInBusinessHours: false, queues: [{ id: support, name: 'Suporte' }, { id: sales, name: 'Vendas' }] });
    const changed = await as(admin).put(`/whatsapp/${made.id}`, { queueIds: [sales], sendIdQueue: '' });
    expect(changed.body).toMatchObject({ queues: [{ id: sales }], sendIdQueue: null, greetingMessage: 'Olá', name: 'Vendas' });

    const refused = await as(admin).put(`/whatsapp/${made.id}`, { queueIds: [sales, foreign], sendIdQueue: foreign, name: 'Outro' });
    expect([refused.status, refused.body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)]).toEqual([422, ['queueIds.1 unknown_queue', 'sendIdQueue unknown_queue']]);
    const late = await as(admin).put(`/whatsapp/${made.id}`, { timeInactiveMessage: 60 });
    expect(late.body.errors).toMatchObject([{ path: 'timeInactiveMessage', code: 'nudge_after_end' }]);
    expect((await as(agent).get(`/whatsapp/${made.id}`)).body).toMatchObject({ name: 'Vendas', timeInactiveMessage: 30, queues: [{ id: sales }] });
  });

  it('tells what left by it today, what waits, and what the plan allows no more of', async () => {
    const { body: made } = await as(admin).post('/whatsapp', { name: 'Vendas' });
    const row = { companyId: ours, connectionId: made.id, recipient: '551', body: 'oi' };
    await insert(database.db, 'Deliveries', { ...row, kind: 'direct' });
    await insert(database.db, 'Deliveries', { ...row, kind: 'direct', state: 'sent' });
    const campaignId = await buildCampaign(database.db, ours, { whatsappId: made.id, status: 'EM_ANDAMENTO' });
    for (const recipient of ['552', '553']) await insert(database.db, 'Deliveries', { ...row, recipient, kind: 'campaign', campaignId });
    expect((await as(agent).get(`/whatsapp/${made.id}`)).body.lane).toEqual({ waiting: null, today: { sent: 3, cap: 50 }, pending: { direct: 1, campaign: 2 } });

    const planId = await insert(database.db, 'Plans', { name: `Um número ${Math.random()}`, connections: 1 });
    await database.db.query('UPDATE "Companies" SET "planId" = $1 WHERE "id" = $2', [planId, ours]);
    expect((await as(admin).post('/whatsapp', { name: 'Dois' })).body).toMatchObject({ status: 409, error: 'ERR_PLAN_CONNECTIONS' });
  });

  it('changes field by field, and what is not named stays', async () => {
    const { body: made } = await as(admin).post('/whatsapp', {
      name: 'Vendas',
      limiterMax: 1,
      limiterDurationMs: 3000,
      windowStart: '08:00',
      windowEnd: '18:00',
    });
    const changed = await as(admin).put(`/whatsapp/${made.id}`, { name: 'Suporte', windowStart: null, windowEnd: '' });
    expect(changed.body).toMatchObject({ name: 'Suporte', limiterMax: 1, limiterDurationMs: 3000, windowStart: null, windowEnd: null, isDefault: true });
  });

  it.each([
    [{ name: '' }, 'name', 'required'],
    [{ name: 'A', number: '12' }, 'number', 'invalid_number'],
    [{ name: 'A', windowStart: '25:00', windowEnd: '18:00' }, 'windowStart', 'invalid_clock_time'],
    [{ name: 'A', warmupSince: '2026-02-30' }, 'warmupSince', 'invalid_format'],
    [{ name: 'A', windowStart: '08:00' }, 'windowEnd', 'window_incomplete'],
    [{ name: 'A', limiterMax: 5 }, 'limiterDurationMs', 'limiter_incomplete'],
    [{ name: 'A', channel: 'pigeon' }, 'channel', 'ERR_UNKNOWN_CHANNEL'],
  ])('%j is refused at %s as %s', async (body, path, code) => {
    const refused = await as(admin).post('/whatsapp', body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toEqual([expect.objectContaining({ path, code })]);
  });

  it('refuses a name taken in the company, and only there', async () => {
    await as(admin).post('/whatsapp', { name: 'Vendas' });
    const { body: second } = await as(admin).post('/whatsapp', { name: 'Suporte' });
    expect((await as(admin).post('/whatsapp', { name: 'Vendas' })).body).toMatchObject({ status: 409, error: 'ERR_CONNECTION_NAME_EXISTS' });
    expect((await as(admin).put(`/whatsapp/${second.id}`, { name: 'Vendas' })).status).toBe(409);
    expect((await as(stranger).post('/whatsapp', { name: 'Vendas' })).status).toBe(200);
  });

  it('is the default alone, also when many are made at once', async () => {
    const made = await Promise.all(['A', 'B', 'C', 'D'].map((name) => as(admin).post('/whatsapp', { name, isDefault: true })));
    expect(made.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body: list } = await as(admin).get('/whatsapp');
    expect((list as { isDefault: boolean }[]).filter(({ isDefault }) => isDefault)).toHaveLength(1);
    const [first] = list as { id: number }[];
    await as(admin).put(`/whatsapp/${first!.id}`, { isDefault: true });
    const { body: now } = await as(admin).get('/whatsapp');
    expect((now as { id: number; isDefault: boolean }[]).filter(({ isDefault }) => isDefault)).toMatchObject([{ id: first!.id }]);
  });

  it('gets a new token, and the old one opens nothing', async () => {
    const { body: made } = await as(admin).post('/whatsapp', { name: 'Vendas' });
    const { body: renewed } = await as(admin).post(`/whatsapp/${made.id}/token`);
    expect(await connections.findByTokenHash(hashToken(made.token))).toBeNull();
    expect(await connections.findByTokenHash(hashToken(renewed.token))).toEqual({ companyId: ours, connectionId: made.id });
  });

  it('opens and closes its session, and tells both events', async () => {
    const { body: made } = await as(admin).post('/whatsapp', { name: 'Vendas' });
    database.released.events.length = 0;
    expect((await as(admin).post(`/whatsappsession/${made.id}`)).body.status).toBe(ConnectionStatus.connected);
    expect(database.released.events.map(({ topic }) => topic)).toEqual(['whatsapp', 'whatsappSession']);
    expect((await as(admin).delete(`/whatsappsession/${made.id}`)).body.status).toBe(ConnectionStatus.disconnected);
    expect((await as(admin).put(`/whatsappsession/${made.id}`)).body.status).toBe(ConnectionStatus.connected);
  });

  it('starts no session on a channel that is not here', async () => {
    const id = await buildConnection(database.db, ours, { channel: 'pigeon' });
    expect((await as(admin).post(`/whatsappsession/${id}`)).status).toBe(422);
    expect((await as(admin).delete(`/whatsappsession/${id}`)).status).toBe(200);
  });

  it.each([
    ['PROGRAMADA', 409],
    ['EM_ANDAMENTO', 409],
    ['PAUSADA', 409],
    ['FINALIZADA', 200],
    ['INATIVA', 200],
  ])('with a campaign %s answers a deletion with %i', async (status, answer) => {
    const id = await buildConnection(database.db, ours);
    await buildCampaign(database.db, ours, { whatsappId: id, status });
    const deleted = await as(admin).delete(`/whatsapp/${id}`);
    expect(deleted.status).toBe(answer);
    if (answer === 200) expect(database.released.events).toEqual([{ companyId: ours, topic: 'whatsapp', payload: { action: 'delete', whatsappId: id } }]);
    expect((await as(admin).get(`/whatsapp/${id}`)).status).toBe(answer === 200 ? 404 : 200);
  });
});

describe('who may', () => {
  it('an agent reads and does not write', async () => {
    const id = await buildConnection(database.db, ours);
    expect((await as(agent).get(`/whatsapp/${id}`)).status).toBe(200);
    const writes = [as(agent).post('/whatsapp', { name: 'A' }), as(agent).put(`/whatsapp/${id}`, {}), as(agent).delete(`/whatsapp/${id}`)];
    const others = [as(agent).post(`/whatsapp/${id}/token`), as(agent).post(`/whatsappsession/${id}`), as(agent).get('/simulator/messages')];
    for (const { status } of await Promise.all([...writes, ...others])) expect(status).toBe(403);
  });

  it('nobody reaches a connection of another company', async () => {
    const id = await buildConnection(database.db, ours);
    await simulator.send({ companyId: ours, connectionId: id, to: '5511987654321', isGroup: false, reference: 'd-1', body: 'segredo', mediaName: null });
    const { get, post, put, delete: remove } = as(stranger);
    const foreign = [
      get(`/whatsapp/${id}`),
      put(`/whatsapp/${id}`, { name: 'X' }),
      remove(`/whatsapp/${id}`),
      post(`/whatsapp/${id}/token`),
      post(`/whatsappsession/${id}`),
      get(`/simulator/messages?connectionId=${id}`),
      remove(`/simulator/messages?connectionId=${id}`),
      get(`/simulator/faults?connectionId=${id}`),
      put('/simulator/faults', { connectionId: id, failRate: 1 }),
      post('/simulator/inbound', { connectionId: id, from: '5521912345678', body: 'Oi' }),
    ];
    for (const { status, text } of await Promise.all(foreign)) {
      expect(status).toBe(404);
      expect(text).not.toContain('segredo');
    }
    expect((await get('/whatsapp')).body).toEqual([]);
    expect((await get('/simulator/messages')).body).toEqual({ messages: [], cursor: null });
    expect((await remove('/simulator/messages')).body).toEqual({ cleared: 0 });
    expect((await put('/simulator/faults', { failRate: 1 })).body).toEqual([]);
    expect(await simulator.faults(id)).toMatchObject({ failRate: 0 });
    expect(await simulator.messages({ connectionIds: [id], limit: 1 })).toHaveLength(1);
  });
});

describe('the simulator', () => {
  it('shows what it accepted, page by page, and forgets it', async () => {
    const id = await buildConnection(database.db, ours);
    for (const reference of ['d-1', 'd-2', 'd-2']) {
      await simulator.send({ companyId: ours, connectionId: id, to: '5511987654321', isGroup: false, reference, body: 'Olá', mediaName: 'tabela.pdf' });
    }
    const { body: first } = await as(admin).get(`/simulator/messages?connectionId=${id}&limit=2`);
    expect(first.messages).toMatchObject([
      { clientRef: 'd-1', connectionId: id, to: '5511987654321', body: 'Olá', mediaName: 'tabela.pdf', outcome: 'accepted', status: 'accepted' },
      { clientRef: 'd-2' },
    ]);
    const { body: second } = await as(admin).get(`/simulator/messages?to=5511987654321&limit=2&cursor=${first.cursor}`);
    expect(second).toMatchObject({ messages: [{ clientRef: 'd-2' }], cursor: null });
    expect((await as(admin).delete('/simulator/messages')).body).toEqual({ cleared: 3 });
  });

  it('fails as it is told, on the connections of the company', async () => {
    const [one, two] = [await buildConnection(database.db, ours), await buildConnection(database.db, ours)];
    expect((await as(admin).put('/simulator/faults', { failRate: 1, errorCode: 190 })).body).toMatchObject([
      { connectionId: one, failRate: 1, errorCode: '190' },
      { connectionId: two, failRate: 1 },
    ]);
    await as(admin).put('/simulator/faults', { connectionId: two });
    expect((await as(admin).get('/simulator/faults')).body).toMatchObject([
      { connectionId: one, failRate: 1 },
      { connectionId: two, failRate: 0 },
    ]);
    expect((await as(admin).put('/simulator/faults', { failRat: 1 })).status).toBe(422);
  });

  it('lets a person write to a connection', async () => {
    const id = await buildConnection(database.db, ours);
    expect((await as(admin).post('/simulator/inbound', { connectionId: id, from: '5521912345678', body: 'Oi' })).status).toBe(202);
    const events = await simulator.take({ limit: 100, waitMs: 0, signal: new AbortController().signal });
    expect(events.map(({ event }) => event)).toContainEqual(expect.objectContaining({ type: 'message', connectionId: id, from: '5521912345678', text: 'Oi' }));
  });

  it('has no routes where it is switched off', () => {
    const { routes } = createConnections({ db: database.db, transact: database.transact, channels: createChannels({}), laneOf: async () => null });
    expect(routes?.filter(({ path }) => path.startsWith('/simulator'))).toEqual([]);
  });
});
