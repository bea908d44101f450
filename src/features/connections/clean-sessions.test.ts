import { silentLog } from '../../kernel/log';
import { buildCompany, buildConnection } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { cleanSessions } from './clean-sessions';

let t: TestDatabase;
beforeAll(async () => { t = await testDatabase(); });
beforeEach(async () => {
  t.released.events.length = 0;
  await t.db.query('DELETE FROM "Companies"');
});
afterAll(() => t.close());

const clean = () => cleanSessions({ expression: '0 15 3 * * *', timezone: 'UTC' }).run({ transact: t.transact, log: silentLog, stopping: () => false });

it.each([
  ['OPENING', 25, 'DISCONNECTED'], ['qrcode', 25, 'DISCONNECTED'], ['PAIRING', 25, 'DISCONNECTED'], ['TIMEOUT', 25, 'DISCONNECTED'],
  ['qrcode', 23, 'qrcode'], ['CONNECTED', 900, 'CONNECTED'], ['BANNED', 900, 'BANNED'],
])('a connection %s for %i hours is %s afterwards', async (status, hours, expected) => {
  const companyId = await buildCompany(t.db);
  const id = await buildConnection(t.db, companyId, { status });
  await t.db.query(`UPDATE "Whatsapps" SET "statusChangedAt" = now() - $2 * interval '1 hour' WHERE "id" = $1`, [id, hours]);
  const disconnected = expected === 'DISCONNECTED' ? 1 : 0;
  expect(await clean()).toEqual({ disconnected, keys: 0 });
  expect(await clean()).toEqual({ disconnected: 0, keys: 0 });
  expect(await t.db.query('SELECT "status" FROM "Whatsapps"')).toEqual([{ status: expected }]);
  const told = t.released.events.filter(({ topic }) => topic === 'whatsappSession');
  expect(told).toMatchObject(disconnected === 0 ? [] : [{ companyId, payload: { action: 'update', session: { id, status: 'DISCONNECTED' } } }]);
});

it('lets answers for repeated requests go when their day is over', async () => {
  const companyId = await buildCompany(t.db);
  await t.db.query(
    `INSERT INTO "IdempotencyKeys" ("companyId", "key", "requestHash", "claimId", "createdAt")
     SELECT $1, 'k' || n, 'x', gen_random_uuid(), now() - n * interval '1 hour' FROM unnest(ARRAY[1, 23, 25, 90]) n`, [companyId]);
  expect(await clean()).toEqual({ disconnected: 0, keys: 2 });
  expect((await t.db.query<{ key: string }>('SELECT "key" FROM "IdempotencyKeys" ORDER BY 1')).map(({ key }) => key)).toEqual(['k1', 'k23']);
});
