/**
 * Two processes at once change nothing twice: for some rounds every monitor and every cron job finds its work in both of them at the
 * same moment. What each change leaves (a row of the history, a firing, an invoice) and what browsers hear of it is there once.
 */
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import { buildConnection, buildContact, buildUser, insert } from '../build';
import { eventually } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { buildAttendant, buildQueue, buildTicket } from '../routing';
import { connectClient, type TestClient } from '../sockets';

const ROUNDS = 5;
/** Of each kind in a round; more at once would be told by one refresh. */
const EACH = 3;
const CRONS = ['router', 'lanes', 'autoClose', 'invoices'];
const YEARLY = '0 0 0 1 1 *';
const ENVIRONMENT = { ROUTER_CRON: YEARLY, LANES_CRON: YEARLY, AUTO_CLOSE_CRON: YEARLY, INVOICES_CRON: YEARLY, QUEUE_CHECK_SECONDS: '1', PRESENCE_CHECK_SECONDS: '1' };

describe.each([
  ['job queues of its own each', null],
  ['the same Redis', `${process.env['TEST_REDIS_URL']}/14`],
])('two processes with %s', (_name, redisUrl) => {
  let p: RunningProduct;
  let q: RunningProduct;
  let clients: TestClient[];
  beforeAll(async () => {
    p = await startProduct(redisUrl, ENVIRONMENT);
    q = await p.beside();
    clients = [p, q].map(({ url }) => connectClient(url, '/', p.token));
    await Promise.all(clients.map((client) => client.hears('ready')));
  }, 60_000);
  afterAll(async () => {
    clients.forEach(({ socket }) => socket.disconnect());
    await q.stop();
    await p.stop();
  });

  /** With job queues of their own, each process tells its own browsers only; over Redis, all of them. */
  const heard = () => (redisUrl === null ? clients : clients.slice(0, 1)).flatMap((client) => client.heard);
  const times = EACH * ROUNDS;
  const tally = (keys: readonly string[]): Record<string, number> => keys.reduce<Record<string, number>>((sum, key) => ({ ...sum, [key]: (sum[key] ?? 0) + 1 }), {});
  const onceEach = (keys: readonly (string | number)[]) => Object.fromEntries(keys.map((key) => [key, 1]));

  it('change each thing once, and tell it once', async () => {
    const { db } = p.database;
    const company = p.companyId as CompanyId;
    const lost = await buildQueue(db, company);
    const routed = await buildQueue(db, company, { ativarRoteador: true, tempoRoteador: 60 });
    const waits = await buildConnection(db, company, { timeSendQueue: 5, sendIdQueue: lost });
    const silent = await buildConnection(db, company, { expiresTicket: 30 });
    const quiet = await buildConnection(db, company);
    await buildAttendant(db, company, [routed], { lastSeenAt: new Date(Date.now() + 3_600_000) });
    const waiting = await insert(db, 'Tags', { companyId: company, name: 'Depois', kanban: true });
    const lane = await insert(db, 'Tags', { companyId: company, name: 'Antes', kanban: true, timeLane: 1, nextLaneId: waiting });
    const planId = await insert(db, 'Plans', { name: 'Ouro', amount: 10 });

    const expected = { redirect: [] as number[], router: [] as number[], lane: [] as number[], autoClose: [] as number[] };
    const people: number[] = [];
    const schedules: number[] = [];
    const ticket = (connectionId: ConnectionId, over: Readonly<Record<string, unknown>>) => buildTicket(db, company, connectionId, over);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let i = 0; i < EACH; i += 1) {
        people.push(await buildUser(db, company, { online: true, lastSeenAt: new Date(Date.now() - 600_000) }));
        expected.redirect.push(await ticket(waits, { waitingSince: 10 }));
        expected.router.push(await ticket(quiet, { queueId: routed }));
        expected.autoClose.push(await ticket(silent, { status: 'open', fromMe: true, lastMessageAt: 60 }));
        const moving = await ticket(quiet, { status: 'open', fromMe: true, lastMessageAt: 120 });
        await db.query(`INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId", "createdAt") VALUES ($1, $2, $3, now() - interval '2 h')`, [company, moving, lane]);
        expected.lane.push(moving);
        const at = new Date(Date.now() - 1_000);
        schedules.push(await insert(db, 'Schedules', { companyId: company, contactId: await buildContact(db, company), whatsappId: quiet, body: 'Oi', startAt: at, sendAt: at, timezone: 'UTC' }));
        await insert(db, 'Companies', { name: `Cliente ${round}.${i}`, planId, dueDate: new Date(Date.now() + 86_400_000) });
      }
      await Promise.all([p, q].flatMap((process) => CRONS.map(async (name) => expect((await process.api('POST', `/api/crons/${name}/run`)).status).toBe(200))));
      await eventually(
        () => db.query(
          `SELECT 1 FROM "Schedules" WHERE "status" <> 'ENVIADA' UNION ALL SELECT 1 FROM "Users" WHERE "id" = ANY($1::int[]) AND "online"
           UNION ALL SELECT 1 FROM "Tickets" WHERE "id" = ANY($2::int[]) AND "queueId" IS NULL`, [people, expected.redirect]),
        (left) => left.length === 0,
      );
    }

    const logs = await db.query<{ type: string; ids: number[] }>(`SELECT "type", json_agg("ticketId" ORDER BY "ticketId") AS "ids" FROM "LogTickets" GROUP BY 1`);
    expect(Object.fromEntries(logs.map(({ type, ids }) => [type, ids]))).toEqual(expected);
    const [left] = await db.query(
      `SELECT (SELECT count(*) FROM "ScheduleOccurrences" WHERE "state" = 'sent') AS "firings", (SELECT count(*) FROM "Deliveries") AS "messages",
              (SELECT count(*) FROM "Invoices") AS "invoices", (SELECT count(DISTINCT "companyId") FROM "Invoices") AS "billed"`);
    expect(left).toEqual({ firings: times, messages: times, invoices: times, billed: times });

    // An event of a change may still be on its way when its row is there.
    const tickets = () => heard().filter(({ event }) => event === `company-${company}-ticket`).map(({ payload }) => String((payload as { ticketId: number }).ticketId));
    const moved = Object.values(expected).flat();
    await eventually(async () => new Set(tickets()).size, (n) => n === moved.length);
    expect(tally(tickets())).toEqual(onceEach(moved));
    const gone = () => heard().filter(({ event }) => event === `company-${company}-user`).map(({ payload }) => (payload as { user: { id: number; online: boolean } }).user)
      .filter(({ id, online }) => !online && people.includes(id)).map(({ id }) => String(id));
    await eventually(async () => new Set(gone()).size, (n) => n === people.length);
    expect(tally(gone())).toEqual(onceEach(people));
    const steps = () => heard().filter(({ event }) => event === `company-${company}-schedule`).map(({ payload }) => (payload as { schedule: { id: number; status: string } }).schedule)
      .map(({ id, status }) => `${id} ${status}`);
    const planned = schedules.flatMap((id) => [`${id} AGENDADA`, `${id} ENVIADA`]);
    await eventually(async () => new Set(steps()).size, (n) => n === planned.length);
    expect(tally(steps())).toEqual(onceEach(planned));
  }, 60_000);
});
