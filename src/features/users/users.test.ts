import request from 'supertest';
import type { CompanyId, UserId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildContact, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { until } from '../../test/ledger';
import { createUsers, ensureFirstAdmin, loadSecret } from '.';
import { passwordMatches } from './password';

let database: TestDatabase;
let t: TestApp;
let companyId: CompanyId;
let admin: UserId;
const released: number[] = [];

beforeAll(async () => {
  database = await testDatabase();
  t = testApp({ db: database.db, features: (tokens) => [createUsers({ ...database, tokens, log: silentLog, connectionsOf: async () => 0, ticketsReleased: async (_tx, tickets) => void released.push(...tickets.map(({ id }) => id)) })] });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
  database.released.events.length = 0;
  companyId = await buildCompany(database.db);
  admin = await buildUser(database.db, companyId, { name: 'Zeca', email: 'zeca@a.br', profile: 'admin' });
});

type Who = { userId?: number; profile?: 'user' | 'admin'; super?: boolean; companyId?: CompanyId };
const as = (who: Who = {}) => t.bearer({ companyId, userId: admin, ...who });
const post = (body: object, who?: Who) => request(t.app).post('/users').set('Authorization', as(who)).send(body);
const put = (id: number, body: object, who?: Who) => request(t.app).put(`/users/${id}`).set('Authorization', as(who)).send(body);
const remove = (id: number, who?: Who) => request(t.app).delete(`/users/${id}`).set('Authorization', as(who));
const get = (path: string, who?: Who) => request(t.app).get(path).set('Authorization', as(who));
const bia = { name: 'Bia', email: ' Bia@A.br', password: 'segredo-1' };
const stored = async (id: number) => (await database.db.query<{ passwordHash: string; profile: string; super: boolean }>('SELECT * FROM "Users" WHERE "id" = $1', [id]))[0]!;

describe('making', () => {
  it('stores a hash, and tells the company', async () => {
    const res = await post(bia);
    expect(res.status).toBe(201);
    expect(res.body).toMatchObject({ name: 'Bia', email: 'bia@a.br', profile: 'user', super: false, companyId });
    expect(res.text).not.toContain('segredo');
    expect(await passwordMatches((await stored(res.body.id)).passwordHash, 'segredo-1')).toBe(true);
    expect(database.released.events).toEqual([{ companyId, topic: 'user', payload: { action: 'create', user: res.body } }]);
  });

  it('refuses a second account of an e-mail, whatever its case and company', async () => {
    const other = await buildCompany(database.db);
    await buildUser(database.db, other, { email: 'BIA@a.br' });
    expect((await post(bia)).body).toMatchObject({ status: 409, error: 'ERR_EMAIL_EXISTS' });
  });

  it('refuses what no user can be', async () => {
    const { body } = await post({ name: '', email: 'x', password: 'curta', profile: 'root' });
    expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['name', 'required'],
      ['email', 'invalid_email'],
      ['password', 'too_short'],
      ['profile', 'invalid_choice'],
    ]);
  });

  it('reaches another company, and gives super rights, by a super user only', async () => {
    const other = await buildCompany(database.db);
    expect((await post({ ...bia, companyId: other })).status).toBe(403);
    expect((await post({ ...bia, super: true })).status).toBe(403);
    const made = await post({ ...bia, companyId: other, super: true, profile: 'admin' }, { super: true });
    expect(made.body).toMatchObject({ companyId: other, super: true });
    expect(database.released.events.map((event) => event.companyId)).toEqual([other]);
    expect((await post({ ...bia, email: 'c@a.br', companyId: 999_999 }, { super: true })).body.errors).toMatchObject([{ path: 'companyId', code: 'unknown_company' }]);
  });
});

describe('changing', () => {
  it('keeps what is not sent, and an empty password', async () => {
    const id = (await post(bia)).body.id as number;
    const before = await stored(id);
    expect((await put(id, { name: 'Bia Reis', password: '' })).body).toMatchObject({ name: 'Bia Reis', email: 'bia@a.br' });
    expect((await stored(id)).passwordHash).toBe(before.passwordHash);
    expect(database.released.events.at(-1)).toMatchObject({ topic: 'user', payload: { action: 'update', user: { name: 'Bia Reis' } } });
  });

  it('lets who is no admin change himself, never his role nor anyone else', async () => {
    const id = (await post(bia)).body.id as number;
    const self: Who = { userId: id, profile: 'user' };
    expect((await put(id, { name: 'Eu', profile: 'user' }, self)).status).toBe(200);
    expect((await put(id, { profile: 'admin' }, self)).status).toBe(403);
    expect((await put(id, { super: true }, self)).status).toBe(403);
    expect((await put(admin, { name: 'x' }, self)).status).toBe(403);
    expect((await get(`/users/${admin}`, self)).status).toBe(403);
    expect((await get(`/users/${id}`, self)).status).toBe(200);
  });

  it('protects super users from admins, and admins from themselves', async () => {
    const root = await buildUser(database.db, companyId, { super: true });
    expect((await put(root, { password: 'tomada-de-posse' })).status).toBe(403);
    expect((await remove(root)).status).toBe(403);
    expect((await put(admin, { profile: 'user' })).status).toBe(403);
    expect((await remove(admin)).body).toMatchObject({ status: 409, error: 'ERR_OWN_USER' });
    expect(await stored(root)).toMatchObject({ super: true });
  });

  it('does not find users of another company, unless for a super user', async () => {
    const stranger = await buildUser(database.db, await buildCompany(database.db), { name: 'Estranha' });
    for (const call of [get(`/users/${stranger}`), put(stranger, { name: 'x' }), remove(stranger)]) expect((await call).body).toMatchObject({ status: 404 });
    expect((await put(stranger, { name: 'Nova' }, { super: true })).status).toBe(200);
    expect(await stored(stranger)).toMatchObject({ name: 'Nova' });
  });
});

