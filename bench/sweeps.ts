/**
 * The sweeps over living conversations, as the leader runs them: how long each takes when nothing is due, and when a thousand
 * tickets are, with 10,000 and 100,000 tickets of 50 companies around. `npm run bench -- sweeps [sizes]`.
 */
import type { Transact } from '../src/platform/transact';
import { createDeliveries } from '../src/features/deliveries';
import { createSay } from '../src/features/messages/say';
import { createAutoClose } from '../src/features/routing/auto-close';
import { createLanes } from '../src/features/routing/lanes';
import { createLostTickets } from '../src/features/routing/lost-tickets';
import { createRouter } from '../src/features/routing/router';
import { createTickets } from '../src/features/tickets';
import { silentLog } from '../src/kernel/log';
import type { Database } from '../src/platform/db/database';
import { createTransact } from '../src/platform/db/transact';
import { expectThat, freshDatabase, median, printTable, record, startPostgres, timed } from './support';

const COMPANIES = 50;
const DUE = 1_000;
const RUNS = 5;
const GOAL_MS = 1_000;

/** One sweep: how it is run, how many it says it moved, and what makes the first `DUE` tickets of its kind due (and that alone). */
interface Subject {
  readonly name: string;
  readonly run: (transact: Transact) => Promise<Readonly<Record<string, number>>>;
  readonly counted: string;
  readonly makeDue: string;
}

export async function run([sizes = '10000,100000']: readonly string[]): Promise<void> {
  const server = await startPostgres();
  const rows: Record<string, string | number>[] = [];
  for (const tickets of sizes.split(',').map(Number)) {
    const db = await freshDatabase(server);
    await fill(db, tickets);
    rows.push(...(await bench(db, tickets)));
    await db.close();
  }
  printTable(rows);
}

async function bench(db: Database, tickets: number): Promise<Record<string, string | number>[]> {
  const transact = createTransact({ database: db, engine: { add: async () => undefined }, realtime: { publish: () => undefined }, log: silentLog });
  const rows: Record<string, string | number>[] = [];
  for (const { name, run: sweep, counted, makeDue } of subjects(db, transact)) {
    const idle: number[] = [];
    for (let i = 0; i < RUNS; i += 1) {
      const { value, ms } = await timed(() => sweep(transact));
      idle.push(ms);
      expectThat((value[counted] ?? 0) === 0, `${name}: ${JSON.stringify(value)} though nothing was due`);
    }
    const busy: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await db.query(makeDue, [DUE]);
      const { value, ms } = await timed(() => sweep(transact));
      busy.push(ms);
      expectThat(value[counted] === DUE, `${name}: ${JSON.stringify(value)} of ${DUE} due`);
    }
    const figure = { tickets, sweep: name, 'ms, nothing due': Math.round(median(idle)), [`ms, ${DUE} due`]: Math.round(median(busy)) };
    expectThat(median(idle) < GOAL_MS, `${name}: ${median(idle)} ms when nothing is due`);
    record({ subject: 'sweeps', ...figure });
    rows.push(figure);
  }
  return rows;
}

function subjects(db: Database, transact: Transact): Subject[] {
  const tickets = createTickets({ db, transact });
  const never = (): never => { throw new Error('nothing is sent here'); };
  const deliveries = createDeliveries({
    db, transact, log: silentLog, tickets, channel: never, echoingChannels: [], defaultLimiter: () => null, bell: { listen: never },
    serves: false, leaseMs: 15_000, laneLeaseMs: 8_000, unknownWaitMs: 15_000, sweepMs: 60_000, random: () => 0.5,
  });
  const deps = { tickets, messages: { say: createSay({ tickets, deliveries }) } };
  const context = (t: Transact) => ({ transact: t, log: silentLog, stopping: () => false });
  const [lost, router, lanes, autoClose] = [createLostTickets({ tickets, log: silentLog }), createRouter(deps), createLanes(deps), createAutoClose(deps)];
  const first = (where: string) => `(SELECT "id" FROM "Tickets" WHERE ${where} ORDER BY "id" LIMIT $1)`;
  return [
    { name: 'lost tickets', counted: 'moved', run: (t) => lost(t, () => false), makeDue: `UPDATE "Tickets" SET "queueId" = NULL, "waitingSince" = now() - interval '1 hour' WHERE "id" IN ${first(`"status" = 'pending'`)}` },
    { name: 'router', counted: 'assigned', run: (t) => router(context(t)), makeDue: `UPDATE "Tickets" SET "userId" = NULL WHERE "id" IN ${first(`"status" = 'pending'`)}` },
    { name: 'lanes', counted: 'moved', run: (t) => lanes(context(t)), makeDue: `WITH silent AS (UPDATE "Tickets" SET "lastMessageAt" = now() - interval '90 minutes' WHERE "id" IN ${first(`"status" = 'open' AND "fromMe"`)} RETURNING "id")
        UPDATE "TicketTags" tt SET "createdAt" = now() - interval '2 days', "tagId" = g."id"
          FROM "Tags" g, silent WHERE g."companyId" = tt."companyId" AND g."nextLaneId" IS NOT NULL AND tt."ticketId" = silent."id"` },
    { name: 'auto-close: remind', counted: 'nudged', run: (t) => autoClose(context(t)), makeDue: `UPDATE "Tickets" SET "nudgedAt" = NULL, "lastMessageAt" = now() - interval '130 minutes' WHERE "id" IN ${first(`"status" = 'open' AND "fromMe"`)}` },
    { name: 'auto-close: close', counted: 'closed', run: (t) => autoClose(context(t)), makeDue: `UPDATE "Tickets" SET "status" = 'open', "fromMe" = true, "nudgedAt" = NULL, "lastMessageAt" = now() - interval '1 day' WHERE "id" IN ${first(`"status" <> 'pending'`)}` },
    { name: 'ratings', counted: 'ratingsEnded', run: (t) => autoClose(context(t)), makeDue: `UPDATE "Tickets" SET "ratingAskedAt" = now() - interval '2 hours' WHERE "id" IN ${first(`"status" = 'closed'`)}` },
  ];
}

