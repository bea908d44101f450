/** The stage of the day: the running product, its clock, and what can be seen of it from outside. */
import type { Caller } from '../../../platform/http/route';
import { captured, eventually, setFaults } from '../../operator';
import type { Api, RunningProduct } from '../../product';

/** Friday 6 March 2026; São Paulo keeps one offset all year. */
const DATES = { fri: '2026-03-06', sat: '2026-03-07', sun: '2026-03-08', mon: '2026-03-09' } as const;
export const instant = (time: string): Date => {
  const [day = '', clock = ''] = time.split(' ');
  return new Date(`${DATES[day as keyof typeof DATES]}T${clock}:00-03:00`);
};

/** A conversation as it stands. */
export interface Standing {
  readonly connection: string;
  readonly number: string;
  readonly status: string;
  readonly queue: string | null;
  readonly user: string | null;
  /** Types of its history, in order; the router may have handed it on several times, which counts as one. */
  readonly history: readonly string[];
}

export type Who = Pick<Caller, 'companyId' | 'userId'> & { readonly admin?: boolean };

export interface Stage {
  readonly p: RunningProduct;
  /** The second process, where there is one. */
  readonly q: RunningProduct | null;
  /** Lets it be that time of the script. Never back: what was done at one time may take a minute. */
  at(time: string): Promise<void>;
  /** The product's own super user, also the admin of the first company. */
  readonly root: Api;
  /** As a user of a company, by id. */
  as(who: Who): Api;
  /** No process for so long. */
  sleep(ms: number): Promise<void>;
  /** Runs a cron job as its hour would, in every process at once. @returns what they changed together */
  cron(name: string): Promise<Record<string, number>>;
  /** The provider refuses whatever leaves by that connection with a code, or takes it again. */
  refuse(connectionId: number, code: string | null): Promise<void>;
  /** Waits until nothing is due or on its way to anybody, and no receipt is awaited. */
  quiet(): Promise<void>;
  standings(): Promise<Standing[]>;
  /** Tickets whose entries of the router are no chain from hand to hand, ending at who has them: one handed out twice. */
  brokenChains(): Promise<object[]>;
  /** What the provider took for each recipient of a connection, in order. */
  heard(admin: Who, connectionId: number): Promise<Map<string, string[]>>;
}

/** Of a cron's answer, what it found as it was: two that look at once find the same. */
const FOUND = ['waiting', 'kept'];

export function stageOf(p: RunningProduct, q: RunningProduct | null, rootUserId: number): Stage {
  const { db } = p.database;
  const processes = [p, ...(q ? [q] : [])];
  const tokenOf = ({ admin = false, ...who }: Who): string => p.tokenOf({ ...who, profile: admin ? 'admin' : 'user', super: false });
  const as: Stage['as'] = (who) => (...request) => p.as(tokenOf(who))(...request);
  const rootToken = () => p.tokenOf({ companyId: p.companyId as Caller['companyId'], userId: rootUserId as Caller['userId'], profile: 'admin', super: true });
  const root: Api = (...request) => p.as(rootToken())(...request);

  const runCron = async (process: RunningProduct, name: string): Promise<Record<string, number>> => {
    // 409: the run that was missed in the night is still under way.
    const run = () => process.as(rootToken())<{ result: Record<string, number> }>('POST', `/api/crons/${name}/run`);
    const { status, body } = await eventually(run, (answer) => answer.status !== 409);
    expect([name, status]).toEqual([name, 200]);
    return body.result;
  };

  return {
    p, q, root, as,
    async sleep(ms) {
      await Promise.all(processes.map((process) => process.down()));
      await p.advance(ms);
      await Promise.all(processes.map((process) => process.up()));
    },
    at: async (time) => {
      const ms = instant(time).getTime() - p.now().getTime();
      if (ms > 0) await p.advance(ms);
    },
    async cron(name) {
      const [first = {}, other = {}] = await Promise.all(processes.map((process) => runCron(process, name)));
      return Object.fromEntries(Object.entries(first).map(([what, n]) => [what, FOUND.includes(what) ? Math.max(n, other[what] ?? 0) : n + (other[what] ?? 0)]));
    },
    async refuse(connectionId, code) {
      const faults = code === null ? {} : { failRate: 1, errorCode: code };
      for (const process of processes) await setFaults({ ...process, api: process.as(rootToken()) }, connectionId, faults);
    },
    quiet: async () => void (await eventually(
      () => db.query(
        `SELECT 1 FROM "Deliveries" WHERE "state" IN ('pending', 'sending', 'unknown', 'sent')
         UNION ALL SELECT 1 FROM "Schedules" WHERE "status" = 'AGENDADA' OR ("status" = 'PENDENTE' AND "sendAt" <= now()) LIMIT 1`),
      (open) => open.length === 0,
    )),
    async standings() {
      const rows = await db.query<Standing & { history: string[] }>(
        `SELECT w."name" AS "connection", c."number", t."status", q."name" AS "queue", u."name" AS "user",
                ARRAY(SELECT l."type" FROM "LogTickets" l WHERE l."ticketId" = t."id" ORDER BY l."id") AS "history"
           FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" JOIN "Whatsapps" w ON w."id" = t."whatsappId"
           LEFT JOIN "Queues" q ON q."id" = t."queueId" LEFT JOIN "Users" u ON u."id" = t."userId" ORDER BY t."id"`);
      return rows.map((row) => ({ ...row, history: row.history.filter((type, i) => type !== 'router' || row.history[i - 1] !== 'router') }));
    },
    brokenChains: () => db.query(
      `SELECT * FROM (
         SELECT l."ticketId", (l."detail" ->> 'fromUserId')::int AS "from", (l."detail" ->> 'toUserId')::int AS "to", t."status", t."userId",
                lag((l."detail" ->> 'toUserId')::int) OVER w AS "before", lead(l."id") OVER w IS NULL AS "last"
           FROM "LogTickets" l JOIN "Tickets" t ON t."id" = l."ticketId" WHERE l."type" = 'router' WINDOW w AS (PARTITION BY l."ticketId" ORDER BY l."id")) r
        WHERE "from" IS DISTINCT FROM "before" OR "from" = "to" OR ("last" AND "status" = 'pending' AND "to" IS DISTINCT FROM "userId")`),
    async heard(admin, connectionId) {
      // Each process has a provider of its own; a person has one telephone.
      const took = await Promise.all(processes.map((process) => captured({ ...process, api: process.as(tokenOf(admin)) }, connectionId)));
      const of = new Map<string, string[]>();
      for (const { to, body } of took.flat().sort((a, b) => a.acceptedAt.localeCompare(b.acceptedAt))) of.set(to, [...(of.get(to) ?? []), body]);
      return of;
    },
  };
}
