import request from 'supertest';
import { Conflict } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildConnection, buildUser } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { companySettings, createCompanies, requirePlan, requireRoom } from '.';

let database: TestDatabase;
let t: TestApp;
let own: CompanyId;
let other: CompanyId;
let companies: ReturnType<typeof createCompanies>;
const dismissed: CompanyId[] = [];
const removed: CompanyId[] = [];

beforeAll(async () => {
  database = await testDatabase();
  companies = createCompanies({
    ...database, log: silentLog, onSuspended: (id) => void dismissed.push(id), removed: async (id) => void removed.push(id),
    addAdmin: async (tx, companyId, admin) => {
      if (admin.name === 'Ninguém') throw new Conflict('ERR_EMAIL_EXISTS', 'taken');
      await buildUser(tx, companyId, { name: admin.name, email: admin.email, profile: 'admin' });
    },
  });
  t = testApp({ db: database.db, features: [companies] });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
  await database.db.query('DELETE FROM "Plans"');
  own = await buildCompany(database.db, { name: 'Padaria' });
  other = await buildCompany(database.db, { name: 'Farmácia' });
});

const admin = () => t.bearer({ companyId: own });
const root = () => t.bearer({ companyId: own, super: true });
const user = () => t.bearer({ companyId: own, profile: 'user' });
const get = (path: string, who: string) => request(t.app).get(path).set('Authorization', who);
const put = (id: number, body: object, who: string) => request(t.app).put(`/companies/${id}`).set('Authorization', who).send(body);
const post = (body: object, who: string) => request(t.app).post('/companies').set('Authorization', who).send(body);

it('shows everyone his own company and no other', async () => {
  expect((await get(`/companies/${own}`, user())).body).toMatchObject({ id: own, name: 'Padaria', status: true, timezone: 'America/Sao_Paulo' });
  expect((await get(`/companies/${other}`, admin())).status).toBe(404);
  expect((await get(`/companies/${other}`, root())).body).toMatchObject({ name: 'Farmácia' });
});

it('lets an admin set name and time zone of his own', async () => {
  const res = await put(own, { timezone: 'America/Manaus' }, admin());
  expect(res.body).toMatchObject({ name: 'Padaria', timezone: 'America/Manaus' });
  expect((await put(own, { timezone: 'Brazil/Nowhere' }, admin())).body.errors).toEqual([
    { path: 'timezone', code: 'unknown_timezone', message: 'Informe um fuso da lista IANA, como America/Sao_Paulo.' },
  ]);
  expect((await put(other, { name: 'Minha' }, admin())).status).toBe(404);
  expect((await put(own, { name: 'x' }, user())).status).toBe(403);
});

it('lets a super user alone make, suspend and list companies', async () => {
  for (const call of [get('/companies', admin()), post({ name: 'Nova' }, admin()), put(own, { status: false }, admin())]) expect((await call).status).toBe(403);
  const made = await post({ name: 'Nova' }, root());
  expect([made.status, made.body]).toMatchObject([201, { name: 'Nova', status: true }]);
  expect((await put(other, { status: false }, root())).body).toMatchObject({ status: false, name: 'Farmácia' });
  expect((await get('/companies', root())).body).toMatchObject({ count: 3, hasMore: false, companies: [{ name: 'Farmácia' }, { name: 'Nova' }, { name: 'Padaria' }] });
  expect((await get('/companies?searchParam=pad', root())).body).toMatchObject({ count: 1, companies: [{ name: 'Padaria' }] });
  expect((await put(999_999, { name: 'x' }, root())).status).toBe(404);
});

const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, who: string, body: object = {}) => request(t.app)[method](path).set('Authorization', who).send(body);
const plan = async (body: object = {}) => (await call('post', '/plans', root(), { name: `Plano ${Math.random()}`, ...body })).body as { id: number };
const rowsOf = async (table: 'Users' | 'Whatsapps' | 'Deliveries' | 'Tickets', companyId: number) =>
  (await database.db.query(`SELECT 1 FROM "${table}" WHERE "companyId" = $1`, [companyId])).length;

