import request from 'supertest';
import type { CompanyId, TagId, UserId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildContact, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createTickets } from '.';
import { faultOfNext } from './tag.rules';

let database: TestDatabase;
let t: TestApp;
let company: CompanyId;
let user: UserId;

beforeAll(async () => {
  database = await testDatabase();
  t = testApp({ db: database.db, features: [createTickets(database)] });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
  company = await buildCompany(database.db);
  user = await buildUser(database.db, company);
  database.released.events.length = 0;
});

type Who = { companyId?: CompanyId; userId?: number; profile?: 'user' | 'admin' };
const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, body: object = {}, who: Who = {}) =>
  request(t.app)[method](path).set('Authorization', t.bearer({ companyId: company, userId: user, ...who })).send(body);
const lane = async (name: string, over: object = {}) => (await call('post', '/tags', { name, kanban: 1, ...over })).body as { id: number };
const tag = async (name: string) => (await call('post', '/tags', { name })).body as { id: number };
const ticket = async (over: object = {}) => insert(database.db, 'Tickets', { companyId: company, contactId: await buildContact(database.db, company), status: 'open', ...over });
const tagsOf = async (id: number) => (await database.db.query<{ tagId: number }>('SELECT "tagId" FROM "TicketTags" WHERE "ticketId" = $1 ORDER BY 1', [id])).map((row) => row.tagId);
const lanesMovedInLog = () => database.db.query('SELECT "ticketId", "userId", "detail" FROM "LogTickets" WHERE "type" = \'lane\' ORDER BY "id"');

describe('which lane may lead where', () => {
  const lanes = (...next: (number | null)[]) => next.map((nextLaneId, i) => ({ id: (i + 1) as TagId, kanban: i !== 3, nextLaneId: nextLaneId as TagId | null }));
  it.each<[string, number | null, number, boolean, string | null]>([
    ['forward', 3, 4, true, 'unknown_lane'],
    ['to itself', 1, 1, true, 'lane_cycle'],
    ['back to the first', 3, 1, true, 'lane_cycle'],
    ['to its own next again', 1, 2, true, null],
    ['to one that is not there', 1, 99, true, 'unknown_lane'],
    ['from a tag that is no lane', 4, 1, false, 'not_a_lane'],
    ['from a new one, to the middle', null, 2, true, null],
  ])('%s', (_, id, next, kanban, code) => {
    expect(faultOfNext(lanes(2, 3, null, null), id as TagId | null, kanban, next as TagId)?.code ?? null).toBe(code);
  });
});

describe('tags', () => {
  it('are made, found, changed and removed, and told', async () => {
    const { id } = await tag('VIP');
    await lane('Novo');
    expect((await call('get', '/tags?kanban=0')).body).toMatchObject({ count: 1, hasMore: false, tags: [{ id, name: 'VIP', kanban: false, ticketsCount: 0 }] });
    expect((await call('get', '/tags?searchParam=nov')).body).toMatchObject({ count: 1, tags: [{ name: 'Novo' }] });
    expect((await call('get', '/tags/list')).body).toHaveLength(2);
    expect((await call('put', `/tags/${id}`, { color: '#112233' })).body).toMatchObject({ name: 'VIP', color: '#112233' });
    expect((await call('post', '/tags', { name: 'VIP' })).body).toMatchObject({ status: 409, error: 'ERR_TAG_NAME_EXISTS' });
    expect((await call('delete', `/tags/${id}`)).body).toEqual({ id, cutLaneIds: [] });
    expect((await call('get', `/tags/${id}`)).status).toBe(404);
    expect(database.released.events.map(({ topic, payload }) => [topic, (payload as { action: string }).action])).toEqual(['create', 'create', 'update', 'delete'].map((action) => ['tag', action]));
  });

  it('are an admin\'s to make, and lanes a matter of the plan', async () => {
    expect((await call('post', '/tags', { name: 'x' }, { profile: 'user' })).status).toBe(403);
    const planId = await insert(database.db, 'Plans', { name: `Sem quadro ${Math.random()}`, useKanban: false });
    await database.db.query('UPDATE "Companies" SET "planId" = $1', [planId]);
    expect((await call('post', '/tags', { name: 'Coluna', kanban: true })).body).toMatchObject({ status: 409, error: 'ERR_PLAN_KANBAN' });
    expect((await call('post', '/tags', { name: 'Etiqueta' })).status).toBe(201);
  });

  it('cannot change their kind while tickets carry them or lanes lead to them', async () => {
    const [target, plain] = [await lane('Alvo'), await tag('Etiqueta')];
    await lane('Antes', { nextLaneId: target.id });
    expect((await call('put', `/tags/${target.id}`, { kanban: 0 })).body).toMatchObject({ error: 'ERR_TAG_IN_USE' });
    await call('put', `/ticket-tags/${await ticket()}/${plain.id}`);
    expect((await call('put', `/tags/${plain.id}`, { kanban: 1 })).body).toMatchObject({ error: 'ERR_TAG_IN_USE' });
  });
});

