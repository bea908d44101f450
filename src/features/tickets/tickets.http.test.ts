/** The routes, over HTTP on a real database. */
import request from 'supertest';
import type { CompanyId, ConnectionId, TicketId, UserId } from '../../kernel/ids';
import { openApiDocument } from '../../platform/http/openapi';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildConnection, buildUser } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createTickets } from '.';

let test: TestDatabase;
let tickets: ReturnType<typeof createTickets>;
let http: TestApp;
let company: CompanyId;
let other: CompanyId;
let connection: ConnectionId;

beforeAll(async () => {
  test = await testDatabase();
  tickets = createTickets({ db: test.db, transact: test.transact });
  http = testApp({ db: test.db, features: [tickets] });
});
afterAll(() => test.close());
beforeEach(async () => {
  [company, other] = [await buildCompany(test.db), await buildCompany(test.db)];
  connection = await buildConnection(test.db, company);
  test.released.events.length = 0;
});
afterEach(() => expect(http.reported).toEqual([]));

type Who = { companyId?: CompanyId; profile?: 'user' | 'admin'; userId?: number };
const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, who: Who = {}) =>
  request(http.app)[method](path).set('Authorization', http.bearer({ companyId: company, ...who })).set('Accept-Language', 'en');
const list = async (query: string, who: Who = {}) => (await call('get', `/tickets?${query}`, who).expect(200)).body as { tickets: { id: TicketId }[]; count: number; hasMore: boolean };
const ids = ({ tickets: rows }: { tickets: { id: TicketId }[] }) => rows.map(({ id }) => id);

let serial = 0;
async function inbound(over: { from?: string; pushName?: string } = {}): Promise<TicketId> {
  serial += 1;
  const message = { companyId: company, connectionId: connection, isGroup: false, text: 'Oi', providerMessageId: `m${serial}`, at: new Date() };
  const from = over.from ?? `551199${String(1_000_000 + serial)}`;
  return (await test.transact((tx) => tickets.recordInbound(tx, { ...message, pushName: over.pushName ?? null, from }))).ticketId;
}
const change = (id: TicketId, body: object, who: Who = {}) => call('put', `/tickets/${id}`, who).send(body);

