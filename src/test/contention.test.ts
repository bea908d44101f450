/**
 * Everybody at once over the same few conversations: what providers tell, attendants who take up, hand on, tag, close and leave the
 * company, the lane that records what it sent, and every sweep, four of each kind. Locks are taken in one order, so hardly anybody waits
 * in a circle; nobody's request fails for it, and nothing is counted wrong.
 */
import request from 'supertest';
import { createRouting } from '../features/routing';
import { createUsers } from '../features/users';
import { silentLog } from '../kernel/log';
import type { InboundEvent } from '../platform/channels/channel';
import type { JobContext } from '../platform/queue/job';
import { testApp, type TestApp } from './app';
import { buildCompany, buildConnection, buildUser, insert } from './build';
import { setupInbound, type TestInbound } from './inbound';
import { until } from './ledger';
import { buildAttendant, buildQueue } from './routing';

const CONTACTS = 50;
const WORKERS = 4;
const FOR_MS = 3_000;

let t: TestInbound;
let web: TestApp;
beforeAll(async () => {
  t = await setupInbound([]);
  web = testApp({
    db: t.db,
    features: (tokens) => [t.tickets, createUsers({ ...t, tokens, log: silentLog, connectionsOf: async () => 0, ticketsReleased: (tx, tickets) => t.tickets.tell(tx, tickets) })],
  });
});
afterAll(() => t.stop());

const any = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;
const below = (n: number): number => Math.floor(Math.random() * n);

