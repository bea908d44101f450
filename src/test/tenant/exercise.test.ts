/** The tenant test must be able to fail: each way to leak, planted, is found. */
import { tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { manualClock } from '../../kernel/clock';
import { contactId, contactListId } from '../../kernel/ids';
import { NotFound } from '../../kernel/errors';
import { route, type Route } from '../../platform/http/route';
import { createMediaStore } from '../../platform/media/media';
import { testApp, testTokens } from '../app';
import { testDatabase, type TestDatabase } from '../database';
import { exerciseTenancy } from './exercise';
import type { Sample } from './samples';
import { seedTenant } from './tenant';

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), 'esquadrao-tenancy-'));
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

const rows = z.array(z.object({ name: z.string() }));
const shared = { access: 'user', tag: 'Test', summary: 'test', response: rows } as const;
const byId = z.object({ id: contactId() });
const named: Sample = { request: (own) => ({ params: { id: own.contactId } }) };

const find = (where: string) => (companyId: number, id: number) => {
  const sql = `SELECT "name" FROM "Contacts" WHERE ${where}`;
  return database.db.query<{ name: string }>(sql, [companyId, id]);
};

async function wrongWith(planted: Route, sample: Sample | undefined): Promise<string[]> {
  const t = testApp({ db: database.db, features: [{ routes: [planted] }] });
  return exerciseTenancy(t.app, [planted], {
    db: database.db,
    samples: sample === undefined ? {} : { [`${planted.method.toUpperCase()} ${planted.path}`]: sample },
    seed: () => seedTenant(database.db, createMediaStore(directory), ''),
    token: ({ companyId, userId }, role) => {
      const tokens = role === 'expired' ? testTokens(manualClock(new Date('2020-01-01'))) : t.tokens;
      return tokens.issueAccess({ companyId, userId, profile: role === 'user' ? 'user' : 'admin', super: role === 'super' }, 'Ana');
    },
    watch: async () => undefined,
  });
}

it('finds nothing wrong with a route that keeps to its company', async () => {
  const good = route({
    ...shared, method: 'get', path: '/contacts/:id', params: byId,
    run: async ({ caller, params }) => {
      const found = await find(`"companyId" = $1 AND "id" = $2`)(caller.companyId, params.id);
      if (found.length === 0) throw NotFound.of('Contact');
      return found;
    },
  });
  expect(await wrongWith(good, named)).toEqual([]);
});

it.each<[string, () => Route, Sample | undefined, RegExp]>([
  ['a row read by its id alone', () => route({ ...shared, method: 'get', path: '/contacts/:id', params: byId, run: ({ params }) => find('$1 > 0 AND "id" = $2')(1, params.id) }), named, /another company's params\.id shows what another company has/],
  ['a list of everybody', () => route({ ...shared, method: 'get', path: '/contacts', run: () => find('$1 > 0 AND $2 > 0')(1, 1) }), { request: () => ({}) }, /the tenant himself shows what another company has/],
  [
    'a row changed by its id alone',
    () =>
      route({
        ...shared, method: 'put', path: '/contacts/:id', params: byId,
        run: async ({ params }) => {
          await database.db.query(`UPDATE "Contacts" SET "name" = 'x' WHERE "id" = $1`, [params.id]);
          throw NotFound.of('Contact');
        },
      }),
    named,
    /another company's params\.id changes what another company has/,
  ],
  ['an id that is taken from anyone', () => route({ ...shared, method: 'post', path: '/contacts', body: z.object({ contactListId: contactListId() }), run: async () => [] }), { request: (own) => ({ body: { contactListId: own.contactListId } }) }, /another company's body\.contactListId answers 200/],
  ['an id that no sample names', () => route({ ...shared, method: 'post', path: '/contacts', body: z.object({ contactListId: contactListId().optional() }), run: async () => [] }), { request: () => ({ body: {} }) }, /name a row of the tenant in body\.contactListId/],
  ['a route without a sample', () => route({ ...shared, method: 'get', path: '/contacts', run: async () => [] }), undefined, /add a request that works to src\/test\/tenant\/samples\.ts/],
  ['a sample that does not work', () => route({ ...shared, method: 'get', path: '/contacts', query: z.object({ must: z.string() }), run: async () => [] }), { request: () => ({}) }, /the tenant himself answers 422 instead of 200/],
])('finds %s', async (_, plant, sample, fault) => {
  expect(await wrongWith(plant(), sample)).toContainEqual(expect.stringMatching(fault));
});
