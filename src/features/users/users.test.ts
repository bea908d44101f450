import request from 'supertest';
import type { CompanyId, UserId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildUser } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createUsers, ensureFirstAdmin, loadSecret } from '.';
import { passwordMatches } from './password';

let database: TestDatabase;
let t: TestApp;
let companyId: CompanyId;
let admin: UserId;

beforeAll(async () => {
  database = await testDatabase();
  t = testApp({ db: database.db, features: (tokens) => [createUsers({ db: database.db, transact: database.transact, tokens })] });
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