describe('lanes', () => {
  it('lead to lanes of the company only, and never round', async () => {
    const [a, b] = [await lane('A'), await lane('B')];
    const other = await buildCompany(database.db);
    const foreign = await insert(database.db, 'Tags', { companyId: other, name: 'Deles', kanban: true });
    for (const [nextLaneId, code] of [[foreign, 'unknown_lane'], [a.id, 'lane_cycle']] as const) {
      expect((await call('put', `/tags/${a.id}`, { nextLaneId })).body).toMatchObject({ status: 422, errors: [{ path: 'nextLaneId', code }] });
    }
    expect((await call('put', `/tags/${a.id}`, { nextLaneId: b.id, timeLane: 24 })).body).toMatchObject({ nextLaneId: b.id, timeLane: 24 });
    expect((await call('put', `/tags/${b.id}`, { nextLaneId: a.id })).body.errors).toMatchObject([{ code: 'lane_cycle' }]);
    // Whoever writes past the API meets the foreign key.
    await expect(database.db.query('UPDATE "Tags" SET "nextLaneId" = $1 WHERE "id" = $2', [foreign, a.id])).rejects.toThrow(/foreign key/);
  });

  it('never go round when both edits come at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await lane(`A${round}`), await lane(`B${round}`)];
      const answers = await Promise.all([call('put', `/tags/${a.id}`, { nextLaneId: b.id }), call('put', `/tags/${b.id}`, { nextLaneId: a.id })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
  });

  it('that led to a removed one lead nowhere, and the answer says which', async () => {
    const last = await lane('Fim');
    const first = await lane('Início', { nextLaneId: last.id });
    expect((await call('delete', `/tags/${last.id}`)).body).toEqual({ id: last.id, cutLaneIds: [first.id] });
    expect((await call('get', `/tags/${first.id}`)).body).toMatchObject({ nextLaneId: null });
  });
});

describe('moving a ticket', () => {
  it('replaces the lane, keeps other tags, logs, tells, and answers how to undo it', async () => {
    const [from, to, vip, id] = [await lane('Novo'), await lane('Em andamento'), await tag('VIP'), await ticket()];
    await call('put', `/ticket-tags/${id}/${vip.id}`);
    expect((await call('put', `/ticket-tags/${id}/${from.id}`)).body).toMatchObject({ previousLaneId: null, ticket: { id } });
    database.released.events.length = 0;
    const { body } = await call('put', `/ticket-tags/${id}/${to.id}`);
    expect([body.previousLaneId, body.ticket.tags.map(({ name }: { name: string }) => name).sort()]).toEqual([from.id, ['Em andamento', 'VIP']]);
    expect(database.released.events).toMatchObject([{ topic: 'ticket', payload: { action: 'update', ticketId: id } }]);
    await call('put', `/ticket-tags/${id}/${body.previousLaneId}`);
    expect(await lanesMovedInLog()).toEqual([[null, from.id], [from.id, to.id], [to.id, from.id]].map(([fromTagId, toTagId]) => ({ ticketId: id, userId: user, detail: { fromTagId, toTagId } })));
    expect((await call('delete', `/ticket-tags/${id}`)).body).toMatchObject({ previousLaneId: from.id });
    expect(await tagsOf(id)).toEqual([vip.id]);
    await call('delete', `/ticket-tags/${id}/${vip.id}`);
    expect(await tagsOf(id)).toEqual([]);
  });

  it('leaves its lane without waiting for somebody who removes another of its tags', async () => {
    const [from, vip, id] = [await lane('De'), await tag('VIP'), await ticket()];
    await call('put', `/ticket-tags/${id}/${vip.id}`);
    await call('put', `/ticket-tags/${id}/${from.id}`);
    await database.transact(async (tx) => {
      await tx.query('SELECT 1 FROM "Tags" WHERE "id" = $1 FOR UPDATE', [vip.id]);
      expect((await call('delete', `/ticket-tags/${id}`)).body).toMatchObject({ previousLaneId: from.id });
    });
    expect(await tagsOf(id)).toEqual([vip.id]);
  });

  it('ends in one lane when two move it at once', async () => {
    const [a, b, id] = [await lane('A'), await lane('B'), await ticket()];
    const answers = await Promise.all([a, b, a, b].map((one) => call('put', `/ticket-tags/${id}/${one.id}`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await tagsOf(id)).toHaveLength(1);
  });

  it('takes nothing of another company, and nothing that the caller does not see', async () => {
    const other = await buildCompany(database.db);
    const foreign = await insert(database.db, 'Tags', { companyId: other, name: 'Deles' });
    const id = await ticket({ userId: await buildUser(database.db, company) });
    expect((await call('put', `/ticket-tags/${id}/${foreign}`)).status).toBe(404);
    expect((await call('put', `/ticket-tags/${id}/${(await tag('x')).id}`, {}, { profile: 'user' })).status).toBe(403);
    expect((await call('post', '/tags/sync', { ticketId: id, tags: [foreign] })).body.errors).toMatchObject([{ path: 'tags.0', code: 'unknown_tag' }]);
  });

  it('gives exactly the tags of a list, in the shape front ends hold them', async () => {
    const [vip, late, a, b, id] = [await tag('VIP'), await tag('Atrasado'), await lane('A'), await lane('B'), await ticket()];
    await call('put', `/ticket-tags/${id}/${late.id}`);
    await call('post', '/tags/sync', { ticketId: id, tags: [{ id: vip.id, name: 'VIP' }, a.id, a.id] });
    expect(await tagsOf(id)).toEqual([vip.id, a.id].sort((x, y) => x - y));
    expect((await call('post', '/tags/sync', { ticketId: id, tags: [a.id, b.id] })).body.errors).toMatchObject([{ path: 'tags', code: 'two_lanes' }]);
    await call('post', '/tags/sync', { ticketId: id, tags: [] });
    expect(await tagsOf(id)).toEqual([]);
  });
});

describe('the board', () => {
  it('shows the first tickets of each lane, counts all, and goes on by cursor', async () => {
    const [first, second] = [await lane('Primeira', { position: 1 }), await lane('Segunda', { position: 2 })];
    const ids: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      ids.unshift(await ticket());
      await call('put', `/ticket-tags/${ids[0]}/${first.id}`);
    }
    const free = await ticket();
    await ticket({ status: 'closed' });
    const { lanes } = (await call('get', '/ticket/kanban?limit=2')).body as { lanes: { lane: { id: number } | null; tickets: { id: number }[]; count: number; cursor: string | null }[] };
    expect(lanes.map(({ lane: one, tickets, count }) => [one?.id ?? null, tickets.map(({ id }) => id), count])).toEqual([
      [null, [free], 1], [first.id, ids.slice(0, 2), 5], [second.id, [], 0],
    ]);
    const seen: number[] = [];
    for (let cursor = lanes[1]!.cursor; cursor !== null; ) {
      const [page] = (await call('get', `/ticket/kanban?limit=2&laneId=${first.id}&cursor=${cursor}`)).body.lanes;
      seen.push(...page.tickets.map(({ id }: { id: number }) => id));
      cursor = page.cursor;
    }
    expect(seen).toEqual(ids.slice(2));
    expect((await call('get', '/ticket/kanban?laneId=0')).body.lanes).toMatchObject([{ lane: null, count: 1 }]);
    expect((await call('get', '/ticket/kanban?laneId=999999')).status).toBe(404);
    expect((await call('get', '/tag/kanban')).body.lista).toMatchObject([{ id: first.id, ticketsCount: 5 }, { id: second.id }]);
  });

  it('shows a user what he sees elsewhere', async () => {
    await ticket({ userId: await buildUser(database.db, company) });
    const own = await ticket({ userId: user });
    const { lanes } = (await call('get', '/ticket/kanban', {}, { profile: 'user' })).body;
    expect([lanes[0].count, lanes[0].tickets.map(({ id }: { id: number }) => id)]).toEqual([1, [own]]);
  });
});

describe('service queues', () => {
  it('carry members, hours and the router, in their order', async () => {
    const hours = [{ weekday: 1, open: '09:00', close: '18:00' }];
    const { body } = await call('post', '/queue', { name: 'Vendas', orderQueue: 2, userIds: [user], hours, greetingMessage: 'Olá', ativarRoteador: true, tempoRoteador: 5 });
    expect(body).toMatchObject({ name: 'Vendas', userIds: [user], hours, greetingMessage: 'Olá', ativarRoteador: true, tempoRoteador: 5, warnings: [] });
    await call('post', '/queue', { name: 'Suporte', orderQueue: 1 });
    expect((await call('get', '/queue')).body.map(({ name }: { name: string }) => name)).toEqual(['Suporte', 'Vendas']);
    expect((await call('put', `/queue/${body.id}`, { userIds: [] })).body).toMatchObject({ userIds: [], hours, warnings: ['router_without_members'] });
  });

  it('refuse a router without time, members of another company, and more than the plan allows', async () => {
    expect((await call('post', '/queue', { name: 'x', ativarRoteador: true })).body.errors).toMatchObject([{ path: 'tempoRoteador', code: 'router_without_time' }]);
    const stranger = await buildUser(database.db, await buildCompany(database.db));
    expect((await call('post', '/queue', { name: 'x', userIds: [user, stranger] })).body.errors).toMatchObject([{ path: 'userIds.1', code: 'unknown_user' }]);
    const planId = await insert(database.db, 'Plans', { name: `Um setor ${Math.random()}`, queues: 1 });
    await database.db.query('UPDATE "Companies" SET "planId" = $1', [planId]);
    expect((await call('post', '/queue', { name: 'Um' })).status).toBe(200);
    expect((await call('post', '/queue', { name: 'Dois' })).body).toMatchObject({ error: 'ERR_PLAN_QUEUES' });
  });
});
