/** Who did what to a conversation, and when. Written in the transaction of the act itself. */
import type { CompanyId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

/** The family's words, and three of ours (`router`, `lane`, `rating`). */
export type TicketLogType =
  | 'create' | 'open' | 'reopen' | 'pending' | 'transfered' | 'receivedTransfer' | 'queue' | 'redirect' | 'router' | 'lane' | 'closed' | 'autoClose' | 'rating';

export interface TicketLogEntry {
  readonly companyId: CompanyId;
  readonly ticketId: TicketId;
  readonly type: TicketLogType;
  /** Null: the product itself. */
  readonly userId: UserId | null;
  readonly queueId: ServiceQueueId | null;
  readonly detail?: Readonly<Record<string, string | number | null>>;
}

export interface TicketLogRow {
  id: number;
  ticketId: TicketId;
  type: TicketLogType;
  userId: UserId | null;
  queueId: ServiceQueueId | null;
  detail: Record<string, string | number | null>;
  createdAt: Date;
  userName: string | null;
  queueName: string | null;
  toUserName: string | null;
  toQueueName: string | null;
  toTagName: string | null;
}

export function ticketLogStore(q: Queryable) {
  return {
    /** Any number of entries of any companies, in their order, one statement. */
    async addAcrossCompanies(entries: readonly TicketLogEntry[]): Promise<void> {
      if (entries.length === 0) return;
      await q.query(
        `INSERT INTO "LogTickets" ("companyId", "ticketId", "type", "userId", "queueId", "detail")
         SELECT e."companyId", e."ticketId", e."type",
                -- Somebody removed a moment ago, or at this very one, may still act by his token: the act stays, without his name.
                (SELECT u."id" FROM "Users" u WHERE u."id" = e."userId" AND u."companyId" = e."companyId" FOR KEY SHARE),
                (SELECT s."id" FROM "Queues" s WHERE s."id" = e."queueId" AND s."companyId" = e."companyId" FOR KEY SHARE),
                COALESCE(e."detail", '{}')
           FROM json_to_recordset($1::json) AS e("n" int, "companyId" int, "ticketId" int, "type" text, "userId" int, "queueId" int, "detail" jsonb)
          ORDER BY e."n"`,
        [JSON.stringify(entries.map((entry, n) => ({ n, ...entry })))],
      );
    },

    /** The last 1,000, oldest first: a ticket that the router hands on for months has more than anybody reads. */
    async list(companyId: CompanyId, ticketId: TicketId): Promise<TicketLogRow[]> {
      return q.query<TicketLogRow>(
        `SELECT l.*, u."name" AS "userName", s."name" AS "queueName", tu."name" AS "toUserName", ts."name" AS "toQueueName", tg."name" AS "toTagName"
           FROM (SELECT * FROM "LogTickets" WHERE "companyId" = $1 AND "ticketId" = $2 ORDER BY "id" DESC LIMIT 1000) l
           LEFT JOIN "Users" u ON u."id" = l."userId"
           LEFT JOIN "Queues" s ON s."id" = l."queueId"
           LEFT JOIN "Users" tu ON tu."companyId" = l."companyId" AND tu."id" = (l."detail" ->> 'toUserId')::int
           LEFT JOIN "Queues" ts ON ts."companyId" = l."companyId" AND ts."id" = (l."detail" ->> 'toQueueId')::int
           LEFT JOIN "Tags" tg ON tg."companyId" = l."companyId" AND tg."id" = (l."detail" ->> 'toTagId')::int
          ORDER BY l."id"`,
        [companyId, ticketId],
      );
    },
  };
}
