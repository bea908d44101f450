import request from 'supertest';
import type { CompanyId } from '../../kernel/ids';
import { silentLog, type Log } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createInvoices } from '.';
import { createMakeInvoices } from './make-invoices';

let database: TestDatabase;
let t: TestApp;
let planId: number;
beforeAll(async () => {
  database = await testDatabase();
  const { db, transact } = database;
  t = testApp({ db, features: [createInvoices({ db, transact, log: silentLog, cron: { expression: '0 0 * * * *', timezone: 'UTC' } })] });
  planId = await insert(db, 'Plans', { name: 'Ouro', amount: '199.90' });
});
beforeEach(() => database.db.query('DELETE FROM "Companies"'));
afterAll(() => database.close());

/** Due so many days from today, as its own zone has it. */
async function company(days: number | null, over: object = {}): Promise<CompanyId> {
  const id = await buildCompany(database.db, { planId, ...over });
  await database.db.query(`UPDATE "Companies" SET "dueDate" = (now() AT TIME ZONE "timezone")::date + $2::int WHERE "id" = $1`, [id, days]);
  return id;
}
const make = (log: Log = silentLog) => createMakeInvoices(log)({ transact: database.transact });
const invoices = () => database.db.query<{ id: number; companyId: number; dueDate: string; status: string }>(
  `SELECT i."id", i."companyId", i."dueDate", i."status" FROM "Invoices" i ORDER BY i."id"`);
const dueDateOf = async (id: CompanyId) => (await database.db.query<{ dueDate: string }>('SELECT "dueDate" FROM "Companies" WHERE "id" = $1', [id]))[0]!.dueDate;

it.each([
  ['due in 19 days', 19, {}, 1],
  ['due in 20 days', 20, {}, 0],
  ['due today', 0, {}, 1],
  ['overdue', -90, {}, 1],
  ['suspended', 5, { status: false }, 0],
  ['without a due date', null, {}, 0],
  ['without a plan', 5, { planId: null }, 0],
])('a company %s', async (_, days, over, made) => {
  const id = await company(days, over);
  expect(await make()).toMatchObject({ made });
  expect(await make()).toMatchObject({ made: 0 });
  expect(await invoices()).toEqual(made === 0 ? [] : [{ id: expect.any(Number), companyId: id, dueDate: await dueDateOf(id), status: 'open' }]);
});

it('makes one for each of a thousand, however many make them at once', async () => {
  await database.db.query(`INSERT INTO "Companies" ("name", "planId", "dueDate") SELECT 'Empresa ' || n, $1, current_date FROM generate_series(1, 1000) n`, [planId]);
  const runs = await Promise.all([make(), make(), make()]);
  expect(runs.reduce((sum, { made }) => sum + made, 0)).toBe(1_000);
  expect(await invoices()).toHaveLength(1_000);
});

it('says once what is overdue or cannot be billed', async () => {
  const lines: [string, object][] = [];
  const log: Log = { ...silentLog, info: (fields, line) => void lines.push([line, fields]), warn: (fields, line) => void lines.push([line, fields]) };
  const [late, free] = [await company(-1), await company(5, { planId: null })];
  const run = createMakeInvoices(log);
  for (let i = 0; i < 3; i += 1) expect(await run({ transact: database.transact })).toMatchObject({ overdue: 1, unbilled: 1 });
  expect(lines).toEqual([['Fatura vencida', { companyId: late }], ['Empresa sem plano: nenhuma fatura', { companyId: free }]]);
});

describe('over HTTP', () => {
  const call = (method: 'get' | 'put', path: string, caller: Parameters<TestApp['bearer']>[0], body?: object) => request(t.app)[method](path).set('Authorization', t.bearer(caller)).send(body);
  const pay = async (id: number, status: string) => call('put', `/invoices/${id}`, { companyId: (await invoices())[0]!.companyId as CompanyId, super: true }, { status });

  it('shows a company its own, and a super user those of any', async () => {
    const [own, other] = [await company(3), await company(4)];
    await make();
    const res = await call('get', '/invoices', { companyId: own });
    expect(res.body).toMatchObject({ count: 1, hasMore: false, invoices: [{ companyId: own, detail: 'Ouro', value: 199.9, status: 'open', dueDate: await dueDateOf(own), paidAt: null }] });
    expect((await call('get', `/invoices?companyId=${other}`, { companyId: own })).status).toBe(404);
    expect((await call('get', `/invoices?companyId=${other}`, { companyId: own, super: true })).body).toMatchObject({ count: 1, invoices: [{ companyId: other }] });
    expect((await call('get', '/invoices/all', { companyId: own, super: true })).body).toMatchObject({ count: 2 });
    expect((await call('get', '/invoices/all', { companyId: own })).status).toBe(403);
    expect((await call('put', '/invoices/1', { companyId: own }, { status: 'paid' })).status).toBe(403);
  });

  it('moves the due date one calendar month on when an invoice is paid, once', async () => {
    const id = await company(0);
    await database.db.query(`UPDATE "Companies" SET "dueDate" = '2026-01-31' WHERE "id" = $1`, [id]);
    await make();
    const [invoice] = await invoices();
    expect((await pay(invoice!.id, 'paid')).body).toMatchObject({ status: 'paid', paidAt: expect.any(String) });
    expect(await dueDateOf(id)).toBe('2026-02-28');
    for (const status of ['paid', 'open', 'paid', 'cancelled']) await pay(invoice!.id, status);
    expect(await dueDateOf(id)).toBe('2026-02-28');

    await make();
    await Promise.all([0, 1, 2].map(async () => pay((await invoices())[1]!.id, 'paid')));
    expect(await dueDateOf(id)).toBe('2026-03-31');
    expect((await pay(999_999, 'paid')).status).toBe(404);
  });

  it('moves nothing for an invoice of a date that was given up', async () => {
    const id = await company(3);
    await make();
    await database.db.query(`UPDATE "Companies" SET "dueDate" = '2030-06-15' WHERE "id" = $1`, [id]);
    await pay((await invoices())[0]!.id, 'paid');
    expect(await dueDateOf(id)).toBe('2030-06-15');
  });
});
