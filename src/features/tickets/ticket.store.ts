/** Single tickets, as they are shown. Lists are in ticket-list.store, moves in ticket-move.store, messages in message.store. */
import type { CompanyId, TicketId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { IN_SIGHT } from './sight.store';
import type { TicketRow } from './ticket.view';

/** A `TicketRow` of the ticket `t`. */
export const TICKET = `
  SELECT t.*,
         json_build_object('id', c."id", 'companyId', c."companyId", 'name', c."name", 'number', c."number", 'email', c."email",
           'isGroup', c."isGroup", 'active', c."active", 'profilePicUrl', c."profilePicUrl") AS "contact",
         COALESCE((SELECT json_agg(json_build_object('id', g."id", 'name', g."name", 'color', g."color", 'kanban', g."kanban") ORDER BY g."kanban" DESC, g."name")
                     FROM "TicketTags" x JOIN "Tags" g ON g."id" = x."tagId" WHERE x."ticketId" = t."id"), '[]') AS "tags",
         s."name" AS "queueName", s."color" AS "queueColor", u."name" AS "userName", w."name" AS "whatsappName"
    FROM "Tickets" t
    JOIN "Contacts" c ON c."id" = t."contactId"
    LEFT JOIN "Queues" s ON s."id" = t."queueId"
    LEFT JOIN "Users" u ON u."id" = t."userId"
    LEFT JOIN "Whatsapps" w ON w."id" = t."whatsappId"`;

export function ticketStore(q: Queryable) {
  return {
    async find(companyId: CompanyId, id: TicketId): Promise<TicketRow | null> {
      const [row] = await q.query<TicketRow>(TICKET.concat(' WHERE t."companyId" = $1 AND t."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    async idOf(companyId: CompanyId, uuid: string): Promise<TicketId | null> {
      const [row] = await q.query<{ id: TicketId }>('SELECT "id" FROM "Tickets" WHERE "companyId" = $1 AND "uuid" = $2', [companyId, uuid]);
      return row?.id ?? null;
    },

    /** @returns null when the company has no such ticket. */
    async inSight(companyId: CompanyId, eyes: number | null, id: TicketId): Promise<boolean | null> {
      const [row] = await q.query<{ seen: boolean }>('SELECT '.concat(IN_SIGHT, ' AS "seen" FROM "Tickets" t WHERE t."companyId" = $1 AND t."id" = $4'), [companyId, eyes, true, id]);
      return row?.seen ?? null;
    },

    async byIdsAcrossCompanies(ids: readonly TicketId[]): Promise<TicketRow[]> {
      return q.query<TicketRow>(TICKET.concat(' WHERE t."id" = ANY($1::int[])'), [ids]);
    },

    /** @returns true when there was something unread. */
    async markRead(companyId: CompanyId, id: TicketId): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Tickets" SET "unreadMessages" = 0 WHERE "companyId" = $1 AND "id" = $2 AND "unreadMessages" > 0 RETURNING "id"`,
        [companyId, id],
      );
      return rows.length > 0;
    },

    /** Which of the two are this company's own, and stay so until the transaction ends; null needs no owner. `member`: the user may answer in that service queue. */
    async owns(companyId: CompanyId, queueId: number | null, userId: number | null): Promise<{ queue: boolean; user: boolean; member: boolean }> {
      const rows = await q.query<{ queue: boolean; user: boolean; member: boolean }>(
        `SELECT $2::int IS NULL OR EXISTS (SELECT 1 FROM "Queues" WHERE "companyId" = $1 AND "id" = $2 FOR KEY SHARE) AS "queue",
                $3::int IS NULL OR EXISTS (SELECT 1 FROM "Users" WHERE "companyId" = $1 AND "id" = $3 FOR KEY SHARE) AS "user",
                $2::int IS NULL OR $3::int IS NULL
                  OR EXISTS (SELECT 1 FROM "UserQueues" WHERE "userId" = $3 AND "queueId" = $2)
                  OR NOT EXISTS (SELECT 1 FROM "UserQueues" WHERE "userId" = $3)
                  OR EXISTS (SELECT 1 FROM "Users" WHERE "id" = $3 AND ("profile" = 'admin' OR "super")) AS "member"`,
        [companyId, queueId, userId],
      );
      return onlyRow(rows);
    },
  };
}