it('fifty conversations are moved by everybody at once', async () => {
  const companyId = await buildCompany(t.db);
  const admin = await buildUser(t.db, companyId, { profile: 'admin' });
  const routed = { ativarRoteador: true, tempoRoteador: 1 };
  const queueIds = [await buildQueue(t.db, companyId, routed), await buildQueue(t.db, companyId, routed)];
  const connectionId = await buildConnection(t.db, companyId, {
    greetingMessage: 'Oi {nome}', ratingMessage: 'De 1 a 5?', timeSendQueue: 1, sendIdQueue: queueIds[0],
    timeInactiveMessage: 1, inactiveMessage: 'Ainda está aí?', expiresTicket: 2, expiresInactiveMessage: 'Até logo', whenExpiresTicket: 0,
  });
  const attendants = await Promise.all(Array.from({ length: 5 }, () => buildAttendant(t.db, companyId, queueIds)));
  const last = await insert(t.db, 'Tags', { companyId, name: 'Depois', kanban: true, timeLane: 1, greetingMessageLane: 'Outra etapa' });
  const first = await insert(t.db, 'Tags', { companyId, name: 'Antes', kanban: true, timeLane: 1, nextLaneId: last });
  const plain = await insert(t.db, 'Tags', { companyId, name: 'VIP' });

  const routing = createRouting({ ...t, log: silentLog, crons: { router: '', lanes: '', autoClose: '', timezone: 'UTC' } });
  const cron = (name: string) => async (): Promise<void> => {
    await routing.crons!.find((one) => one.name === name)!.run({ transact: t.transact, log: silentLog, stopping: () => false });
  };
  const ctx: JobContext = { jobId: '1', attempt: 1, traceId: 't', stopping: () => false, progress: async () => undefined };

  const failures: unknown[] = [];
  /** A refusal (taken, closed, not seen, gone) is an answer. */
  async function call(userId: number, profile: 'user' | 'admin', method: 'post' | 'put' | 'delete', path: string, body: object = {}): Promise<void> {
    const answer = await request(web.app)[method](path).set('Authorization', web.bearer({ companyId, userId, profile })).send(body);
    if (answer.status >= 500) failures.push([method, path, answer.body]);
  }
  const ticket = async (): Promise<number> => (await t.db.query<{ id: number }>('SELECT "id" FROM "Tickets" ORDER BY random() LIMIT 1'))[0]?.id ?? 1;
  const act = async (method: 'post' | 'put' | 'delete', path: (id: number) => string, body: object = {}): Promise<void> =>
    call(any(attendants), any(['user', 'admin']), method, path(await ticket()), body);

  let said = 0;
  const message = (): InboundEvent => ({
    type: 'message', connectionId, from: `5511988${String(below(CONTACTS)).padStart(6, '0')}`, isGroup: false, pushName: 'Bia', text: any(['oi', '5', 'tudo bem?']),
    providerMessageId: `in-${(said += 1)}`, at: new Date(),
  });

  const acts: Record<string, () => Promise<void>> = {
    inbound: () => t.tell(Array.from({ length: 8 }, message)),
    accept: () => act('post', (id) => `/tickets/${id}/accept`),
    transfer: () => act('post', (id) => `/tickets/${id}/transfer`, { queueId: any([null, ...queueIds]), userId: any([null, ...attendants]), note: any(['', 'veja']) }),
    close: () => act('put', (id) => `/tickets/${id}`, { status: 'closed' }),
    reopen: () => act('put', (id) => `/tickets/${id}`, { status: 'pending', userId: null }),
    tag: () => act('put', (id) => `/ticket-tags/${id}/${any([first, last, plain])}`),
    untag: () => act('delete', (id) => `/ticket-tags/${id}`),
    leave: async () => {
      const place = below(attendants.length);
      const gone = attendants[place]!;
      attendants[place] = await buildAttendant(t.db, companyId, queueIds);
      await call(admin, 'admin', 'delete', `/users/${gone}`);
    },
    timePasses: async () => {
      await t.db.query(
        `UPDATE "Tickets" SET "lastMessageAt" = "lastMessageAt" - interval '90 seconds', "assignedAt" = "assignedAt" - interval '90 seconds',
                "waitingSince" = "waitingSince" - interval '90 seconds' WHERE "id" = $1`,
        [await ticket()],
      );
      await t.db.query(`UPDATE "TicketTags" SET "createdAt" = now() - interval '2 hours' WHERE "ticketId" = $1`, [await ticket()]);
    },
    router: cron('router'),
    lanes: cron('lanes'),
    autoClose: cron('autoClose'),
    lostTickets: () => routing.handlers![0]!.run({}, ctx),
    lane: () => t.deliveries.serve(connectionId, 50),
  };
  const done: Record<string, number> = {};
  const over = performance.now() + FOR_MS;
  async function worker([name, run]: [string, () => Promise<void>]): Promise<void> {
    while (performance.now() < over) {
      await run().catch((error: unknown) => failures.push([name, error]));
      done[name] = (done[name] ?? 0) + 1;
    }
  }
  await Promise.all(Object.entries(acts).flatMap((entry) => Array.from({ length: WORKERS }, () => worker(entry))));
  await t.deliveries.serve(connectionId, 5_000);
  await until(async () => (await t.db.query(`SELECT 1 FROM "Deliveries" WHERE "state" IN ('pending', 'sending') LIMIT 1`)).length === 0);

  expect([...failures, ...t.reported, ...web.reported]).toEqual([]);
  expect(Object.keys(acts).filter((name) => done[name] === undefined)).toEqual([]);
  // A ticket that is given to somebody at the very moment he is removed may meet his removal: one of the two runs again.
  const [met] = await t.db.query<{ deadlocks: number }>(`SELECT "deadlocks" FROM pg_stat_database WHERE "datname" = current_database()`);
  expect(met!.deadlocks).toBeLessThanOrEqual(1);

  const broken = {
    twoLiving: `SELECT "contactId" FROM "Tickets" WHERE "status" <> 'closed' GROUP BY 1 HAVING count(*) > 1`,
    twoLanes: `SELECT "ticketId" FROM "TicketTags" WHERE "kanban" GROUP BY 1 HAVING count(*) > 1`,
    deliveryNotOneMessage: `SELECT d."id" FROM "Deliveries" d WHERE (SELECT count(*) FROM "Messages" m WHERE m."deliveryId" = d."id") <> 1`,
    unreadOfNothing: `SELECT t."id" FROM "Tickets" t WHERE t."unreadMessages" > CASE WHEN t."status" = 'closed' THEN 0 ELSE (SELECT count(*) FROM "Messages" m WHERE m."ticketId" = t."id" AND NOT m."fromMe") END`,
    clockOfAnotherStatus: `SELECT "id" FROM "Tickets" WHERE ("status" = 'pending') <> ("waitingSince" IS NOT NULL) OR ("status" = 'closed') <> ("closedAt" IS NOT NULL)`,
  };
  for (const [name, sql] of Object.entries(broken)) expect([name, await t.db.query(sql)]).toEqual([name, []]);
  expect(await t.db.query(`SELECT count(*) AS "n" FROM "Messages" WHERE NOT "fromMe"`)).toEqual([{ n: said }]);
});
