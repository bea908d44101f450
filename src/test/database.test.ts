import { buildCampaign, buildCompany, buildConnection, buildContact, buildList, buildUser } from './build';
import { testDatabase, type TestDatabase } from './database';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

describe('testDatabase', () => {
  it('is migrated and empty', async () => {
    const [row] = await test.db.query<{ n: number }>('SELECT count(*) AS n FROM "Companies"');
    expect(row).toEqual({ n: 0 });
  });

  it('shares nothing with another one', async () => {
    const other = await testDatabase();
    await buildCompany(other.db);
    expect(await test.db.query('SELECT * FROM "Companies"')).toEqual([]);
    await other.close();
  });
});

describe('builders', () => {
  it('make rows that belong together', async () => {
    const companyId = await buildCompany(test.db, { timezone: 'America/Manaus' });
    await buildUser(test.db, companyId, { profile: 'admin' });
    const whatsappId = await buildConnection(test.db, companyId);
    await buildContact(test.db, companyId);
    const list = await buildList(test.db, companyId, ['5511900000001', '5511900000002']);
    await buildCampaign(test.db, companyId, { whatsappId, contactListId: list.id });

    const items = await test.db.query('SELECT "id", "number" FROM "ContactListItems" ORDER BY "id"');
    expect(items).toEqual(list.itemIds.map((id, i) => ({ id, number: `551190000000${i + 1}` })));
    expect(await test.db.query('SELECT "connectionId" FROM "Lanes"')).toEqual([{ connectionId: whatsappId }]);
  });
});
