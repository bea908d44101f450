/** The monitor looks every few seconds: what is over, or due next year, costs it nothing. */
import { buildCompany, buildContact } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { explaining } from '../../test/plans';
import { claimStore } from './claim.store';
import { settleStore } from './settle.store';

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  const companyId = await buildCompany(t.db);
  // One in ten is due, the others are sent or far ahead.
  await t.db.query(
    `INSERT INTO "Schedules" ("companyId", "contactId", "body", "status", "nextNumber", "timezone", "startAt", "sendAt")
     SELECT $1, $2, 'Oi', CASE WHEN n % 2 = 0 THEN 'ENVIADA' ELSE 'PENDENTE' END, CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END, 'UTC', k."at", k."at"
       FROM generate_series(1, 20000) n, LATERAL (SELECT now() + CASE WHEN n % 10 = 1 THEN -1 ELSE 100 END * n * interval '1 minute' AS "at") k`,
    [companyId, await buildContact(t.db, companyId)],
  );
  await t.db.query(
    `INSERT INTO "ScheduleOccurrences" ("companyId", "scheduleId", "number", "dueAt", "state", "settledAt")
     SELECT "companyId", "id", 0, "sendAt", 'sent', now() FROM "Schedules" WHERE "status" = 'ENVIADA'`,
  );
  await t.db.query('ANALYZE');
});
afterAll(() => t.close());

it('neither finding, nor settling, nor taking back reads all schedules or firings', async () => {
  const plans = explaining(t);
  await plans.transact(async (tx) => {
    expect(await claimStore(tx).lockDueAcrossCompanies(500)).toHaveLength(500);
    await claimStore(tx).comingAcrossCompanies(5_000);
    await settleStore(tx).lockOverAcrossCompanies(null);
    await settleStore(tx).takeBackLateAcrossCompanies();
  });
  const tables = await plans.wholeTables();
  expect([tables.includes('Schedules'), tables.includes('ScheduleOccurrences')]).toEqual([false, false]);
});