describe('GET /tickets', () => {
  it('gives pages, last moved first', async () => {
    const all: TicketId[] = [];
    for (let i = 0; i < 23; i += 1) all.unshift(await inbound());
    const first = await list('status=pending&pageNumber=1');
    const second = await list('status=pending&pageNumber=2');
    expect([...ids(first), ...ids(second)]).toEqual(all);
    expect([first.count, first.hasMore, second.count, second.hasMore]).toEqual([23, true, 23, false]);
    expect(first.tickets[0]).toMatchObject({ status: 'pending', unreadMessages: 1, lastMessage: 'Oi', contact: { number: expect.any(String) }, whatsapp: { id: connection }, queue: null, user: null });
  });

  it('filters as front ends of the family ask', async () => {
    const [ana, rui] = [await buildUser(test.db, company), await buildUser(test.db, company)];
    const { body: queue } = await call('post', '/queue').send({ name: 'Vendas' });
    const { body: finance } = await call('post', '/queue').send({ name: 'Financeiro' });
    const [ofAna, ofRui, free, closed] = [await inbound({ pushName: 'Bia 100%' }), await inbound({ pushName: 'Bia 100 reais' }), await inbound({ from: '5581977776666' }), await inbound()];
    await change(ofAna, { status: 'open', userId: ana, queueId: queue.id });
    await change(ofRui, { status: 'open', userId: rui, queueId: finance.id });
    await change(closed, { status: 'closed' });
    const found = async (query: string, who: Who = {}) => ids(await list(query, who)).sort((a, b) => a - b);
    expect(await found('status=open')).toEqual([ofAna, ofRui]);
    expect(await found('status=closed')).toEqual([closed]);
    expect(await found(`queueIds=${encodeURIComponent(`[${queue.id}]`)}`)).toEqual([ofAna, free, closed]);
    expect(await found(`users=[${rui}]&queueIds=[]`)).toEqual([ofRui]);
    expect(await found('searchParam=977776')).toEqual([free]);
    expect(await found('searchParam=100%25')).toEqual([ofAna]);
    expect(await found('withUnreadMessages=true')).toEqual([ofAna, ofRui, free]);
    expect(await found('status=', { profile: 'user', userId: ana })).toEqual([ofAna, free, closed]);
    expect(await found('showAll=true', { profile: 'user', userId: ana })).toEqual([ofAna, free, closed]);
    await test.db.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, 'showAllTickets', '"enabled"')`, [company]);
    expect(await found('showAll=true', { profile: 'user', userId: ana })).toEqual([ofAna, ofRui, free, closed]);
    expect(await found('status=', { profile: 'user', userId: ana })).toEqual([ofAna, free, closed]);
  });

  it.each(['status=lost', 'queueIds=[x]', 'users=1', 'pageNumber=0', 'showAll=maybe'])('refuses ?%s', async (query) => {
    await call('get', `/tickets?${query}`).expect(422);
  });
});

describe('one ticket', () => {
  it('is found by id and by uuid', async () => {
    const id = await inbound();
    const { body } = await call('get', `/tickets/${id}`).expect(200);
    expect((await call('get', `/tickets/u/${body.uuid}`).expect(200)).body).toEqual(body);
  });

  it('is not there for another company, in whatever way it is asked for', async () => {
    const id = await inbound();
    const { body } = await call('get', `/tickets/${id}`);
    const stranger = { companyId: other };
    await call('get', `/tickets/${id}`, stranger).expect(404);
    await call('get', `/tickets/u/${body.uuid}`, stranger).expect(404);
    await change(id, { status: 'closed' }, stranger).expect(404);
    await call('get', '/tickets/99999999999').expect(422);
    expect((await list('', stranger)).count).toBe(0);
    await expect(tickets.get(other, id)).rejects.toMatchObject({ status: 404 });
    const admin = { userId: 1 as UserId, profile: 'admin', super: false } as const;
    expect(await tickets.mayJoinTicket({ companyId: other, ...admin }, id)).toBe(false);
    expect(await tickets.mayJoinTicket({ companyId: company, ...admin }, id)).toBe(true);
  });

  it('moves, and tells the browsers', async () => {
    const id = await inbound();
    const userId = await buildUser(test.db, company);
    test.released.events.length = 0;
    const { body } = await change(id, { status: 'open', userId }).expect(200);
    expect(body).toMatchObject({ status: 'open', userId, queueId: null });
    expect(test.released.events).toEqual([{ companyId: company, topic: 'ticket', payload: { action: 'update', ticketId: id, ticket: body } }]);
    expect((await change(id, { userId: null })).body).toMatchObject({ status: 'open', userId: null });
    expect((await change(id, { status: 'closed' })).body).toMatchObject({ status: 'closed', unreadMessages: 0 });
  });

  it('goes to nobody of another company', async () => {
    const id = await inbound();
    const userId = await buildUser(test.db, other);
    const { body: queue } = await call('post', '/queue', { companyId: other }).send({ name: 'Vendas' });
    expect((await change(id, { userId }).expect(422)).body.errors).toMatchObject([{ path: 'userId', message: 'There is no such user. Choose one of the list.' }]);
    expect((await change(id, { queueId: queue.id }).expect(422)).body.errors).toMatchObject([{ path: 'queueId' }]);
  });

  it('is not reopened beside a living one, even when both are tried at once', async () => {
    const from = '5511900009999';
    const first = await inbound({ from });
    await change(first, { status: 'closed' });
    const second = await inbound({ from });
    expect((await change(first, { status: 'open' }).expect(409)).body).toMatchObject({ error: 'ERR_OTHER_OPEN_TICKET' });
    await change(second, { status: 'closed' });
    const answers = await Promise.all([change(first, { status: 'open' }), change(second, { status: 'open' }), inbound({ from })]);
    expect(answers.slice(0, 2).filter((answer) => (answer as { status: number }).status === 200).length).toBeLessThanOrEqual(1);
    expect(await test.db.query(`SELECT 1 FROM "Tickets" WHERE "companyId" = $1 AND "status" <> 'closed'`, [company])).toHaveLength(1);
  });
});

describe('service queues', () => {
  it('are made, listed, changed and removed by an admin', async () => {
    const { body: queue } = await call('post', '/queue').send({ name: ' Vendas ' }).expect(200);
    expect(queue).toMatchObject({ id: expect.any(Number), companyId: company, name: 'Vendas', color: '#228be6' });
    expect((await call('put', `/queue/${queue.id}`).send({ color: '#ff0000' })).body).toEqual({ ...queue, color: '#ff0000' });
    expect((await call('get', '/queue', { profile: 'user' })).body).toEqual([{ ...queue, color: '#ff0000' }]);
    expect((await call('get', `/queue/${queue.id}`)).body.name).toBe('Vendas');
    await call('delete', `/queue/${queue.id}`).expect(200, { id: queue.id });
    await call('get', `/queue/${queue.id}`).expect(404);
    expect(test.released.events.map(({ payload }) => (payload as { action: string }).action)).toEqual(['create', 'update', 'delete']);
  });

  it('leave their tickets behind when they are removed', async () => {
    const id = await inbound();
    const { body: queue } = await call('post', '/queue').send({ name: 'Vendas' });
    await change(id, { queueId: queue.id });
    await call('delete', `/queue/${queue.id}`).expect(200);
    expect((await call('get', `/tickets/${id}`)).body).toMatchObject({ queueId: null, queue: null });
  });

  it('have names of their own', async () => {
    await call('post', '/queue').send({ name: 'Vendas' });
    const { body: second } = await call('post', '/queue').send({ name: 'Financeiro' });
    expect((await call('post', '/queue').send({ name: 'Vendas' }).expect(409)).body.error).toBe('ERR_QUEUE_NAME_EXISTS');
    await call('put', `/queue/${second.id}`).send({ name: 'Vendas' }).expect(409);
    await call('post', '/queue', { companyId: other }).send({ name: 'Vendas' }).expect(200);
    expect((await call('post', '/queue').send({ name: '', color: 'red' }).expect(422)).body).toMatchObject({ errors: [{ path: 'name' }, { path: 'color' }] });
  });

  it('are nobody else’s', async () => {
    const { body: queue } = await call('post', '/queue').send({ name: 'Vendas' });
    const stranger = { companyId: other };
    expect((await call('get', '/queue', stranger)).body).toEqual([]);
    await call('get', `/queue/${queue.id}`, stranger).expect(404);
    await call('put', `/queue/${queue.id}`, stranger).send({ name: 'x' }).expect(404);
    await call('delete', `/queue/${queue.id}`, stranger).expect(404);
    await call('post', '/queue', { profile: 'user' }).send({ name: 'x' }).expect(403);
  });
});

it('describes its routes', () => {
  expect(() => openApiDocument(tickets.routes ?? [], '1.0.0')).not.toThrow();
});
