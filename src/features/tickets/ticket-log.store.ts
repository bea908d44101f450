/** Who did what to a conversation, and when. Written in the transaction of the act itself. */
import type { CompanyId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

/** The family's words, and three of ours (`router`, `lane`, `rating`). */
export type TicketLogType =
  | 'create' | 'access' | 'open' | 'reopen' | 'pending' | 'transfered' | 'receivedTransfer' | 'queue' | 'redirect' | 'router' | 'lane' | 'closed' | 'autoClose' | 'rating';

export interface TicketLogEntry {
  readonly companyId: CompanyId;
  readonly ticketId: TicketId;
  readonly type: TicketLogType;
  /** Null: the product itself. */
  readonly userId: UserId | null;
  readonly queueId: ServiceQueueId | null;
  readonly detail?: Readonly<Record<string, string | number | null>>;
}

export function ticketLogStore(q: Queryable) {
  return {
    /** Any number of entries of any companies, one statement. */
    async addAcrossCompanies(entries: readonly TicketLogEntry[]): Promise<void> {
      if (entries.length === 0) return;
      await q.query(
        `INSERT INTO "LogTickets" ("companyId", "ticketId", "type", "userId", "queueId", "detail")
         SELECT "companyId", "ticketId", "type", "userId", "queueId", COALESCE("detail", '{}')
           FROM json_to_recordset($1::json) AS e("companyId" int, "ticketId" int, "type" text, "userId" int, "queueId" int, "detail" jsonb)`,
        [JSON.stringify(entries)],
      );
    },
  };
}
