import type { CompanyId, ConnectionId, ServiceQueueId, TicketId } from '../../kernel/ids';
import { buildAttendant, buildPlace, buildQueue, buildTicket, buildTickets, counting, setupRouting } from '../../test/routing';
import { createRouter } from './router';

let t: Awaited<ReturnType<typeof setupRouting>>;
let companyId: CompanyId;
let connectionId: ConnectionId;
let queueId: ServiceQueueId;
beforeAll(async () => { t = await setupRouting(); });
beforeEach(async () => {
  await t.clean();
  ({ companyId, connectionId } = await buildPlace(t.db));
  queueId = await buildQueue(t.db, companyId, { ativarRoteador: true, tempoRoteador: 5 });
});
afterAll(() => t.close());

const route = (over: Parameters<typeof t.context>[0] = {}) => createRouter(t.deps)(t.context(over));
const ticket = (over: object = {}) => buildTicket(t.db, companyId, connectionId, { queueId, ...over });
const attendant = (over: object = {}, queues = [queueId]) => buildAttendant(t.db, companyId, queues, over as Record<string, unknown>);
const userOf = async (id: TicketId) => (await t.ticket(id))['userId'];
const greetBy = (value: string) => t.db.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, 'sendGreetingMessageOneQueues', $2::jsonb)`, [companyId, JSON.stringify(value)]);

it('gives a waiting ticket to an attendant who is there; it stays pending', async () => {
  const ana = await attendant();
  const id = await ticket();
  expect(await route()).toEqual({ assigned: 1, kept: 0, waiting: 0 });
  expect(await t.ticket(id)).toMatchObject({ status: 'pending', userId: ana, assignedAt: expect.any(Date) });
  expect(await t.logs()).toEqual([{ ticketId: id, type: 'router', queueId, userId: null, detail: { fromUserId: null, toUserId: ana } }]);
  expect(t.lines.at(-1)).toMatchObject({ message: `Ticket ID ${id} atualizado para UserId ${ana}` });
  expect(t.released.events).toMatchObject([{ companyId, topic: 'ticket', payload: { ticketId: id, ticket: { user: { id: ana } } } }]);
  expect(await route()).toEqual({ assigned: 0, kept: 0, waiting: 0 });
});

it.each<[string, object]>([
  ['is offline', { online: false }],
  ['is an admin', { profile: 'admin' }],
  ['has no room', { capacity: 1 }],
])('gives nothing to somebody who %s', async (_, over) => {
  const busy = await attendant(over);
  await buildTicket(t.db, companyId, connectionId, { userId: busy, status: 'open' });
  const id = await ticket();
  expect(await route()).toMatchObject({ assigned: 0 });
  expect(await userOf(id)).toBeNull();
});

it('knows members of the ticket\'s own service queue and company only', async () => {
  const other = await buildPlace(t.db);
  const elsewhere = await buildQueue(t.db, companyId, { ativarRoteador: true, tempoRoteador: 5 });
  await attendant({}, [elsewhere]);
  const stranger = await buildAttendant(t.db, other.companyId, []);
  await t.db.query('INSERT INTO "UserQueues" ("companyId", "userId", "queueId") VALUES ($1, $2, $3)', [other.companyId, stranger, queueId]);
  const id = await ticket();
  await route();
  expect(await userOf(id)).toBeNull();
});

it.each<[string, object, object]>([
  ['is open', { status: 'open' }, {}],
  ['is in no routed service queue', {}, { ativarRoteador: false }],
  ['is in one whose time is 0', {}, { tempoRoteador: 0 }],
])('leaves a ticket that %s', async (_, over, queue) => {
  await attendant();
  await ticket(over);
  for (const [name, value] of Object.entries(queue)) await t.db.query(`UPDATE "Queues" SET "${name}" = $2 WHERE "id" = $1`, [queueId, value]);
  expect(await route()).toEqual({ assigned: 0, kept: 0, waiting: 0 });
});

describe('a ticket that somebody has', () => {
  it('goes on to another when he does not take it up in time, and stays until then', async () => {
    const [ana, bia] = [await attendant(), await attendant()];
    const [late, fresh] = [await ticket({ userId: ana, assignedAt: 6 }), await ticket({ userId: ana, assignedAt: 4 })];
    expect(await route()).toMatchObject({ assigned: 1 });
    expect([await userOf(late), await userOf(fresh)]).toEqual([bia, ana]);
    expect((await t.logs())[0]).toMatchObject({ detail: { fromUserId: ana, toUserId: bia } });
  });

  it('stays with the only one there is, for another turn', async () => {
    const ana = await attendant();
    const id = await ticket({ userId: ana, assignedAt: 6 });
    const { updatedAt } = await t.ticket(id);
    expect(await route()).toEqual({ assigned: 0, kept: 1, waiting: 0 });
    // In lists it does not move.
    expect(await t.ticket(id)).toMatchObject({ updatedAt });
    expect(await route()).toEqual({ assigned: 0, kept: 0, waiting: 0 });
    expect([await userOf(id), await t.logs()]).toEqual([ana, []]);
  });

  it.each<[string, (userId: number) => Promise<unknown>]>([
    ['went offline', (userId) => t.db.query('UPDATE "Users" SET "online" = false WHERE "id" = $1', [userId])],
    ['left the service queue', (userId) => t.db.query('DELETE FROM "UserQueues" WHERE "userId" = $1', [userId])],
    ['was removed', (userId) => t.db.query('DELETE FROM "Users" WHERE "id" = $1', [userId])],
  ])('goes on at once when he %s', async (_, gone) => {
    const [ana, bia] = [await attendant(), await attendant()];
    const id = await ticket({ userId: ana, assignedAt: 1 });
    await gone(ana);
    expect(await route()).toMatchObject({ assigned: 1 });
    expect(await userOf(id)).toBe(bia);
  });
});

it('spreads a hundred over five, never above their capacity, also when two route at once', async () => {
  for (let i = 0; i < 5; i += 1) await attendant({ capacity: i === 0 ? 4 : 18 });
  await buildTickets(t.db, 100, { companyId, connectionId, columns: { queueId } });
  const runs = await Promise.all([route(), route(), route()]);
  expect(runs.reduce((sum, { assigned }) => sum + assigned, 0)).toBe(76);
  const held = await t.db.query<{ count: number }>('SELECT count(*) FROM "Tickets" WHERE "userId" IS NOT NULL GROUP BY "userId" ORDER BY 1');
  expect(held.map(({ count }) => count)).toEqual([4, 18, 18, 18, 18]);
  expect(await t.logs()).toHaveLength(76);
});

it('lets an operator who is accepting have it', async () => {
  const [ana, bia] = [await attendant(), await attendant()];
  const id = await ticket();
  await t.transact(async (tx) => {
    await tx.query(`UPDATE "Tickets" SET "status" = 'open', "userId" = $2 WHERE "id" = $1`, [id, bia]);
    expect(await route()).toEqual({ assigned: 0, kept: 0, waiting: 0 });
  });
  expect(await route()).toEqual({ assigned: 0, kept: 0, waiting: 0 });
  expect([ana, await userOf(id)]).toEqual([ana, bia]);
});

it('asks for patience once a waiting, when the company wants it, after the assignment', async () => {
  await greetBy('enabled');
  const [ana, bia] = [await attendant(), await attendant()];
  const id = await ticket({ contact: { number: '5511988887777' } });
  await route();
  const first = await userOf(id);
  await t.db.query(`UPDATE "Tickets" SET "assignedAt" = now() - interval '6 minutes' WHERE "id" = $1`, [id]);
  await route();
  expect(await userOf(id)).toBe(first === ana ? bia : ana);
  expect(await t.deliveries()).toEqual([{
    companyId, recipient: '5511988887777', kind: 'system', ticketPlan: { status: 'closed', queueId: null, userId: null },
    body: '*Assistente Virtual*:\nAguarde enquanto localizamos um atendente... Você será atendido em breve!',
  }]);
  expect(t.released.jobs.filter(({ job }) => job.name === 'SendMessage').map(({ payload }) => payload)).toContainEqual({ companyId, connectionId });
});

it.each<[string, string, object]>([
  ['the company does not want it', 'disabled', {}],
  ['it is a group', 'enabled', { isGroup: true }],
  ['the number is gone', 'enabled', { whatsappId: null }],
])('says nothing when %s', async (_, value, over) => {
  await greetBy(value);
  await attendant();
  await ticket(over);
  expect(await route()).toMatchObject({ assigned: 1 });
  expect(await t.deliveries()).toEqual([]);
});

it.each<[string, (number: string) => Promise<unknown>]>([
  ['opted out', (number) => t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'test')`, [companyId, number])],
  ['is switched off', (number) => t.db.query(`UPDATE "Contacts" SET "active" = false WHERE "number" = $1`, [number])],
])('says nothing to somebody who %s', async (_, silence) => {
  await greetBy('enabled');
  await attendant();
  await ticket({ contact: { number: '5511988887777' } });
  await silence('5511988887777');
  expect(await route()).toMatchObject({ assigned: 1 });
  expect(await t.deliveries()).toEqual([]);
});

it('says once that a service queue has nobody, and why', async () => {
  await ticket();
  const router = createRouter(t.deps);
  for (let i = 0; i < 3; i += 1) await router(t.context());
  await attendant({ online: false });
  for (let i = 0; i < 3; i += 1) await router(t.context());
  expect(t.lines.map(({ fields }) => fields)).toEqual([{ companyId, queueId, reason: 'no_members' }, { companyId, queueId, reason: 'nobody_online' }]);
});

it('asks the database as often for a thousand as for ten', async () => {
  await greetBy('enabled');
  for (let i = 0; i < 5; i += 1) await attendant();
  const counts: number[] = [];
  for (const count of [30, 1_000]) {
    await t.db.query('DELETE FROM "Tickets"');
    await buildTickets(t.db, count, { companyId, connectionId, columns: { queueId } });
    const { transact, statements } = counting(t.transact);
    expect(await route({ transact })).toMatchObject({ assigned: count });
    counts.push(statements());
  }
  expect(counts[1]).toBe(counts[0]);
});
