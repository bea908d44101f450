/** What contacts think of a conversation that was closed. */
import type { CompanyId, ConnectionId, ContactId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface Rated {
  userId: UserId | null;
  queueId: ServiceQueueId | null;
}

export interface RatingRow {
  userId: UserId | null;
  name: string | null;
  rate: number;
  count: number;
}

export function ratingStore(q: Queryable) {
  return {
    /** From now on an answer is awaited, for as long as the connection waits. */
    async askAcrossCompanies(tickets: readonly { readonly companyId: CompanyId; readonly id: TicketId }[]): Promise<void> {
      await q.query(
        `UPDATE "Tickets" t SET "ratingAskedAt" = now()
           FROM json_to_recordset($1::json) AS w("companyId" int, "id" int)
          WHERE t."id" = w."id" AND t."companyId" = w."companyId" AND t."status" = 'closed'`,
        [JSON.stringify(tickets)],
      );
    },

    /** The closed conversation whose rating is still awaited from this contact. */
    async awaited(companyId: CompanyId, contactId: ContactId, connectionId: ConnectionId): Promise<TicketId | null> {
      const [row] = await q.query<{ id: TicketId }>(
        `SELECT t."id" FROM "Tickets" t JOIN "Whatsapps" w ON w."id" = t."whatsappId"
          WHERE t."companyId" = $1 AND t."contactId" = $2 AND t."whatsappId" = $3 AND t."status" = 'closed'
            AND t."ratingAskedAt" > now() - w."ratingTimeout" * interval '1 minute'
          ORDER BY t."id" DESC LIMIT 1`,
        [companyId, contactId, connectionId],
      );
      return row?.id ?? null;
    },

    /** One answer a question. @returns null when it was answered before. */
    async rate(companyId: CompanyId, ticketId: TicketId, rate: number): Promise<Rated | null> {
      const [row] = await q.query<Rated>(
        `WITH rated AS (
           INSERT INTO "UserRatings" ("companyId", "ticketId", "userId", "rate", "askedAt")
           SELECT "companyId", "id", "userId", $3, "ratingAskedAt" FROM "Tickets" WHERE "companyId" = $1 AND "id" = $2 AND "ratingAskedAt" IS NOT NULL
           ON CONFLICT ("ticketId", "askedAt") DO NOTHING RETURNING "ticketId"
         )
         UPDATE "Tickets" SET "ratingAskedAt" = NULL WHERE "companyId" = $1 AND "id" IN (SELECT "ticketId" FROM rated) RETURNING "userId", "queueId"`,
        [companyId, ticketId, rate],
      );
      return row ?? null;
    },

    /** How often each user got each rate, by the local days on which they came; null: no bound. */
    async summary(companyId: CompanyId, dateStart: string | null, dateEnd: string | null): Promise<RatingRow[]> {
      return q.query<RatingRow>(
        `SELECT r."userId", u."name", r."rate", count(*) AS "count"
           FROM "UserRatings" r JOIN "Companies" c ON c."id" = r."companyId" LEFT JOIN "Users" u ON u."id" = r."userId"
          WHERE r."companyId" = $1
            AND ($2::date IS NULL OR r."createdAt" >= $2::date::timestamp AT TIME ZONE c."timezone")
            AND ($3::date IS NULL OR r."createdAt" < ($3::date + 1)::timestamp AT TIME ZONE c."timezone")
          GROUP BY 1, 2, 3 ORDER BY 2, 1, 3`,
        [companyId, dateStart, dateEnd],
      );
    },
  };
}
