import request from 'supertest';
import { faultsOf, setupTalk, type Talk } from '../../test/talk';

let t: Talk;
let us: Awaited<ReturnType<Talk['buildTenant']>>;
beforeAll(async () => {
  t = await setupTalk();
});
afterAll(() => t.stop());
beforeEach(async () => {
  us = await t.buildTenant();
});
afterEach(() => expect(t.http.reported).toEqual([]));

interface Accepted {
  readonly id: number;
  readonly duplicate: boolean;
}
const bulk = (messages: object[], companyId = us.company) =>
  request(t.http.app).post('/messages/send-bulk').set('Authorization', t.http.bearer({ companyId, profile: 'user' })).send({ connectionId: us.connection, messages });
const accepted = async (messages: object[]) => ((await bulk(messages).expect(202)).body as { messages: Accepted[] }).messages;
const entry = (over: object = {}) => ({ number: '11988887777', body: 'Oi', ...over });

it('takes a thousand messages, each in its place of the lane', async () => {
  const priorities = ['urgent', 'high', 'normal', 'low', undefined, 1, 2, 5, 99];
  const messages = Array.from({ length: 1_000 }, (_, i) => entry({ number: `119${80_000_000 + i}`, priority: priorities[i % priorities.length] }));
  const answers = await accepted(messages);
  const rows = await t.ledgerOf(us.company);
  expect(answers.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(answers[0]).toEqual({ id: rows[0]!.id, number: '5511980000000', duplicate: false, statusUrl: `/messages/${rows[0]!.id}/status` });
  expect(rows).toHaveLength(1_000);
  expect(rows.slice(0, priorities.length).map(({ priority }) => priority)).toEqual([1, 2, 3, 5, 3, 1, 2, 5, 5]);
});

it('names every fault by its entry and takes none', async () => {
  const refused = await bulk([entry(), entry({ number: '1' }), entry({ body: '' }), entry({ priority: 'soon' })]).expect(422);
  expect(faultsOf(refused)).toEqual(['messages.1.number', 'messages.2.body', 'messages.3.priority']);
  expect(await t.ledgerOf(us.company)).toEqual([]);
});

it.each([0, 1_001])('refuses %i messages', async (length) => {
  expect(faultsOf(await bulk(Array.from({ length }, () => entry())).expect(422))).toEqual(['messages']);
});

it('knows an entry by its key, in one request and over many', async () => {
  const messages = [entry({ idempotencyKey: 'a' }), entry({ idempotencyKey: 'a' }), entry({ idempotencyKey: 'b' })];
  const first = await accepted(messages);
  const second = await accepted(messages);
  expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(new Set(first.map(({ id }) => id)).size).toBe(2);
  expect(second.every(({ duplicate }) => duplicate)).toBe(true);
  expect(await t.ledgerOf(us.company)).toHaveLength(2);
});

it('is one batch under one Idempotency-Key, even when the answer was lost', async () => {
  const once = async () => ((await bulk([entry(), entry()]).set('Idempotency-Key', 'lote-1').expect(202)).body as { messages: Accepted[] }).messages.map(({ id }) => id);
  const first = await once();
  await t.db.query('DELETE FROM "IdempotencyKeys" WHERE "companyId" = $1', [us.company]);
  expect(await once()).toEqual(first);
  expect(await t.ledgerOf(us.company)).toHaveLength(2);
});

it('does not send by the connection of another company', async () => {
  const them = await t.buildTenant();
  await bulk([entry()], them.company).expect(404);
  expect(await t.ledgerOf(them.company)).toEqual([]);
});