/** A third of the tickets waits for attendants who have room, a third is open (half of it for us to answer) and in a lane, a third is closed. Nothing is due. */
async function fill(db: Database, tickets: number): Promise<void> {
  await db.query(`INSERT INTO "Companies" ("id", "name") SELECT n, 'Empresa ' || n FROM generate_series(1, $1) n`, [COMPANIES]);
  await db.query(`INSERT INTO "Queues" ("id", "companyId", "name", "ativarRoteador", "tempoRoteador") SELECT n, n, 'Setor', true, 600 FROM generate_series(1, $1) n`, [COMPANIES]);
  await db.query(
    `INSERT INTO "Whatsapps" ("id", "companyId", "name", "channel", "status", "timeSendQueue", "sendIdQueue", "timeInactiveMessage", "inactiveMessage", "expiresTicket", "expiresInactiveMessage")
     SELECT n, n, 'Número', 'simulator', 'CONNECTED', 10, n, 120, 'Ainda está aí, {nome}?', 240, 'Até logo' FROM generate_series(1, $1) n`, [COMPANIES]);
  await db.query(
    `INSERT INTO "Users" ("id", "companyId", "name", "email", "passwordHash", "online") SELECT n, (n - 1) / 5 + 1, 'Ana', 'ana' || n, '', true FROM generate_series(1, $1) n`, [COMPANIES * 5]);
  await db.query(`INSERT INTO "UserQueues" ("companyId", "userId", "queueId") SELECT "companyId", "id", "companyId" FROM "Users"`);
  await db.query(`INSERT INTO "Settings" ("companyId", "key", "value") SELECT "id", 'sendGreetingMessageOneQueues', '"enabled"' FROM "Companies"`);
  await db.query(`INSERT INTO "Tags" ("id", "companyId", "name", "kanban", "greetingMessageLane") SELECT n * 2, n, 'Depois', true, 'Oi {nome}' FROM generate_series(1, $1) n`, [COMPANIES]);
  await db.query(`INSERT INTO "Tags" ("id", "companyId", "name", "kanban", "timeLane", "nextLaneId") SELECT n * 2 - 1, n, 'Antes', true, 1, n * 2 FROM generate_series(1, $1) n`, [COMPANIES]);
  await db.query(`INSERT INTO "Contacts" ("id", "companyId", "name", "number") SELECT n, n % $2 + 1, 'Bia', '55119' || lpad(n::text, 8, '0') FROM generate_series(1, $1) n`, [tickets, COMPANIES]);
  await db.query(
    `INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId", "status", "queueId", "userId", "fromMe", "lastMessageAt")
     SELECT c."companyId", c."id", c."companyId", (ARRAY['pending', 'open', 'closed'])[c."id" % 3 + 1], c."companyId", (c."companyId" - 1) * 5 + c."id" % 5 + 1, c."id" % 2 = 0, now()
       FROM "Contacts" c`);
  await db.query(`INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId") SELECT "companyId", "id", "companyId" * 2 - 1 FROM "Tickets" WHERE "status" = 'open'`);
  // What is silent now is silent for hours, so that only the clock of the lane keeps it from being due.
  await db.query(`UPDATE "Tickets" SET "lastMessageAt" = now() - interval '90 minutes' WHERE "status" = 'open'`);
  await db.query('VACUUM ANALYZE');
}
