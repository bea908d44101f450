import type { CompanyId, ContactListId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { buildCompany, buildList } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { audienceStore } from './audience.store';
import { contactStore } from './contact.store';
import { itemStore } from './item.store';
import { optOutStore } from './opt-out.store';

let base: TestDatabase;
let companyId: CompanyId;
let listId: ContactListId;

beforeAll(async () => {
  base = await testDatabase();
  companyId = await buildCompany(base.db);
  listId = (await buildList(base.db, companyId, [])).id;
  for (const [company, list] of [[companyId, listId], [await buildCompany(base.db), (await buildList(base.db, companyId, [])).id]]) {
    await base.db.query(`INSERT INTO "Contacts" ("companyId", "name", "number") SELECT $1, 'Ana ' || n, 5511900000000 + n FROM generate_series(1, 20000) AS n`, [company]);
    await base.db.query(`INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number") SELECT $1, $2, 'Ana ' || n, 5511900000000 + n FROM generate_series(1, 20000) AS n`, [company, list]);
    await base.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source", "createdAt") SELECT $1, 5511900000000 + n, 'test', now() - n * interval '1 second' FROM generate_series(1, 20000) AS n`, [company]);
  }
  await base.db.query('ANALYZE');
});
afterAll(() => base.close());

/** A database that answers how it would read instead of what it reads. */
function explaining(): { q: Queryable; plan: string[] } {
  const plan: string[] = [];
  return {
    plan,
    q: {
      async query(sql, bind) {
        const lines = await base.db.query<{ 'QUERY PLAN': string }>(['EXPLAIN', sql].join(' '), bind);
        plan.push(...lines.map((line) => line['QUERY PLAN']));
        return [];
      },
    },
  };
}

/** Pages and slices cost what they show, however much lies before, behind and in other companies. */
test.each<[string, (q: Queryable) => Promise<unknown>, string]>([
  ['a slice of a list for a campaign', (q) => audienceStore(q).itemsAfter(companyId, listId, 15_000, 1_000), 'ContactListItems_slice'],
  ['a page of a list', (q) => itemStore(q).page(companyId, listId, '', 3), 'ContactListItems_slice'],
  ['a page of contacts', (q) => contactStore(q).page(companyId, '', 3), 'Contacts_list'],
  ['a page of opt-outs', (q) => optOutStore(q).page(companyId, '', 3), 'OptOuts_list'],
])('%s is read from its index, in order', async (_name, read, index) => {
  const { q, plan } = explaining();
  await read(q);
  expect(plan.join('\n')).toContain(index);
  expect(plan.filter((line) => /Seq Scan|Sort Key/.test(line))).toEqual([]);
});
