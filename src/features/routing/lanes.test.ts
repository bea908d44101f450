import type { CompanyId, ConnectionId, TicketId } from '../../kernel/ids';
import { insert } from '../../test/build';
import { buildPlace, buildTicket, buildTickets, counting, setupRouting } from '../../test/routing';
import { createLanes } from './lanes';

let t: Awaited<ReturnType<typeof setupRouting>>;
let companyId: CompanyId;
let connectionId: ConnectionId;
beforeAll(async () => { t = await setupRouting(); });
beforeEach(async () => {
  await t.clean();
  ({ companyId, connectionId } = await buildPlace(t.db));
});
afterAll(() => t.close());

const move = (transact = t.transact) => createLanes(t.deps)(t.context({ transact }));
const lane = (over: object = {}, of = companyId) => insert(t.db, 'Tags', { companyId: of, name: `Etapa ${Math.random()}`, kanban: true, ...over });
const laneOf = async (id: TicketId) => (await t.db.query<{ tagId: number }>('SELECT "tagId" FROM "TicketTags" WHERE "ticketId" = $1 AND "kanban"', [id]))[0]?.tagId;

/** An open ticket in a lane: so many hours ago it entered, and our last message was written. */
async function ticketIn(tagId: number, { entered = 3, silent = 3, ...over }: Record<string, unknown> & { entered?: number; silent?: number } = {}): Promise<TicketId> {
  const id = await buildTicket(t.db, companyId, connectionId, { status: 'open', fromMe: true, lastMessageAt: silent * 60, ...over });
  await t.db.query(`INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId", "createdAt") VALUES ($1, $2, $3, now() - $4 * interval '1 hour')`, [companyId, id, tagId, entered]);
  return id;
}

async function twoLanes(over: object = {}, next: object = {}): Promise<[number, number]> {
  const second = await lane(next);
  return [await lane({ timeLane: 2, nextLaneId: second, ...over }), second];
}

it('moves a silent ticket to the next lane and greets the contact there', async () => {
  const [first, second] = await twoLanes({}, { greetingMessageLane: 'Olá {primeiro_nome}, ainda quer o orçamento?' });
  const id = await ticketIn(first, { contact: { name: 'Bia Souza', number: '5511988887777' } });
  expect(await move()).toEqual({ moved: 1 });
  expect(await laneOf(id)).toBe(second);
  expect(await t.logs()).toMatchObject([{ ticketId: id, type: 'lane', detail: { fromTagId: first, toTagId: second } }]);
  expect(await t.deliveries()).toMatchObject([{ companyId, recipient: '5511988887777', kind: 'system', body: 'Olá Bia, ainda quer o orçamento?' }]);
  expect(t.released.events[0]).toMatchObject({ companyId, topic: 'ticket', payload: { ticketId: id } });
  // The greeting is in the conversation at once.
  expect(await t.db.query(`SELECT "ticketId", "body", "fromMe" FROM "Messages"`)).toEqual([{ ticketId: id, body: 'Olá Bia, ainda quer o orçamento?', fromMe: true }]);
  expect(await move()).toEqual({ moved: 0 });
});

it.each<[string, object, Record<string, unknown>]>([
  ['has not been silent for its hours', {}, { silent: 1 }],
  ['entered later than that', {}, { entered: 1 }],
  ['waits for us', {}, { fromMe: false }],
  ['is pending', {}, { status: 'pending' }],
  ['is closed', {}, { status: 'closed' }],
  ['is in a lane without a time', { timeLane: 0 }, {}],
])('leaves a ticket that %s', async (_, tag, over) => {
  const [first] = await twoLanes(tag);
  const id = await ticketIn(first, over);
  expect(await move()).toEqual({ moved: 0 });
  expect(await laneOf(id)).toBe(first);
});

it('neither waits for a lane that is being removed nor moves tickets out of or into it', async () => {
  const [first, second] = await twoLanes();
  await ticketIn(first);
  for (const removed of [first, second]) {
    await t.transact(async (tx) => {
      await tx.query('SELECT 1 FROM "Tags" WHERE "id" = $1 FOR UPDATE', [removed]);
      expect(await move()).toEqual({ moved: 0 });
    });
  }
  expect(await move()).toEqual({ moved: 1 });
});

