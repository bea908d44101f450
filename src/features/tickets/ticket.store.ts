/** Reading and moving tickets. Their messages are in message.store, how they come to be in conversation.store. */
import type { CompanyId, ContactId, TicketId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { TicketStatus } from './ticket.types';
import type { TicketRow } from './ticket.view';

export interface TicketFilter {
  /** Null: of any status. Likewise below. */
  readonly status: TicketStatus | null;
  /** Tickets of these service queues, and those in none. */
  readonly queueIds: readonly number[] | null;
  readonly userIds: readonly number[] | null;
  /** Only what this user may answer: his tickets and those of nobody. */
  readonly seenBy: number | null;
  readonly unreadOnly: boolean;
  /** Part of the contact's name or number. */
  readonly search: string | null;
}

export interface TicketChange {
  readonly status?: TicketStatus | undefined;
  readonly queueId?: number | null | undefined;
  readonly userId?: number | null | undefined;
}

const SELECT = `
  SELECT t.*, c."name" AS "contactName", c."number" AS "contactNumber", c."email" AS "contactEmail", c."profilePicUrl" AS "contactPicture",
         s."name" AS "queueName", s."color" AS "queueColor", u."name" AS "userName", w."name" AS "whatsappName"`;
const FROM = `
    FROM "Tickets" t
    JOIN "Contacts" c ON c."id" = t."contactId"
    LEFT JOIN "Queues" s ON s."id" = t."queueId"
    LEFT JOIN "Users" u ON u."id" = t."userId"
    LEFT JOIN "Whatsapps" w ON w."id" = t."whatsappId"`;
const MATCHING = `
   WHERE t."companyId" = $1
     AND ($2::text IS NULL OR t."status" = $2)
     AND ($3::int[] IS NULL OR t."queueId" = ANY($3) OR t."queueId" IS NULL)
     AND ($4::int[] IS NULL OR t."userId" = ANY($4))
     AND ($5::int IS NULL OR t."userId" = $5 OR t."userId" IS NULL)
     AND (NOT $6::boolean OR t."unreadMessages" > 0)
     AND ($7::text IS NULL OR c."name" ILIKE $7 OR c."number" LIKE $7)`;

export function ticketStore(q: Queryable) {
  return {
    /** One page, last moved first, and how many there are in all. */
    async list(companyId: CompanyId, filter: TicketFilter, page: { limit: number; offset: number }): Promise<{ rows: TicketRow[]; count: number }> {
      const { status, queueIds, userIds, seenBy, unreadOnly, search } = filter;
      const bind = [companyId, status, queueIds, userIds, seenBy, unreadOnly, search === null ? null : likePattern(search)];
      const [rows, counted] = await Promise.all([
        q.query<TicketRow>(SELECT.concat(FROM, MATCHING, ' ORDER BY t."updatedAt" DESC, t."id" DESC LIMIT $8 OFFSET $9'), [...bind, page.limit, page.offset]),
        q.query<{ count: number }>('SELECT count(*) AS "count"'.concat(FROM, MATCHING), bind),
      ]);
      return { rows, count: onlyRow(counted).count };
    },

    async find(companyId: CompanyId, id: TicketId): Promise<TicketRow | null> {
      const [row] = await q.query<TicketRow>(SELECT.concat(FROM, ' WHERE t."companyId" = $1 AND t."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    async findByUuid(companyId: CompanyId, uuid: string): Promise<TicketRow | null> {
      const [row] = await q.query<TicketRow>(SELECT.concat(FROM, ' WHERE t."companyId" = $1 AND t."uuid" = $2'), [companyId, uuid]);
      return row ?? null;
    },

    async byIdsAcrossCompanies(ids: readonly TicketId[]): Promise<TicketRow[]> {
      return q.query<TicketRow>(SELECT.concat(FROM, ' WHERE t."id" = ANY($1::int[])'), [ids]);
    },

    /** Closing and opening pass the gate of conversation.store. @returns null when the company has no such ticket. */
    async lockContactOf(companyId: CompanyId, id: TicketId): Promise<ContactId | null> {
      const [row] = await q.query<{ id: ContactId }>(
        `SELECT c."id" FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" WHERE t."companyId" = $1 AND t."id" = $2 FOR NO KEY UPDATE OF c`,
        [companyId, id],
      );
      return row?.id ?? null;
    },

    /** @returns false when it would be the second living ticket of its contact and connection. */
    async change(companyId: CompanyId, id: TicketId, { status, queueId, userId }: TicketChange): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Tickets" t
            SET "status" = COALESCE($3, t."status"),
                "queueId" = CASE WHEN $4::boolean THEN $5::int ELSE t."queueId" END,
                "userId" = CASE WHEN $6::boolean THEN $7::int ELSE t."userId" END,
                "unreadMessages" = CASE WHEN $3 = 'closed' THEN 0 ELSE t."unreadMessages" END,
                "updatedAt" = now()
          WHERE t."companyId" = $1 AND t."id" = $2
            AND (COALESCE($3, t."status") = 'closed' OR NOT EXISTS (
              SELECT 1 FROM "Tickets" o WHERE o."contactId" = t."contactId" AND o."whatsappId" = t."whatsappId" AND o."status" <> 'closed' AND o."id" <> t."id"))
        RETURNING t."id"`,
        [companyId, id, status ?? null, queueId !== undefined, queueId ?? null, userId !== undefined, userId ?? null],
      );
      return rows.length > 0;
    },

    /** @returns true when there was something unread. */
    async markRead(companyId: CompanyId, id: TicketId): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Tickets" SET "unreadMessages" = 0 WHERE "companyId" = $1 AND "id" = $2 AND "unreadMessages" > 0 RETURNING "id"`,
        [companyId, id],
      );
      return rows.length > 0;
    },

    /** Which of the two are this company's own; null needs no owner. */
    async owns(companyId: CompanyId, queueId: number | null, userId: number | null): Promise<{ queue: boolean; user: boolean }> {
      const rows = await q.query<{ queue: boolean; user: boolean }>(
        `SELECT $2::int IS NULL OR EXISTS (SELECT 1 FROM "Queues" WHERE "companyId" = $1 AND "id" = $2) AS "queue",
                $3::int IS NULL OR EXISTS (SELECT 1 FROM "Users" WHERE "companyId" = $1 AND "id" = $3) AS "user"`,
        [companyId, queueId, userId],
      );
      return onlyRow(rows);
    },
  };
}
