import fc from 'fast-check';
import type { CompanyId, ConnectionId, ContactId, TicketId } from '../../kernel/ids';
import { buildCompany, buildConnection, buildContact, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { ticketListStore, type TicketFilter } from './ticket-list.store';

let test: TestDatabase;
let company: CompanyId;
let connection: ConnectionId;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  company = await buildCompany(test.db);
  connection = await buildConnection(test.db, company);
});

const anything: TicketFilter = {
  status: null, queueIds: null, userIds: null, unreadOnly: false, isGroup: null, tagIds: null, whatsappIds: null, dateStart: null, dateEnd: null, search: null,
};
const onlooker = (eyes: number | null = null) => ({ companyId: company, eyes, showAll: false });
const page = (filter: Partial<TicketFilter>, eyes: number | null = null) => ticketListStore(test.db).page(onlooker(eyes), { ...anything, ...filter }, 'recent', { limit: 500, offset: 0 });
const idsOf = async (filter: Partial<TicketFilter>) => (await page(filter)).rows.map(({ id }) => id).sort((a, b) => a - b);
async function ticket(over: Record<string, unknown> = {}, contact: Record<string, unknown> = {}): Promise<TicketId> {
  const contactId: ContactId = await buildContact(test.db, company, contact);
  return (await insert(test.db, 'Tickets', { companyId: company, contactId, whatsappId: connection, ...over })) as TicketId;
}
const say = (ticketId: TicketId, body: string, companyId = company) => insert(test.db, 'Messages', { companyId, ticketId, body, fromMe: false });

it('counts in every tab what its list shows, whoever looks', async () => {
  const [me, colleague] = [await buildUser(test.db, company), await buildUser(test.db, company)];
  const queues = [await insert(test.db, 'Queues', { companyId: company, name: 'A' }), await insert(test.db, 'Queues', { companyId: company, name: 'B' })];
  const row = fc.record({
    status: fc.constantFrom('open', 'pending', 'closed'), isGroup: fc.boolean(), unreadMessages: fc.nat(1),
    userId: fc.constantFrom(null, me, colleague), queueId: fc.constantFrom(null, ...queues),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 25 }), fc.constantFrom(null, me), fc.subarray(queues), async (rows, eyes, member) => {
      await test.db.query('DELETE FROM "Tickets" WHERE "companyId" = $1', [company]);
      await test.db.query('DELETE FROM "UserQueues" WHERE "userId" = $1', [me]);
      for (const queueId of member) await test.db.query('INSERT INTO "UserQueues" ("companyId", "userId", "queueId") VALUES ($1, $2, $3)', [company, me, queueId]);
      for (const one of rows) await ticket(one);
      const counts = await ticketListStore(test.db).counts(onlooker(eyes));
      const listed = async (filter: Partial<TicketFilter>) => {
        const { rows: shown, count } = await page(filter, eyes);
        expect(shown).toHaveLength(count);
        return count;
      };
      expect(counts).toEqual({
        open: await listed({ status: 'open', isGroup: false }), pending: await listed({ status: 'pending', isGroup: false }), closed: await listed({ status: 'closed' }),
        groups: await listed({ status: 'living', isGroup: true }), unread: await listed({ status: 'living', unreadOnly: true }),
      });
      const seen = rows.filter(({ userId, queueId }) => eyes === null || userId === me || (userId === null && (queueId === null || member.length === 0 || member.includes(queueId))));
      expect(await listed({})).toBe(seen.length);
    }),
    { numRuns: 8 },
  );
});

it('finds by name and number without accents, and by the beginnings of words that were said, in one company', async () => {
  const [jose, bia] = [await ticket({}, { name: 'José Açaí' }), await ticket({}, { name: 'Bia', number: '5581977776666' })];
  const theirs = await buildCompany(test.db);
  const theirTicket = (await insert(test.db, 'Tickets', { companyId: theirs, contactId: await buildContact(test.db, theirs), status: 'closed' })) as TicketId;
  await say(jose, 'Quero a Promoção de girassóis, pedido 8841');
  await say(theirTicket, 'girassol', theirs);
  expect(await idsOf({ search: 'jose acai' })).toEqual([jose]);
  expect(await idsOf({ search: '(81) 97777' })).toEqual([bia]);
  expect(await idsOf({ search: 'GIRASSO promocao' })).toEqual([jose]);
  expect(await idsOf({ search: '8841' })).toEqual([jose]);
  for (const search of ['rassol', '%', 'ª', `@${company}`, `c${theirs}`, `c${company}`, "x' | girassol", ':* & !', '<->']) expect(await idsOf({ search })).toEqual([]);
});

it('filters by tags (all of them), connection and local day', async () => {
  const second = await buildConnection(test.db, company);
  const [vip, late] = [await insert(test.db, 'Tags', { companyId: company, name: 'VIP' }), await insert(test.db, 'Tags', { companyId: company, name: 'Atrasado', kanban: true })];
  const [both, one, elsewhere] = [await ticket(), await ticket(), await ticket({ whatsappId: second, createdAt: '2026-01-02T02:30:00Z' })];
  for (const [ticketId, tagId] of [[both, vip], [both, late], [one, vip]]) await test.db.query('INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId") VALUES ($1, $2, $3)', [company, ticketId, tagId]);
  expect(await idsOf({ tagIds: [vip] })).toEqual([both, one]);
  expect(await idsOf({ tagIds: [vip, late] })).toEqual([both]);
  expect(await idsOf({ whatsappIds: [second] })).toEqual([elsewhere]);
  // 02:30 in UTC is the evening before in São Paulo.
  expect(await idsOf({ dateStart: '2026-01-01', dateEnd: '2026-01-01' })).toEqual([elsewhere]);
  expect(await idsOf({ dateEnd: '2025-12-31' })).toEqual([]);
  expect((await page({ tagIds: [late] })).rows[0]?.tags).toEqual([{ id: late, name: 'Atrasado', color: '#228be6', kanban: true }, { id: vip, name: 'VIP', color: '#228be6', kanban: false }]);
});

it('sorts by the last move, the first, or the longest wait', async () => {
  const [first, second, third] = [await ticket({ updatedAt: '2026-01-01' }), await ticket({ updatedAt: '2026-01-02', status: 'open' }), await ticket({ updatedAt: '2026-01-03' })];
  await test.db.query(`UPDATE "Tickets" SET "waitingSince" = CASE "id" WHEN $1 THEN now() WHEN $2 THEN now() - interval '1 hour' END WHERE "companyId" = $3`, [first, third, company]);
  const sorted = async (order: 'recent' | 'oldest' | 'waiting') => (await ticketListStore(test.db).page(onlooker(), anything, order, { limit: 10, offset: 0 })).rows.map(({ id }) => id);
  expect(await sorted('recent')).toEqual([third, second, first]);
  expect(await sorted('oldest')).toEqual([first, second, third]);
  expect(await sorted('waiting')).toEqual([third, first, second]);
});
