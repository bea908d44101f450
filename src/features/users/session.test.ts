import request from 'supertest';
import { hours } from '../../kernel/clock';
import type { CompanyId, UserId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildUser } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createUsers } from '.';
import { hashPassword } from './password';

let database: TestDatabase;
let t: TestApp;
let companyId: CompanyId;
let userId: UserId;
let passwordHash: string;

beforeAll(async () => {
  database = await testDatabase();
  passwordHash = await hashPassword('segredo-1');
  t = testApp({ db: database.db, features: (tokens) => [createUsers({ ...database, tokens, log: silentLog, connectionsOf: async () => 0, ticketsReleased: async () => undefined })] });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
  companyId = await buildCompany(database.db, { name: 'Padaria', timezone: 'America/Recife' });
  userId = await buildUser(database.db, companyId, { name: 'Ana', email: 'Ana@Padaria.br', passwordHash });
  await database.db.query(`WITH q AS (INSERT INTO "Queues" ("companyId", "name", "color") VALUES ($1, 'Vendas', '#112233'), ($1, 'Outro', '#112233') RETURNING *)
    INSERT INTO "UserQueues" SELECT $1, $2, "id" FROM q WHERE "name" = 'Vendas'`, [companyId, userId]);
});

let address = 0;
/** Each from an address of its own, so that tests do not use up each other's guesses. */
const logIn = (email: string, password: string) =>
  request(t.app).post('/auth/login').set('X-Forwarded-For', `203.0.113.${(address += 1)}`).send({ email, password });

const cookieOf = (res: request.Response) => res.get('Set-Cookie')?.[0] ?? '';
const refresh = (cookie: string, path = '/auth/refresh_token') => request(t.app).post(path).set('Cookie', cookie.split(';')[0]!);

it('logs in by e-mail in any case and answers what front ends of the family read', async () => {
  const res = await logIn('ana@padaria.BR', 'segredo-1');
  expect(res.status).toBe(200);
  expect(res.body).toEqual({
    token: expect.any(String),
    user: {
      id: userId, name: 'Ana', email: 'Ana@Padaria.br', profile: 'user', super: false, companyId,
      company: {
        id: companyId, name: 'Padaria', timezone: 'America/Recife',
        settings: expect.arrayContaining([{ key: 'showAllTickets', value: 'disabled' }]), plan: { useCampaigns: true, useSchedules: true, useKanban: true },
      },
      queues: [{ id: expect.any(Number), name: 'Vendas', color: '#112233' }],
      online: false, lastSeenAt: null, capacity: null,
    },
  });
  expect(cookieOf(res)).toMatch(/^jrt=[^;]+; Max-Age=604800; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  const me = await request(t.app).get('/auth/me').set('Authorization', `Bearer ${res.body.token}`);
  expect(me.body).toEqual(res.body.user);
});

it('answers a wrong e-mail and a wrong password the same, and takes about as long', async () => {
  const timed = async (email: string) => {
    const startedAt = performance.now();
    const { body } = await logIn(email, 'errada');
    return { ms: performance.now() - startedAt, error: body.error, detail: body.detail };
  };
  await timed('ninguem@padaria.br'); // The first one draws the decoy.
  const [known, unknown] = [await timed('ana@padaria.br'), await timed('ninguem@padaria.br')];
  expect(unknown).toMatchObject({ error: 'ERR_INVALID_CREDENTIALS', detail: 'E-mail ou senha errados. Confira e tente de novo.' });
  expect(known.error).toBe(unknown.error);
  expect(unknown.ms).toBeGreaterThan(known.ms / 4);
});

it('lets nobody in who has no password, or whose company is suspended', async () => {
  await buildUser(database.db, companyId, { email: 'sem@padaria.br' });
  expect((await logIn('sem@padaria.br', '')).status).toBe(422);
  expect((await logIn('sem@padaria.br', 'x')).status).toBe(401);
  await database.db.query('UPDATE "Companies" SET "status" = false');
  expect((await logIn('ana@padaria.br', 'segredo-1')).body).toMatchObject({ status: 403, error: 'ERR_COMPANY_SUSPENDED' });
});

it('allows five guesses a minute', async () => {
  const guess = () => request(t.app).post('/auth/login').set('X-Forwarded-For', '198.51.100.1').send({ email: 'ana@padaria.br', password: 'errada' });
  for (let i = 0; i < 5; i += 1) expect((await guess()).status).toBe(401);
  expect((await guess()).body).toMatchObject({ status: 429, error: 'ERR_TOO_MANY_ATTEMPTS' });
});

it.each(['/auth/refresh_token', '/auth/refresh'])('renews the access at %s, with what the user is by now', async (path) => {
  const cookie = cookieOf(await logIn('ana@padaria.br', 'segredo-1'));
  await database.db.query(`UPDATE "Users" SET "name" = 'Ana Lima'`);
  const res = await refresh(cookie, path);
  expect(res.body).toMatchObject({ token: expect.any(String), user: { name: 'Ana Lima' } });
  expect(cookieOf(res)).toContain('jrt=');
});

it.each<[string, () => Promise<unknown>]>([
  ['a log-out', async () => request(t.app).delete('/auth/logout').set('Authorization', t.bearer({ companyId, userId, profile: 'user' })).expect(200)],
  ['a new password', async () => request(t.app).put(`/users/${userId}`).set('Authorization', t.bearer({ companyId, userId, profile: 'user' })).send({ password: 'segredo-2', currentPassword: 'segredo-1' }).expect(200)],
  ['a new role', async () => request(t.app).put(`/users/${userId}`).set('Authorization', t.bearer({ companyId, userId: 999 })).send({ profile: 'admin' }).expect(200)],
  ['the removal of the user', () => database.db.query('DELETE FROM "Users"')],
])('renews nothing after %s', async (_, end) => {
  const cookie = cookieOf(await logIn('ana@padaria.br', 'segredo-1'));
  await end();
  expect((await refresh(cookie)).body).toMatchObject({ status: 401, error: 'ERR_SESSION_EXPIRED' });
});

it('renews nothing for a suspended company, and says so', async () => {
  const cookie = cookieOf(await logIn('ana@padaria.br', 'segredo-1'));
  await database.db.query('UPDATE "Companies" SET "status" = false');
  expect((await refresh(cookie)).body).toMatchObject({ status: 401, error: 'ERR_COMPANY_SUSPENDED' });
});

it('renews nothing without the cookie, or after its seven days', async () => {
  const cookie = cookieOf(await logIn('ana@padaria.br', 'segredo-1'));
  expect((await request(t.app).post('/auth/refresh_token')).status).toBe(401);
  t.clock.advance(hours(7 * 24));
  expect((await refresh(cookie)).status).toBe(401);
});

it('takes the cookie away at log-out', async () => {
  const res = await request(t.app).delete('/auth/logout').set('Authorization', t.bearer({ companyId, userId }));
  expect(cookieOf(res)).toMatch(/^jrt=; Path=\/; Expires=Thu, 01 Jan 1970/);
});
