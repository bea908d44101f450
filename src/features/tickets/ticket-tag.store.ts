import type { CompanyId, ServiceQueueId, TagId, TicketId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface CarriedTag {
  readonly id: TagId;
  readonly kanban: boolean;
}

export function ticketTagStore(q: Queryable) {
  return {
    /** Whoever changes the tags of a ticket holds it: the lane it leaves is the one it was in. @returns null when there is no such ticket */
    async lock(companyId: CompanyId, id: TicketId): Promise<{ queueId: ServiceQueueId | null } | null> {
      const [row] = await q.query<{ queueId: ServiceQueueId | null }>(
        `SELECT "queueId" FROM "Tickets" WHERE "companyId" = $1 AND "id" = $2 FOR NO KEY UPDATE`,
        [companyId, id],
      );
      return row ?? null;
    },

    async carried(companyId: CompanyId, ticketId: TicketId): Promise<CarriedTag[]> {
      return q.query<CarriedTag & object>(`SELECT "tagId" AS "id", "kanban" FROM "TicketTags" WHERE "companyId" = $1 AND "ticketId" = $2`, [companyId, ticketId]);
    },

    /** Those of `ids` that are the company's. */
    async own(companyId: CompanyId, ids: readonly TagId[]): Promise<CarriedTag[]> {
      return q.query<CarriedTag & object>(`SELECT "id", "kanban" FROM "Tags" WHERE "companyId" = $1 AND "id" = ANY($2::int[]) FOR KEY SHARE`, [companyId, ids]);
    },

    async detach(companyId: CompanyId, ticketId: TicketId, ids: readonly TagId[]): Promise<void> {
      await q.query(`DELETE FROM "TicketTags" WHERE "companyId" = $1 AND "ticketId" = $2 AND "tagId" = ANY($3::int[])`, [companyId, ticketId, ids]);
    },

    async attach(companyId: CompanyId, ticketId: TicketId, ids: readonly TagId[]): Promise<void> {
      await q.query(
        `INSERT INTO "TicketTags" ("companyId", "ticketId", "tagId") SELECT $1, $2, given FROM unnest($3::int[]) AS given ON CONFLICT ("ticketId", "tagId") DO NOTHING`,
        [companyId, ticketId, ids],
      );
    },
  };
}
