import type { CompanyId, ConnectionId, TicketId } from '../../kernel/ids';
import { insert } from '../../test/build';
import { buildPlace, buildQueue, buildTicket, buildTickets, counting, setupRouting } from '../../test/routing';
import { createAutoClose } from './auto-close';

let t: Awaited<ReturnType<typeof setupRouting>>;
let companyId: CompanyId;
let connectionId: ConnectionId;
beforeAll(async () => { t = await setupRouting(); });
afterAll(() => t.close());

const LADDER = { timeInactiveMessage: 20, inactiveMessage: 'Ainda está aí, {primeiro_nome}?', expiresTicket: 30, expiresInactiveMessage: 'Encerramos por aqui.' };
const ladder = (over: object = {}) => async () => {
  await t.clean();
  ({ companyId, connectionId } = await buildPlace(t.db, { ...LADDER, ...over }));
};
beforeEach(ladder());

const sweep = (transact = t.transact) => createAutoClose(t.deps)(t.context({ transact }));
const nothing = { nudged: 0, closed: 0, ratingsEnded: 0 };
const silent = (minutesAgo: number, over: object = {}) =>
  buildTicket(t.db, companyId, connectionId, { status: 'open', fromMe: true, lastMessageAt: minutesAgo, contact: { name: 'Bia Souza', number: '5511988887777' }, ...over });
const statusOf = async (id: TicketId) => (await t.ticket(id))['status'];
/** As the ledger does when a delivery left. */
const say = async (id: TicketId, minutesAgo: number, kind: 'system' | 'direct') => {
  const deliveryId = await insert(t.db, 'Deliveries', { companyId, connectionId, kind, recipient: '5511988887777', body: 'x', state: 'sent' });
  await t.db.query(`INSERT INTO "Messages" ("companyId", "ticketId", "body", "fromMe", "deliveryId", "createdAt") VALUES ($1, $2, 'x', true, $3, now() - $4 * interval '1 minute')`, [companyId, id, deliveryId, minutesAgo]);
  await t.db.query(`UPDATE "Tickets" SET "fromMe" = true, "lastMessageAt" = now() - $2 * interval '1 minute' WHERE "id" = $1`, [id, minutesAgo]);
};

it('reminds once, then closes with a word and no question', async () => {
  await t.db.query(`UPDATE "Whatsapps" SET "ratingMessage" = 'De 1 a 5?', "completionMessage" = 'Tchau'`);
  const id = await silent(25);
  expect(await sweep()).toEqual({ ...nothing, nudged: 1 });
  expect(await sweep()).toEqual(nothing);
  expect(await t.ticket(id)).toMatchObject({ status: 'open', nudgedAt: expect.any(Date) });

  await t.db.query(`UPDATE "Tickets" SET "lastMessageAt" = now() - interval '31 minutes', "nudgedAt" = now() - interval '31 minutes', "unreadMessages" = 2`);
  expect(await sweep()).toEqual({ ...nothing, closed: 1 });
  expect(await t.ticket(id)).toMatchObject({ status: 'closed', closedAt: expect.any(Date), ratingAskedAt: null, unreadMessages: 0 });
  expect(await t.logs()).toMatchObject([{ ticketId: id, type: 'autoClose', userId: null, detail: { reason: 'silence' } }]);
  expect((await t.deliveries()).map(({ body, kind, recipient }) => [body, kind, recipient])).toEqual([
    ['Ainda está aí, Bia?', 'system', '5511988887777'],
    ['Encerramos por aqui.', 'system', '5511988887777'],
  ]);
  expect(t.released.events.at(-1)).toMatchObject({ companyId, topic: 'ticket', payload: { ticketId: id, ticket: { status: 'closed' } } });
  expect(await sweep()).toEqual(nothing);
});

it('counts the silence over its own reminder, to the message before it', async () => {
  const id = await silent(31);
  await say(id, 31, 'direct');
  await t.db.query(`UPDATE "Tickets" SET "nudgedAt" = now() - interval '10 minutes' WHERE "id" = $1`, [id]);
  await say(id, 9, 'system');
  expect(await sweep()).toEqual({ ...nothing, closed: 1 });
});

it('begins anew when somebody wrote after the reminder', async () => {
  const id = await silent(31);
  await say(id, 31, 'direct');
  await t.db.query(`UPDATE "Tickets" SET "nudgedAt" = now() - interval '10 minutes' WHERE "id" = $1`, [id]);
  await say(id, 5, 'direct');
  expect(await sweep()).toEqual(nothing);
  expect(await t.ticket(id)).toMatchObject({ status: 'open', nudgedAt: null });
});

