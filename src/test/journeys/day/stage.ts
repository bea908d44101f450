/** The stage of the day: the running product, its clock, and what can be seen of it from outside. */
import type { Caller } from '../../../platform/http/route';
import { captured, eventually } from '../../operator';
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

export interface Stage {
  readonly p: RunningProduct;
  /** Lets it be that time of the script. Never back: what was done at one time may take a minute. */
  at(time: string): Promise<void>;
  /** The product's own super user, also the admin of the first company. */
  readonly root: Api;
  /** As a user of a company, by id. */
  as(caller: Pick<Caller, 'companyId' | 'userId'> & { admin?: boolean }): Api;
  /** Runs a cron job as its hour would. @returns what it changed */
  cron(name: string): Promise<Record<string, number>>;
  /** Waits until nothing is due or on its way to anybody, and no receipt is awaited. */
  quiet(): Promise<void>;
  standings(): Promise<Standing[]>;
  /** What the provider took for each recipient of a connection, in order. */
  heard(admin: Api, connectionId: number): Promise<Map<string, string[]>>;
}

export function stageOf(p: RunningProduct, rootUserId: number): Stage {
  const { db } = p.database;
  const as: Stage['as'] = ({ admin = false, ...who }) => (...request) => p.as(p.tokenOf({ ...who, profile: admin ? 'admin' : 'user', super: false }))(...request);
  const root: Api = (...request) =>
    p.as(p.tokenOf({ companyId: p.companyId as Caller['companyId'], userId: rootUserId as Caller['userId'], profile: 'admin', super: true }))(...request);

  return {
    p, root, as,
    at: async (time) => {
      const ms = instant(time).getTime() - p.now().getTime();
      if (ms > 0) await p.advance(ms);
    },
    async cron(name) {
      const { status, body } = await root<{ result: Record<string, number> }>('POST', `/api/crons/${name}/run`);
      expect([name, status]).toEqual([name, 200]);
      return body.result;
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
    async heard(admin, connectionId) {
      const of = new Map<string, string[]>();
      for (const { to, body } of await captured({ ...p, api: admin }, connectionId)) of.set(to, [...(of.get(to) ?? []), body]);
      return of;
    },
  };
}
