import request from 'supertest';
import { z } from 'zod';
import { Conflict } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { idempotencyStore } from './idempotency';
import { route } from './route';

let database: TestDatabase;
let t: TestApp;
let companyId: CompanyId;
let otherCompany: CompanyId;

let made = 0;
let failing = false;
let gate: Promise<void> = Promise.resolve();

const make = route({
  method: 'post', path: '/things', access: 'user', tag: 'Test', summary: 'test', idempotent: true, status: 201,
  body: z.object({ name: z.string() }),
  response: z.object({ id: z.number(), name: z.string() }),
  async run({ body }) {
    await gate;
    if (failing) throw new Conflict('ERR_BUSY', 'busy');
    made += 1;
    return { id: made, name: body.name };
  },
});

beforeAll(async () => {
  database = await testDatabase();
  companyId = await buildCompany(database.db);
  otherCompany = await buildCompany(database.db);
  t = testApp({ db: database.db, features: [{ routes: [make] }] });
});
afterAll(() => database.close());
beforeEach(async () => {
  made = 0;
  failing = false;
  gate = Promise.resolve();
  await database.db.query('DELETE FROM "IdempotencyKeys"');
});

const post = (key: string | null, body: object = { name: 'x' }, company = companyId) => {
  const call = request(t.app).post('/things').set('Authorization', t.bearer({ companyId: company })).send(body);
  return key === null ? call : call.set('Idempotency-Key', key);
};

it('answers the second request what it answered the first', async () => {
  const first = await post('k1');
  const second = await post('k1');
  expect(first.status).toBe(201);
  expect([second.status, second.body]).toEqual([201, first.body]);
  expect(second.get('Idempotent-Replayed')).toBe('true');
  expect(made).toBe(1);
});

it('runs every request without a key, and the same key of another company', async () => {
  await post(null);
  await post(null);
  await post('k1');
  await post('k1', { name: 'x' }, otherCompany);
  expect(made).toBe(4);
});

it('refuses the key with another body', async () => {
  await post('k1');
  expect((await post('k1', { name: 'y' })).body).toMatchObject({ status: 422, error: 'ERR_IDEMPOTENCY_MISMATCH' });
});

it.each(['', 'two words', 'x'.repeat(256)])('refuses the key %j', async (key) => {
  expect((await post(key)).body).toMatchObject({ status: 422, error: 'ERR_IDEMPOTENCY_KEY' });
});

it('runs once of twenty that come together', async () => {
  let open = () => {};
  gate = new Promise((resolve) => (open = resolve));
  const answers = Array.from({ length: 20 }, () => post('k1').then((res) => res));
  // All but the one that holds the key are refused while it works.
  const refused = await new Promise<number>((resolve) => {
    let count = 0;
    for (const answer of answers) void answer.then(({ status }) => status === 409 && (count += 1) === 19 && resolve(count));
  });
  open();
  const statuses = (await Promise.all(answers)).map(({ status }) => status).sort();
  expect(refused).toBe(19);
  expect(statuses).toEqual([201, ...Array<number>(19).fill(409)]);
  expect(made).toBe(1);
});

it('is free again after a failure', async () => {
  failing = true;
  expect((await post('k1')).status).toBe(409);
  failing = false;
  expect((await post('k1')).status).toBe(201);
});

describe('the store', () => {
  const claim = (over: Partial<{ key: string; hash: string }> = {}) => idempotencyStore(database.db).claim({ companyId, key: 'k1', hash: 'h1', ...over });
  const age = (interval: string) => database.db.query(`UPDATE "IdempotencyKeys" SET "createdAt" = now() - $1::interval`, [interval]);
  const keys = async () => (await database.db.query<{ key: string }>(`SELECT "key" FROM "IdempotencyKeys" ORDER BY 1`)).map(({ key }) => key);

  it('lets a key that is in flight be taken over after a minute, by the same request only', async () => {
    await claim();
    await age('59 seconds');
    await expect(claim()).rejects.toThrow(Conflict);
    await age('61 seconds');
    await expect(claim({ hash: 'h2' })).rejects.toMatchObject({ code: 'ERR_IDEMPOTENCY_MISMATCH' });
    expect(await claim()).toEqual({ claimId: expect.any(String) });
  });

  it('does not let the one who lost it answer or release', async () => {
    const store = idempotencyStore(database.db);
    const request = { companyId, key: 'k1', hash: 'h1' };
    const lost = (await claim()) as { claimId: string };
    await age('2 minutes');
    await claim();
    await store.complete(request, lost.claimId, { status: 201, body: {} });
    await store.release(request, lost.claimId);
    await expect(claim()).rejects.toThrow(Conflict);
  });

  it('forgets after a day, and clears what others left', async () => {
    const { claimId } = (await claim()) as { claimId: string };
    await idempotencyStore(database.db).complete({ companyId, key: 'k1', hash: 'h1' }, claimId, { status: 200, body: null });
    await claim({ key: 'k2' });
    await age('25 hours');
    expect(await claim({ hash: 'h9' })).toEqual({ claimId: expect.any(String) });
    expect(await keys()).toEqual(['k1']);
  });
});
