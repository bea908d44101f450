import { seedDemo } from './demo';
import { buildCompany } from './test/build';
import { testDatabase, type TestDatabase } from './test/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const count = async (sql: string) => (await database.db.query<{ count: number }>(`SELECT count(*) AS "count" FROM ${sql}`))[0]!.count;

it('shows each thing once, quickly, and sends nothing but its one campaign', async () => {
  await buildCompany(database.db);
  const startedAt = performance.now();
  await seedDemo(database.db, database);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  await seedDemo(database.db, database);

  expect(await count('"Tickets"')).toBe(40);
  for (const [status, wanted] of [['open', 14], ['pending', 14], ['closed', 12]]) expect(await count(`"Tickets" WHERE "status" = '${status}'`)).toBe(wanted);
  for (const table of ['Plans', 'Queues']) expect([table, await count(`"${table}"`)]).toEqual([table, 3]);
  expect(await count('"Users" WHERE "passwordHash" <> \'\'')).toBe(0);
  expect([await count('"Users"'), await count('"UserQueues"'), await count('"Tags" WHERE "kanban"'), await count('"TicketTags" WHERE "kanban"')]).toEqual([5, 7, 4, 28]);
  expect(await count('"Tickets" t WHERE NOT EXISTS (SELECT 1 FROM "Messages" m WHERE m."ticketId" = t."id")')).toBe(0);
  expect(await count('"Messages" WHERE "fromMe" <> ("deliveryId" IS NOT NULL)')).toBe(0);
  expect([await count('"Schedules" WHERE "sendAt" > now()'), await count('"Invoices"'), await count('"TicketNotes"'), await count('"Settings"')]).toEqual([3, 2, 1, 1]);
  expect(await count(`"Deliveries" WHERE "state" <> 'read'`)).toBe(0);
  expect(await count(`"Campaigns" WHERE "status" = 'PROGRAMADA'`)).toBe(1);
});

it('leaves alone whoever has a connection already', async () => {
  await seedDemo(database.db, database);
  expect(await count('"Whatsapps"')).toBe(2);
});
