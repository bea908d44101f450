/** What tests of the sweeps over conversations share: companies with everything a sweep looks at, and a way to run one as the leader would. */
import { tmpdir } from 'node:os';
import type { CompanyId, ConnectionId, ServiceQueueId, TicketId, UserId } from '../kernel/ids';
import { systemClock } from '../kernel/clock';
import { silentLog, type Log } from '../kernel/log';
import { createChannels } from '../platform/channels/channels';
import { createMediaStore } from '../platform/media/media';
import type { CronContext } from '../platform/cron/cron';
import type { Queryable, Transact } from '../platform/transact';
import { createConnections } from '../features/connections';
import { createMessages } from '../features/messages';
import { createTickets } from '../features/tickets';
import { buildCompany, buildConnection, buildContact, buildUser, insert } from './build';
import { scriptedChannel, setupLedger } from './ledger';

type Columns = Readonly<Record<string, unknown>>;

export interface Line {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: object;
}

export async function setupRouting() {
  const t = await setupLedger();
  const tickets = createTickets({ db: t.db, transact: t.transact });
  const deliveries = t.deliveriesOver(scriptedChannel(1).channel);
  const connections = createConnections({ db: t.db, transact: t.transact, channels: createChannels({}), laneOf: async () => null });
  const messages = createMessages({ ...t, clock: systemClock, log: silentLog, connections, deliveries, tickets, media: createMediaStore(tmpdir()) });
  const deps = { tickets, messages };
  const lines: Line[] = [];
  const say = (level: Line['level']) => (fields: object, message: string) => void lines.push({ level, message, fields });
  const log: Log = { debug: () => undefined, info: say('info'), warn: say('warn'), error: say('warn'), child: () => log };
  const context = (over: Partial<CronContext> = {}): CronContext => ({ transact: t.transact, log, stopping: () => false, ...over });

  return {
    ...t, deps, log, lines, context,
    deliveries: () => t.db.query<{ companyId: number; recipient: string; body: string; kind: string; ticketPlan: object | null }>(
      `SELECT "companyId", "recipient", "body", "kind", "ticketPlan" FROM "Deliveries" ORDER BY "id"`),
    logs: () => t.db.query<{ ticketId: number; type: string; queueId: number | null; userId: number | null; detail: object }>(
      `SELECT "ticketId", "type", "queueId", "userId", "detail" FROM "LogTickets" ORDER BY "id"`),
    ticket: async (id: TicketId) => (await t.db.query<Record<string, unknown>>('SELECT * FROM "Tickets" WHERE "id" = $1', [id]))[0]!,
    /** Nothing is left of the test before. */
    async clean() {
      lines.length = 0;
      t.released.events.length = 0;
      await t.db.query('DELETE FROM "Companies"');
      await t.db.query('DELETE FROM "Deliveries"');
    },
  };
}

/** How often a unit of work asks the database. */
export function counting(transact: Transact): { transact: Transact; statements(): number } {
  let statements = 0;
  return {
    statements: () => statements,
    transact: (work) =>
      transact((tx) => work({ ...tx, query: (...call: Parameters<typeof tx.query>) => { statements += 1; return tx.query(...call); } })),
  };
}

export const buildQueue = async (db: Queryable, companyId: CompanyId, over: Columns = {}) =>
  (await insert(db, 'Queues', { companyId, name: `Setor ${Math.random()}`, ...over })) as ServiceQueueId;

/** Online, an attendant, a member of the service queue. */
export async function buildAttendant(db: Queryable, companyId: CompanyId, queueIds: readonly ServiceQueueId[], over: Columns = {}): Promise<UserId> {
  const id = await buildUser(db, companyId, { online: true, ...over });
  for (const queueId of queueIds) await db.query('INSERT INTO "UserQueues" ("companyId", "userId", "queueId") VALUES ($1, $2, $3)', [companyId, id, queueId]);
  return id;
}

/** A ticket of a contact of its own. `over` may name the clocks, which are set after the trigger has kept them. */
export async function buildTicket(db: Queryable, companyId: CompanyId, connectionId: ConnectionId | null, over: Columns = {}): Promise<TicketId> {
  const { waitingSince, assignedAt, lastMessageAt, contact = {}, ...columns } = over;
  const contactId = await buildContact(db, companyId, contact as Columns);
  const id = (await insert(db, 'Tickets', { companyId, contactId, whatsappId: connectionId, status: 'pending', ...columns })) as TicketId;
  for (const [name, minutesAgo] of Object.entries({ waitingSince, assignedAt, lastMessageAt })) {
    if (minutesAgo !== undefined) await db.query(`UPDATE "Tickets" SET "${name}" = now() - $2 * interval '1 minute' WHERE "id" = $1`, [id, minutesAgo]);
  }
  return id;
}

/** A company with a connected number. */
export async function buildPlace(db: Queryable, connection: Columns = {}, company: Columns = {}): Promise<{ companyId: CompanyId; connectionId: ConnectionId }> {
  const companyId = await buildCompany(db, company);
  return { companyId, connectionId: await buildConnection(db, companyId, connection) };
}

/** Many tickets at once, each of a contact of its own, all of one kind. @returns nothing: they are counted, not named. */
export async function buildTickets(db: Queryable, count: number, { companyId, connectionId, columns = {} }: { companyId: CompanyId; connectionId: ConnectionId; columns?: Columns }): Promise<void> {
  const names = Object.keys(columns).map((name) => `, "${name}"`).join('');
  const values = Object.keys(columns).map((_, i) => `, $${i + 4}`).join('');
  await db.query(
    `WITH c AS (INSERT INTO "Contacts" ("companyId", "name", "number") SELECT $1, 'Bia', '55118' || lpad(($1 * 100000 + n)::text, 8, '0') FROM generate_series(1, $3) n
                ON CONFLICT ("companyId", "number") DO UPDATE SET "name" = 'Bia' RETURNING "id")
     INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId"${names}) SELECT $1, c."id", $2${values} FROM c`,
    [companyId, connectionId, count, ...Object.values(columns)],
  );
}