describe('hours and contact', () => {
  const morning = [{ weekday: 1, open: '08:00', close: '12:00' }];

  it('are an admin\'s to set, and back to "always open"', async () => {
    const res = await put(own, { hours: morning, email: ' Contato@Padaria.br', phone: '11 4000-0000' }, admin());
    expect(res.body).toMatchObject({ hours: morning, email: 'contato@padaria.br', phone: '11 4000-0000', name: 'Padaria' });
    expect((await put(own, { hours: null }, admin())).body).toMatchObject({ hours: null, email: 'contato@padaria.br' });
  });

  it('must be a day that opens before it closes', async () => {
    const { body } = await put(own, { hours: [{ weekday: 1, open: '18:00', close: '08:00' }, { weekday: 7, open: '8', close: '24:00' }] }, admin());
    expect(body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(
      expect.arrayContaining([['hours.0.close', 'closes_before_opening'], ['hours.1.weekday', 'too_big'], ['hours.1.open', 'invalid_clock']]),
    );
  });
});

describe('making and removing', () => {
  const first = { name: 'Rita', email: 'rita@nova.br', password: 'segredo-1' };

  it('makes a company and its first admin together, or neither', async () => {
    const made = (await post({ name: 'Nova', admin: first }, root())).body as { id: number };
    expect(await rowsOf('Users', made.id)).toBe(1);
    expect((await post({ name: 'Outra', admin: { ...first, name: 'Ninguém' } }, root())).status).toBe(409);
    expect((await get('/companies?searchParam=Outra', root())).body.count).toBe(0);
  });

  it('removes a suspended company with all it has, ledger included, and nothing of another', async () => {
    for (const companyId of [own, other]) {
      const connectionId = await buildConnection(database.db, companyId);
      await database.db.query(`INSERT INTO "Deliveries" ("companyId", "connectionId", "kind", "recipient", "body") VALUES ($1, $2, 'direct', '551', 'oi')`, [companyId, connectionId]);
      await buildUser(database.db, companyId);
    }
    expect((await call('delete', `/companies/${other}`, root())).body).toMatchObject({ status: 409, error: 'ERR_COMPANY_ACTIVE' });
    await put(other, { status: false }, root());
    expect((await call('delete', `/companies/${other}`, root())).body).toEqual({ id: other });
    expect([await rowsOf('Users', other), await rowsOf('Whatsapps', other), await rowsOf('Deliveries', other)]).toEqual([0, 0, 0]);
    expect([await rowsOf('Users', own), await rowsOf('Deliveries', own)]).toEqual([1, 1]);
    expect((await call('delete', `/companies/${own}`, root())).body).toMatchObject({ error: 'ERR_OWN_COMPANY' });
    expect(removed).toEqual([other]);
  });
});

describe('suspension', () => {
  it('is known to this process at once, closes what is connected, once, and ends with it', async () => {
    dismissed.length = 0;
    await put(other, { status: false }, root());
    expect(() => companies.requireActive(other)).toThrow(expect.objectContaining({ code: 'ERR_COMPANY_SUSPENDED' }));
    expect(() => companies.requireActive(own)).not.toThrow();
    await put(other, { name: 'Drogaria' }, root());
    expect(dismissed).toEqual([other]);
    await put(other, { status: true }, root());
    expect(() => companies.requireActive(other)).not.toThrow();
  });

  it('cannot be of one\'s own company', async () => {
    expect((await put(own, { status: false }, root())).body).toMatchObject({ status: 409, error: 'ERR_OWN_COMPANY' });
  });
});

describe('plans', () => {
  it('are a super user\'s; what is left out is unlimited', async () => {
    for (const path of ['/plans', '/plans/list']) expect((await get(path, admin())).status).toBe(403);
    const { id } = await plan({ name: 'Básico', amount: 99.9, users: 2, useKanban: false });
    expect((await get(`/plans/${id}`, root())).body).toMatchObject({ name: 'Básico', amount: 99.9, users: 2, connections: null, useCampaigns: true, useKanban: false });
    expect((await call('put', `/plans/${id}`, root(), { users: '' })).body).toMatchObject({ users: null, amount: 99.9 });
    expect((await call('post', '/plans', root(), { name: 'Básico' })).body).toMatchObject({ error: 'ERR_PLAN_NAME_EXISTS' });
    expect((await get('/plans', root())).body).toHaveLength(1);
  });

  it('limit what a company may have, and say the limit', async () => {
    const { id } = await plan({ users: 1, useCampaigns: false });
    const take = () => database.transact(async (tx) => {
      await requireRoom(tx, own, 'users');
      await buildUser(tx, own);
    });
    await take();
    await take();
    expect((await put(own, { planId: id }, root())).body).toMatchObject({ planId: id, plan: { id } });
    await expect(take()).rejects.toMatchObject({ code: 'ERR_PLAN_USERS', values: { limit: '1', used: '2' } });
    await expect(requirePlan(database.db, own, 'useCampaigns')).rejects.toMatchObject({ code: 'ERR_PLAN_CAMPAIGNS' });
    await requirePlan(database.db, own, 'useKanban');
    await requirePlan(database.db, other, 'useCampaigns');
  });

  it('give the last place to one of two', async () => {
    await put(own, { planId: (await plan({ users: 1 })).id }, root());
    const take = () => database.transact(async (tx) => {
      await requireRoom(tx, own, 'users');
      await buildUser(tx, own);
    });
    const results = await Promise.allSettled([take(), take(), take()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await rowsOf('Users', own)).toBe(1);
  });

  it('stay while a company has them, and are nothing an admin gives himself', async () => {
    const { id } = await plan();
    await put(other, { planId: id, dueDate: '2026-12-01' }, root());
    expect((await call('delete', `/plans/${id}`, root())).body).toMatchObject({ error: 'ERR_PLAN_IN_USE', detail: expect.stringContaining('Farmácia') });
    expect((await put(own, { planId: id }, admin())).status).toBe(403);
    expect((await put(own, { planId: 999_999 }, root())).body.errors).toMatchObject([{ path: 'planId', code: 'unknown_plan' }]);
    await put(other, { planId: null }, root());
    expect((await call('delete', `/plans/${id}`, root())).body).toEqual({ id });
    expect((await call('delete', `/plans/${id}`, root())).status).toBe(404);
  });
});

describe('settings', () => {
  it('shows every key with its value, set or not, and tells a change', async () => {
    const before = (await get('/settings', user())).body as { key: string; value: unknown; default: unknown; label: string }[];
    expect(before).toContainEqual(expect.objectContaining({ key: 'campaignConfirmAbove', value: 500, default: 500, label: 'Confirmar campanhas acima de' }));
    database.released.events.length = 0;
    expect((await call('put', '/settings/campaignConfirmAbove', admin(), { value: '20' })).body).toMatchObject({ value: 20, default: 500 });
    expect(database.released.events).toEqual([{ companyId: own, topic: 'settings', payload: { action: 'update', setting: { key: 'campaignConfirmAbove', value: 20 } } }]);
    expect(await companySettings(database.db, own)).toMatchObject({ campaignConfirmAbove: 20, showAllTickets: 'disabled' });
    expect(await companySettings(database.db, other)).toMatchObject({ campaignConfirmAbove: 500 });
  });

  it('refuses keys and values it does not know, naming those it does', async () => {
    expect((await call('put', '/settings/corDoCeu', admin(), { value: 'azul' })).body).toMatchObject({ status: 422, errors: [{ path: 'key', code: 'unknown_setting', message: expect.stringContaining('showAllTickets') }] });
    expect((await call('put', '/settings/showAllTickets', admin(), { value: 'talvez' })).body.errors).toMatchObject([{ path: 'value', code: 'invalid_choice' }]);
    expect((await call('put', '/settings/showAllTickets', user(), { value: 'enabled' })).status).toBe(403);
  });

  it('takes a stored value that is no longer allowed for not set', async () => {
    await database.db.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, 'showAllTickets', '"talvez"')`, [own]);
    expect((await companySettings(database.db, own)).showAllTickets).toBe('disabled');
  });
});