it.each<[string, number, Record<string, unknown>]>([
  ['has not been silent for long', 19, {}],
  ['waits for us', 90, { fromMe: false }],
  ['is pending', 90, { status: 'pending' }],
  ['is a group', 90, { isGroup: true }],
])('leaves a conversation that %s', async (_, minutesAgo, over) => {
  await silent(minutesAgo, over);
  expect(await sweep()).toEqual(nothing);
});

it('closes whoever wrote last when the connection says so', async () => {
  await ladder({ whenExpiresTicket: 0 })();
  await silent(31, { fromMe: false });
  expect(await sweep()).toEqual({ ...nothing, closed: 1 });
});

it.each<[string, object]>([['rungs are off', { timeInactiveMessage: 0, expiresTicket: 0 }], ['the company is suspended', { suspended: true }]])('does nothing when %s', async (_, over) => {
  const { suspended, ...connection } = over as { suspended?: boolean };
  await ladder(connection)();
  if (suspended) await t.db.query('UPDATE "Companies" SET "status" = false');
  await silent(90);
  expect(await sweep()).toEqual(nothing);
});

it('closes without a word whom nothing may be said to', async () => {
  await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, '5511988887777', 'keyword')`, [companyId]);
  const id = await silent(31);
  await sweep();
  expect([await statusOf(id), await t.deliveries()]).toEqual(['closed', []]);
});

it('counts opening hours only, of the service queue or else of the company', async () => {
  await ladder({ expiresInBusinessHours: true })();
  const open = JSON.stringify(Array.from({ length: 7 }, (_, weekday) => ({ weekday, open: '00:00', close: '24:00' })));
  const queueOf = async (hours: string | null) => ({ queueId: await buildQueue(t.db, companyId, { hours }) });
  await t.db.query(`UPDATE "Companies" SET "hours" = '[]'`);
  const closedCompany = await silent(90, await queueOf(null));
  const openQueue = await silent(90, { ...(await queueOf(open)), contact: {} });
  const noQueue = await silent(90, { contact: {} });
  expect(await sweep()).toEqual({ ...nothing, closed: 1 });
  expect([await statusOf(closedCompany), await statusOf(openQueue), await statusOf(noQueue)]).toEqual(['open', 'closed', 'open']);
});

it('lets who is writing at this moment have his conversation', async () => {
  const id = await silent(31);
  await t.transact(async (tx) => {
    await tx.query('SELECT 1 FROM "Contacts" WHERE "companyId" = $1 FOR NO KEY UPDATE', [companyId]);
    expect(await sweep()).toMatchObject({ closed: 0 });
  });
  expect(await statusOf(id)).toBe('open');
});

it('waits for a rating as long as its connection does', async () => {
  const asked = async (minutesAgo: number, over: object = {}) => {
    const id = await silent(90, { status: 'closed', contact: {}, ...over });
    await t.db.query(`UPDATE "Tickets" SET "ratingAskedAt" = now() - $2 * interval '1 minute' WHERE "id" = $1`, [id, minutesAgo]);
    return id;
  };
  const [old, young, orphan] = [await asked(61), await asked(59), await asked(61, { whatsappId: null })];
  expect(await sweep()).toEqual({ ...nothing, ratingsEnded: 2 });
  const waits = await Promise.all([old, young, orphan].map(async (id) => (await t.ticket(id))['ratingAskedAt'] !== null));
  expect(waits).toEqual([false, true, false]);
});

it('closes nothing twice when two sweep at once, in as many statements for a thousand as for thirty', async () => {
  const counts: number[] = [];
  const fill = async (count: number) => {
    await ladder()();
    await buildTickets(t.db, count, { companyId, connectionId, columns: { status: 'open', fromMe: true, lastMessageAt: new Date(0) } });
  };
  for (const count of [30, 1_000]) {
    await fill(count);
    const { transact, statements } = counting(t.transact);
    expect(await sweep(transact)).toEqual({ ...nothing, closed: count });
    counts.push(statements());
  }
  expect(counts[1]).toBe(counts[0]);
  await fill(1_000);
  const runs = await Promise.all([sweep(), sweep()]);
  expect(runs.reduce((sum, { closed }) => sum + closed, 0)).toBe(1_000);
  expect(await t.logs()).toHaveLength(1_000);
  expect(await t.deliveries()).toHaveLength(1_000);
});
