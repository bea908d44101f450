import request from 'supertest';
import type { CompanyId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createCompanies } from '.';

let database: TestDatabase;
let t: TestApp;
let own: CompanyId;
let other: CompanyId;

beforeAll(async () => {
  database = await testDatabase();
  t = testApp({ db: database.db, features: [createCompanies({ db: database.db })] });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('DELETE FROM "Companies"');
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
