import { buildPlace, buildQueue, buildTicket, buildTickets, counting, setupRouting } from '../../test/routing';
import { createLostTickets } from './lost-tickets';

let t: Awaited<ReturnType<typeof setupRouting>>;
beforeAll(async () => { t = await setupRouting(); });
beforeEach(() => t.clean());
afterAll(() => t.close());

const newSweep = () => createLostTickets({ tickets: t.deps.tickets, log: t.log });
const sweep = (transact = t.transact) => newSweep()(transact, () => false);

async function place(over: Record<string, unknown> = {}, company: Record<string, unknown> = {}) {
  const { companyId, connectionId } = await buildPlace(t.db, { timeSendQueue: 10, ...over }, company);
  const queueId = await buildQueue(t.db, companyId);
  await t.db.query('UPDATE "Whatsapps" SET "sendIdQueue" = $2 WHERE "id" = $1', [connectionId, queueId]);
  return { companyId, connectionId, queueId };
}

it('moves a ticket that waits too long into the service queue of its connection, once', async () => {
  const { companyId, connectionId, queueId } = await place();
  const id = await buildTicket(t.db, companyId, connectionId, { waitingSince: 11 });
  expect(await sweep()).toEqual({ moved: 1 });
  expect(await t.ticket(id)).toMatchObject({ status: 'pending', queueId, queuedAt: expect.any(Date) });
  expect(await t.logs()).toEqual([{ ticketId: id, type: 'redirect', queueId, userId: null, detail: {} }]);
  expect(t.released.events).toMatchObject([{ companyId, topic: 'ticket', payload: { action: 'update', ticketId: id, ticket: { queueId, contact: { name: 'Bia' } } } }]);
  expect(t.lines).toEqual([{ level: 'info', message: 'Atendimento Perdido', fields: { ticketId: id, companyId, queueId } }]);

  expect(await sweep()).toEqual({ moved: 0 });
  expect(await t.logs()).toHaveLength(1);
});

it.each([
  ['waits for less', {}, { waitingSince: 9 }, {}],
  ['is in a service queue', {}, { waitingSince: 11, queueId: 'own' }, {}],
  ['is open', {}, { waitingSince: 11, status: 'open' }, {}],
  ['is of a connection that is down', { status: 'DISCONNECTED' }, { waitingSince: 11 }, {}],
  ['is of a connection that does not want it', { timeSendQueue: 0 }, { waitingSince: 11 }, {}],
  ['is of a suspended company', {}, { waitingSince: 11 }, { status: false }],
])('leaves a ticket that %s', async (_, connection, ticket: Record<string, unknown>, company) => {
  const { companyId, connectionId, queueId } = await place(connection, company);
  await buildTicket(t.db, companyId, connectionId, { ...ticket, ...(ticket['queueId'] === 'own' && { queueId }) });
  expect(await sweep()).toEqual({ moved: 0 });
});

it('uses no service queue of another company, and says so once', async () => {
  const { companyId, connectionId } = await place();
  const { queueId: foreign } = await place();
  await t.db.query('UPDATE "Whatsapps" SET "sendIdQueue" = $2 WHERE "id" = $1', [connectionId, foreign]);
  const id = await buildTicket(t.db, companyId, connectionId, { waitingSince: 11 });
  const sweeping = newSweep();
  for (let i = 0; i < 3; i += 1) expect(await sweeping(t.transact, () => false)).toEqual({ moved: 0 });
  expect(t.lines).toEqual([{ level: 'warn', message: 'Condição não respeitada', fields: { companyId, whatsappId: connectionId, sendIdQueue: foreign } }]);

  await t.db.query('UPDATE "Whatsapps" SET "sendIdQueue" = NULL WHERE "id" = $1', [connectionId]);
  await sweeping(t.transact, () => false);
  expect(t.lines).toHaveLength(2);
  expect(await t.ticket(id)).toMatchObject({ queueId: null });
});

it('moves nothing twice when two sweep at once', async () => {
  const { companyId, connectionId } = await place();
  await buildTickets(t.db, 300, { companyId, connectionId });
  await t.db.query(`UPDATE "Tickets" SET "waitingSince" = now() - interval '1 hour'`);
  const runs = await Promise.all([sweep(), sweep(), sweep()]);
  expect(runs.reduce((sum, { moved }) => sum + moved, 0)).toBe(300);
  expect(await t.logs()).toHaveLength(300);
});

it('asks the database as often for a thousand as for ten', async () => {
  const counts: number[] = [];
  for (const count of [10, 1_000]) {
    const { companyId, connectionId } = await place();
    await buildTickets(t.db, count, { companyId, connectionId });
    // Of another company, so that browsers are told of both in the same number of statements.
    await buildTicket(t.db, (await place()).companyId, null);
    await t.db.query(`UPDATE "Tickets" SET "waitingSince" = now() - interval '1 hour'`);
    const { transact, statements } = counting(t.transact);
    expect(await sweep(transact)).toEqual({ moved: count });
    counts.push(statements());
  }
  expect(Math.abs(counts[1]! - counts[0]!)).toBeLessThanOrEqual(1);
});
