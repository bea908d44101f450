/** The ladder of silence over the tickets: nudge, close, and the rating nobody gave. */
import type { OpeningHours } from '../../kernel/hours';
import type { ServiceQueueId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { TicketKey } from '../tickets';
import type { Ladder, Threshold } from './auto-close.rules';

export interface Silent extends TicketKey {
  readonly queueId: ServiceQueueId | null;
  /** To be said; '' when there is nothing. */
  readonly text: string;
  /** When this rung was reached. */
  readonly at: Date;
}

interface LadderRow extends Omit<Ladder, 'queues'> {
  readonly now: Date;
  readonly queues: readonly { id: ServiceQueueId; hours: OpeningHours }[] | null;
}

export function autoCloseStore(q: Queryable) {
  return {
    /** Of every connection that has a rung, and the database's time, by which silence is counted. */
    async laddersAcrossCompanies(): Promise<readonly (Ladder & { now: Date })[]> {
      const rows = await q.query<LadderRow & object>(
        `SELECT now() AS "now", w."id" AS "connectionId", w."timeInactiveMessage" * (w."inactiveMessage" <> '')::int AS "nudgeAfter",
                w."expiresTicket" AS "closeAfter", w."expiresInBusinessHours" AS "inOpeningHours",
                w."whenExpiresTicket" = 1 AS "onlyOurs", c."timezone", c."hours", s."queues"
           FROM "Whatsapps" w
           JOIN "Companies" c ON c."id" = w."companyId" AND c."status"
           LEFT JOIN (SELECT "companyId", json_agg(json_build_object('id', "id", 'hours', "hours") ORDER BY "id") AS "queues"
                        FROM "Queues" WHERE "hours" IS NOT NULL GROUP BY 1) s ON s."companyId" = c."id"
          WHERE w."expiresTicket" > 0 OR (w."timeInactiveMessage" > 0 AND w."inactiveMessage" <> '')
          ORDER BY w."id"`,
      );
      return rows.map((row) => ({ ...row, queues: row.queues ?? [] }));
    },

    /**
     * A nudge holds for one silence: what a person or a campaign has said since ends that, and the next silence has a nudge of its own.
     * (A contact's message ends it by itself.) What the product says by itself does not count.
     */
    async forgetNudgesAcrossCompanies(): Promise<void> {
      await q.query(
        `UPDATE "Tickets" SET "nudgedAt" = NULL WHERE "id" IN (
           SELECT t."id" FROM "Tickets" t
            WHERE t."status" = 'open' AND t."nudgedAt" IS NOT NULL AND t."lastMessageAt" > t."nudgedAt"
              AND EXISTS (SELECT 1 FROM "Messages" m LEFT JOIN "Deliveries" d ON d."id" = m."deliveryId"
                           WHERE m."ticketId" = t."id" AND m."createdAt" > t."nudgedAt" AND d."kind" IS DISTINCT FROM 'system')
              FOR NO KEY UPDATE OF t SKIP LOCKED)`,
      );
    },

    /**
     * Closes up to `limit` tickets. Their silence is counted from the last message, and over a nudge from the one before it.
     * Closing passes the gate of conversations: the contact's row is held, and whose contact is busy now waits for the next run.
     */
    async closeAcrossCompanies(thresholds: readonly Threshold[], limit: number): Promise<Silent[]> {
      return q.query<Silent & object>(
        `WITH r AS (
           SELECT * FROM json_to_recordset($1::json) AS r("connectionId" int, "queueId" int, "except" int[], "onlyOurs" boolean, "closeBefore" timestamptz)
            WHERE "closeBefore" IS NOT NULL
         ), silent AS (
           (SELECT t."id", t."lastMessageAt" FROM r JOIN "Tickets" t ON t."whatsappId" = r."connectionId" AND t."status" = 'open'
             WHERE t."lastMessageAt" <= r."closeBefore" AND t."nudgedAt" IS NULL AND NOT t."isGroup" AND (t."fromMe" OR NOT r."onlyOurs")
               AND CASE WHEN r."queueId" IS NULL THEN t."queueId" IS NULL OR t."queueId" <> ALL(r."except") ELSE t."queueId" = r."queueId" END
             LIMIT $2)
           UNION ALL
           (SELECT t."id", t."lastMessageAt" FROM r JOIN "Tickets" t ON t."whatsappId" = r."connectionId" AND t."status" = 'open' AND t."nudgedAt" IS NOT NULL
              LEFT JOIN LATERAL (
              SELECT m."createdAt" AS "at" FROM "Messages" m LEFT JOIN "Deliveries" d ON d."id" = m."deliveryId"
               WHERE m."ticketId" = t."id" AND d."kind" IS DISTINCT FROM 'system' ORDER BY m."id" DESC LIMIT 1) said ON true
             WHERE COALESCE(said."at", t."nudgedAt") <= r."closeBefore" AND NOT t."isGroup" AND (t."fromMe" OR NOT r."onlyOurs")
               AND CASE WHEN r."queueId" IS NULL THEN t."queueId" IS NULL OR t."queueId" <> ALL(r."except") ELSE t."queueId" = r."queueId" END
             LIMIT $2)
         ), due AS (
           SELECT t."id", w."expiresInactiveMessage"
             FROM silent
             JOIN "Tickets" t ON t."id" = silent."id" AND t."lastMessageAt" = silent."lastMessageAt"
             JOIN "Contacts" c ON c."id" = t."contactId"
             JOIN "Whatsapps" w ON w."id" = t."whatsappId"
            WHERE t."status" = 'open'
            LIMIT $2 FOR NO KEY UPDATE OF c, t SKIP LOCKED
         )
         UPDATE "Tickets" t SET "status" = 'closed', "unreadMessages" = 0, "updatedAt" = now() FROM due WHERE t."id" = due."id"
         RETURNING t."id", t."companyId", t."queueId", t."closedAt" AS "at", due."expiresInactiveMessage" AS "text"`,
        [JSON.stringify(thresholds), limit],
      );
    },

    /** Marks up to `limit` silent tickets as nudged: once in a silence. */
    async nudgeAcrossCompanies(thresholds: readonly Threshold[], limit: number): Promise<Silent[]> {
      return q.query<Silent & object>(
        `WITH due AS (
           SELECT t."id", w."inactiveMessage"
             FROM json_to_recordset($1::json) AS r("connectionId" int, "queueId" int, "except" int[], "onlyOurs" boolean, "nudgeBefore" timestamptz)
             JOIN "Whatsapps" w ON w."id" = r."connectionId"
             JOIN "Tickets" t ON t."whatsappId" = w."id" AND t."status" = 'open'
            WHERE t."lastMessageAt" <= r."nudgeBefore" AND t."nudgedAt" IS NULL AND NOT t."isGroup" AND (t."fromMe" OR NOT r."onlyOurs")
              AND CASE WHEN r."queueId" IS NULL THEN t."queueId" IS NULL OR t."queueId" <> ALL(r."except") ELSE t."queueId" = r."queueId" END
            LIMIT $2 FOR NO KEY UPDATE OF t SKIP LOCKED
         )
         UPDATE "Tickets" t SET "nudgedAt" = now() FROM due WHERE t."id" = due."id"
         RETURNING t."id", t."companyId", t."queueId", t."nudgedAt" AS "at", due."inactiveMessage" AS "text"`,
        [JSON.stringify(thresholds), limit],
      );
    },

    /** Ratings that nobody gave in time are waited for no more; an hour where the connection is gone. @returns how many. */
    async endRatingsAcrossCompanies(limit: number): Promise<number> {
      const rows = await q.query(
        `UPDATE "Tickets" SET "ratingAskedAt" = NULL
          WHERE "id" IN (SELECT t."id" FROM "Tickets" t LEFT JOIN "Whatsapps" w ON w."id" = t."whatsappId"
                          WHERE t."ratingAskedAt" IS NOT NULL AND t."ratingAskedAt" <= now() - COALESCE(w."ratingTimeout", 60) * interval '1 minute'
                          LIMIT $1 FOR NO KEY UPDATE OF t SKIP LOCKED)
        RETURNING "id"`,
        [limit],
      );
      return rows.length;
    },
  };
}
