/** Who may be given tickets, which tickets wait, and their handing out. */
import type { CompanyId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { TicketKey } from '../tickets';

/** A member of a routed service queue; one without members has one row of nobody. */
export interface MemberRow {
  readonly companyId: CompanyId;
  readonly queueId: ServiceQueueId;
  readonly userId: UserId | null;
  /** Online and an attendant. */
  readonly eligible: boolean;
  readonly capacity: number | null;
  readonly load: number;
  readonly lastAssignedAt: Date | null;
}

export interface WaitingRow extends TicketKey {
  readonly queueId: ServiceQueueId;
  /** Who has it now; null: nobody. */
  readonly userId: UserId | null;
  readonly waitingSince: Date;
  /** The company wants a word said to who waits. */
  readonly greet: boolean;
}

/** A place in the line of waiting tickets. */
export interface LinePlace {
  readonly waitingSince: Date;
  readonly id: TicketId;
}

export function routerStore(q: Queryable) {
  return {
    /**
     * Holds the routed service queues until the transaction ends: two routers at once would each count the same attendants'
     * tickets and together give them too many.
     */
    async holdQueuesAcrossCompanies(): Promise<ServiceQueueId[]> {
      const rows = await q.query<{ id: ServiceQueueId }>(
        `SELECT s."id" FROM "Queues" s JOIN "Companies" c ON c."id" = s."companyId" AND c."status"
          WHERE s."ativarRoteador" AND s."tempoRoteador" > 0 ORDER BY s."id" FOR NO KEY UPDATE OF s`,
      );
      return rows.map(({ id }) => id);
    },

    async membersAcrossCompanies(queueIds: readonly ServiceQueueId[]): Promise<MemberRow[]> {
      return q.query<MemberRow & object>(
        `WITH members AS (
           SELECT s."companyId", s."id" AS "queueId", u."id" AS "userId", COALESCE(u."online" AND u."profile" = 'user', false) AS "eligible", u."capacity"
             FROM "Queues" s
             LEFT JOIN "UserQueues" m ON m."queueId" = s."id"
             LEFT JOIN "Users" u ON u."id" = m."userId" AND u."companyId" = s."companyId"
            WHERE s."id" = ANY($1::int[])
         ), loads AS (
           SELECT t."userId", count(*) AS "load", max(t."assignedAt") AS "lastAssignedAt" FROM "Tickets" t
            WHERE t."status" <> 'closed' AND t."userId" IN (SELECT "userId" FROM members WHERE "eligible") GROUP BY 1
         )
         SELECT m.*, COALESCE(l."load", 0) AS "load", l."lastAssignedAt" FROM members m LEFT JOIN loads l ON l."userId" = m."userId" AND m."eligible"
          ORDER BY m."queueId", m."userId"`,
        [queueIds],
      );
    },

    /**
     * Claims tickets of these service queues that nobody has, that somebody has had for his time, or whose somebody cannot take
     * them any more (offline, no longer a member): longest waiting first, those after `after`. One that an attendant is just
     * accepting is left to him.
     */
    async claimWaitingAcrossCompanies(queueIds: readonly ServiceQueueId[], after: LinePlace | null, limit: number): Promise<WaitingRow[]> {
      return q.query<WaitingRow & object>(
        `SELECT t."id", t."companyId", t."queueId", t."userId", t."waitingSince",
                EXISTS (SELECT 1 FROM "Settings" o WHERE o."companyId" = t."companyId" AND o."key" = 'sendGreetingMessageOneQueues' AND o."value" = '"enabled"') AS "greet"
           FROM "Tickets" t
           JOIN "Queues" s ON s."id" = t."queueId" AND s."companyId" = t."companyId"
          WHERE t."status" = 'pending' AND t."queueId" = ANY($1::int[])
            AND (t."userId" IS NULL
              OR t."assignedAt" <= now() - s."tempoRoteador" * interval '1 minute'
              OR NOT EXISTS (SELECT 1 FROM "UserQueues" m JOIN "Users" u ON u."id" = m."userId"
                              WHERE m."queueId" = t."queueId" AND m."userId" = t."userId" AND u."companyId" = t."companyId" AND u."online" AND u."profile" = 'user'))
            AND ($2::timestamptz IS NULL OR (t."waitingSince", t."id") > ($2, $3::int))
          ORDER BY t."waitingSince", t."id" LIMIT $4 FOR NO KEY UPDATE OF t SKIP LOCKED`,
        [queueIds, after?.waitingSince ?? null, after?.id ?? null, limit],
      );
    },

    /** Gives each ticket to its user, whose time with it begins now; one that stays with him does not move in lists. @returns those that were still as they were read; nobody who is just being removed gets any. */
    async assignAcrossCompanies(assigned: readonly { ticketId: TicketId; queueId: ServiceQueueId; userId: UserId; was: UserId | null }[]): Promise<TicketId[]> {
      const rows = await q.query<{ id: TicketId }>(
        `WITH r AS (
           SELECT r.* FROM json_to_recordset($1::json) AS r("ticketId" int, "queueId" int, "userId" int, "was" int)
             JOIN "Users" u ON u."id" = r."userId" FOR KEY SHARE OF u SKIP LOCKED)
         UPDATE "Tickets" t SET "userId" = r."userId", "assignedAt" = now(), "updatedAt" = CASE WHEN r."userId" IS DISTINCT FROM r."was" THEN now() ELSE t."updatedAt" END
           FROM r WHERE t."id" = r."ticketId" AND t."status" = 'pending' AND t."queueId" = r."queueId" AND t."userId" IS NOT DISTINCT FROM r."was"
        RETURNING t."id"`,
        [JSON.stringify(assigned)],
      );
      return rows.map(({ id }) => id);
    },
  };
}