describe('listing', () => {
  it('pages through the company, by name or e-mail, and never another', async () => {
    await buildUser(database.db, await buildCompany(database.db), { name: 'Estranha' });
    for (let i = 0; i < 22; i += 1) await buildUser(database.db, companyId, { name: `Ana ${String(i).padStart(2, '0')}` });
    const first = (await get('/users')).body;
    expect([first.users.length, first.count, first.hasMore]).toEqual([20, 23, true]);
    expect((await get('/users?pageNumber=2')).body).toMatchObject({ count: 23, hasMore: false, users: [{}, {}, { name: 'Zeca' }] });
    expect((await get('/users?searchParam=ZECA%40')).body.users).toMatchObject([{ email: 'zeca@a.br' }]);
    expect((await get('/users?searchParam=%25')).body.count).toBe(0);
    expect((await get('/users/list', { profile: 'user' })).body).toHaveLength(23);
    expect((await get('/users?profile=admin&online=')).body.count).toBe(1);
    expect((await get('/users?online=true')).body.count).toBe(0);
  });
});

it('removes, and tells', async () => {
  const id = (await post(bia)).body.id as number;
  expect((await remove(id)).body).toEqual({ id });
  expect((await get(`/users/${id}`)).status).toBe(404);
  expect(database.released.events.at(-1)).toEqual({ companyId, topic: 'user', payload: { action: 'delete', userId: id } });
});

describe('the first start', () => {
  const wanted = { email: 'admin@a.br', password: null, timezone: 'America/Manaus' };

  it('makes one company and one admin, however many processes start', async () => {
    await database.db.query('DELETE FROM "Companies"');
    const made = await Promise.all([1, 2, 3].map(() => ensureFirstAdmin(database.transact, wanted)));
    expect(made.filter((one) => one !== null)).toEqual([{ email: 'admin@a.br', generatedPassword: expect.stringMatching(/^[a-z2-9]{20}$/) }]);
    const rows = await database.db.query(`SELECT c."name", c."timezone", u."profile", u."super" FROM "Companies" c JOIN "Users" u ON u."companyId" = c."id"`);
    expect(rows).toEqual([{ name: 'Empresa demonstração', timezone: 'America/Manaus', profile: 'admin', super: true }]);
  });

  it('takes the password it is given and shows none', async () => {
    await database.db.query('DELETE FROM "Companies"');
    expect(await ensureFirstAdmin(database.transact, { ...wanted, password: 'minha-senha' })).toEqual({ email: 'admin@a.br', generatedPassword: null });
    const res = await request(t.app).post('/auth/login').send({ email: 'admin@a.br', password: 'minha-senha' });
    expect(res.status).toBe(200);
  });

  it('changes nothing when there are users', async () => {
    expect(await ensureFirstAdmin(database.transact, wanted)).toBeNull();
  });

  it('draws a secret once, for all who ask', async () => {
    const drawn = await Promise.all([1, 2, 3].map(() => loadSecret(database.db, 'test')));
    expect(new Set(drawn).size).toBe(1);
    expect(drawn[0]).toMatch(/^[\w-]{43}$/);
    expect(await loadSecret(database.db, 'other')).not.toBe(drawn[0]);
  });
});