it('moves nothing into a tag that is no lane, nor from a lane without a next one', async () => {
  const plain = await lane({ kanban: false });
  await ticketIn(await lane({ timeLane: 2, nextLaneId: plain }));
  await ticketIn(await lane({ timeLane: 2 }));
  expect(await move()).toEqual({ moved: 0 });
});

it('cannot name a lane of another company, whoever writes it', async () => {
  const other = await buildPlace(t.db);
  await expect(lane({ timeLane: 2, nextLaneId: await lane({}, other.companyId) })).rejects.toMatchObject({ code: '23503' });
});

it.each<[string, boolean, object]>([['has the board', true, { moved: 1 }], ['has no board', false, { moved: 0 }]])('asks the plan: one that %s', async (_, useKanban, expected) => {
  const planId = await insert(t.db, 'Plans', { name: `Plano ${Math.random()}`, useKanban });
  await t.db.query('UPDATE "Companies" SET "planId" = $2 WHERE "id" = $1', [companyId, planId]);
  const [first] = await twoLanes();
  await ticketIn(first);
  expect(await move()).toEqual(expected);
});

it('goes one lane at a time, in a ring too', async () => {
  const [first, second] = await twoLanes();
  await t.db.query('UPDATE "Tags" SET "timeLane" = 2, "nextLaneId" = $2 WHERE "id" = $1', [second, first]);
  const id = await ticketIn(first, { entered: 50, silent: 50 });
  await move();
  expect(await laneOf(id)).toBe(second);
  expect(await move()).toEqual({ moved: 0 });
  await t.db.query(`UPDATE "TicketTags" SET "createdAt" = now() - interval '2 hours' WHERE "ticketId" = $1`, [id]);
  await move();
  expect(await laneOf(id)).toBe(first);
});

it.each<[string, (number: string) => Promise<unknown>]>([
  ['opted out', (number) => t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'keyword')`, [companyId, number])],
  ['was switched off', (number) => t.db.query('UPDATE "Contacts" SET "active" = false WHERE "number" = $1', [number])],
])('moves the ticket of somebody who %s without a word', async (_, gone) => {
  const [first, second] = await twoLanes({}, { greetingMessageLane: 'Oi' });
  const id = await ticketIn(first, { contact: { number: '5511977776666' } });
  await gone('5511977776666');
  await move();
  expect([await laneOf(id), await t.deliveries()]).toEqual([second, []]);
});

it('moves nothing twice when two sweep at once, in as many statements for a thousand as for thirty', async () => {
  const [first] = await twoLanes({}, { greetingMessageLane: 'Oi {nome}' });
  const counts: number[] = [];
  for (const count of [30, 1_000]) {
    await t.db.query('DELETE FROM "Tickets"');
    await t.db.query('DELETE FROM "Deliveries"');
    await buildTickets(t.db, count, { companyId, connectionId, columns: { status: 'open', fromMe: true, lastMessageAt: new Date(0) } });
    await t.db.query(`INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId", "createdAt") SELECT "companyId", "id", $1, now() - interval '3 hours' FROM "Tickets"`, [first]);
    const { transact, statements } = counting(t.transact);
    if (count === 30) expect(await move(transact)).toEqual({ moved: 30 });
    else {
      expect(await move(transact)).toEqual({ moved: 1_000 });
      await t.db.query(`UPDATE "TicketTags" SET "tagId" = $1, "createdAt" = now() - interval '3 hours'`, [first]);
      await t.db.query(`UPDATE "Tickets" SET "lastMessageAt" = now() - interval '3 hours'`);
      const runs = await Promise.all([move(), move()]);
      expect(runs.reduce((sum, { moved }) => sum + moved, 0)).toBe(1_000);
    }
    counts.push(statements());
  }
  expect(counts[1]).toBe(counts[0]);
  expect(await t.deliveries()).toHaveLength(2_000);
});