describe('service queues', () => {
  const queue = (company: CompanyId, name: string) => insert(database.db, 'Queues', { companyId: company, name, color: '#112233' });
  const names = (body: { queues: { name: string }[] }) => body.queues.map(({ name }) => name);

  it('shows the queues he is a member of, and no other of the company', async () => {
    const [sales, support] = [await queue(companyId, 'Vendas'), await queue(companyId, 'Suporte')];
    await queue(companyId, 'Financeiro');
    const made = (await post({ ...bia, queueIds: [sales, support, sales], capacity: 3 })).body;
    expect([names(made).sort(), made.capacity, made.online, made.lastSeenAt]).toEqual([['Suporte', 'Vendas'], 3, false, null]);
    expect(names((await put(made.id, { queueIds: [sales] })).body)).toEqual(['Vendas']);
    expect((await get(`/users?queueId=${sales}`)).body).toMatchObject({ count: 1, users: [{ id: made.id }] });
    expect((await get(`/users?queueId=${support}`)).body.count).toBe(0);
    expect((await get('/users/list')).body).toContainEqual(expect.objectContaining({ id: made.id, online: false, queues: [expect.objectContaining({ name: 'Vendas' })] }));
  });

  it('refuses those of another company, by their place, and changes nothing', async () => {
    const [own, foreign] = [await queue(companyId, 'Vendas'), await queue(await buildCompany(database.db), 'Deles')];
    const { id } = (await post({ ...bia, queueIds: [own] })).body as { id: number };
    const { body } = await put(id, { name: 'Outra', queueIds: [own, foreign] });
    expect([body.status, body.errors]).toEqual([422, [expect.objectContaining({ path: 'queueIds.1', code: 'unknown_queue' })]]);
    expect((await get(`/users/${id}`)).body).toMatchObject({ name: 'Bia', queues: [{ name: 'Vendas' }] });
  });

  it('are given by an admin; a form sent back whole changes nothing', async () => {
    const sales = await queue(companyId, 'Vendas');
    const { id } = (await post(bia)).body as { id: number };
    const self: Who = { userId: id, profile: 'user' };
    expect((await put(id, { name: 'Eu', queueIds: [], capacity: null }, self)).status).toBe(200);
    expect((await put(id, { queueIds: [sales] }, self)).status).toBe(403);
    expect((await put(id, { capacity: 9 }, self)).status).toBe(403);
  });
});

it('changes his own password only with the current one; an admin gives others a new one', async () => {
  const { id } = (await post(bia)).body as { id: number };
  const self: Who = { userId: id, profile: 'user' };
  expect((await put(id, { password: 'segredo-2' }, self)).body.errors).toMatchObject([{ path: 'currentPassword', code: 'wrong_password' }]);
  expect((await put(id, { password: 'segredo-2', currentPassword: 'errada' }, self)).status).toBe(422);
  expect((await put(id, { password: 'segredo-2', currentPassword: 'segredo-1' }, self)).status).toBe(200);
  expect((await put(id, { password: 'segredo-3' })).status).toBe(200);
  expect(await passwordMatches((await stored(id)).passwordHash, 'segredo-3')).toBe(true);
});

it('makes no more users than the plan allows', async () => {
  const planId = await insert(database.db, 'Plans', { name: `Um ${Math.random()}`, users: 1 });
  await database.db.query(`UPDATE "Companies" SET "planId" = $1`, [planId]);
  expect((await post(bia)).body).toMatchObject({ status: 409, error: 'ERR_PLAN_USERS' });
});

it('lets go of the conversations of a user who is removed: they wait again, and the log says why', async () => {
  const id = (await post(bia)).body.id as number;
  const ticket = async (status: string) => {
    const contactId = await buildContact(database.db, companyId);
    return insert(database.db, 'Tickets', { companyId, contactId, userId: id, status });
  };
  const [open, pending, closed] = [await ticket('open'), await ticket('pending'), await ticket('closed')];
  released.length = 0;
  await remove(id);
  const rows = await database.db.query('SELECT "id", "status", "userId", "waitingSince" IS NOT NULL AS "waits" FROM "Tickets" ORDER BY "id"');
  expect(rows).toEqual([
    { id: open, status: 'pending', userId: null, waits: true },
    { id: pending, status: 'pending', userId: null, waits: true },
    { id: closed, status: 'closed', userId: null, waits: false },
  ]);
  expect(await database.db.query('SELECT "ticketId", "type", "detail" FROM "LogTickets" ORDER BY "ticketId"')).toEqual(
    [open, pending].map((ticketId) => ({ ticketId, type: 'pending', detail: { reason: 'user_removed', fromUserId: id } })),
  );
  expect(released.sort()).toEqual([open, pending]);
  // A company that goes takes everything along, whatever order its tables are emptied in.
  await buildUser(database.db, companyId);
  await database.db.query(`UPDATE "Tickets" SET "userId" = $1`, [admin]);
  await database.db.query('DELETE FROM "Companies"');
});

it('removes somebody without a circle with who moves or rates a conversation he once had', async () => {
  const id = await buildUser(database.db, companyId);
  const ticketId = await insert(database.db, 'Tickets', { companyId, contactId: await buildContact(database.db, companyId), status: 'closed', userId: id });
  const removal = await database.transact(async (tx) => {
    await tx.query('SELECT 1 FROM "Tickets" WHERE "id" = $1 FOR NO KEY UPDATE', [ticketId]);
    const answer = request(t.app).delete(`/users/${id}`).set('Authorization', t.bearer({ companyId, userId: admin })).then(({ status }) => status);
    await until(async () => (await database.db.query('SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1')).length > 0);
    await tx.query(`SET LOCAL lock_timeout = '500ms'`);
    expect(await tx.query('SELECT "id" FROM "Users" WHERE "id" = $1 FOR KEY SHARE', [id])).toEqual([{ id }]);
    return { answer };
  });
  expect(await removal.answer).toBe(200);
});
