/** Recording what became of claimed rows, and what providers say of them later. Every statement checks the fence or climbs. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { Queryable } from '../../platform/transact';
import { counterStore } from './counter.store';
import type { DeliveryKind, TicketPlan } from './delivery.types';
import type { Outcome } from './outcome.rules';

export interface Attempted {
  readonly id: DeliveryId;
  readonly fence: number;
  readonly partsSent: number;
  readonly providerMessageId: string | null;
  readonly outcome: Outcome;
}

/** A row that this statement moved to sent (or higher), with what its conversation needs. */
export interface Moved {
  readonly id: DeliveryId;
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly campaignId: CampaignId | null;
  readonly kind: DeliveryKind;
  readonly accepted: boolean;
  /** Null: no conversation. */
  readonly ticketPlan: TicketPlan | null;
  readonly recipient: string;
  readonly isGroup: boolean;
  readonly name: string;
  readonly body: string;
  readonly media: Media | null;
  readonly providerMessageId: string | null;
  readonly at: Date;
}

/** The highest a provider said of one delivery in one batch. */
export interface Climb {
  readonly id: DeliveryId;
  readonly connectionId: ConnectionId;
  readonly providerMessageId: string;
  readonly sentAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly readAt: Date | null;
  readonly failed: { readonly code: string; readonly message: string } | null;
}

export function recordStore(q: Queryable) {
  return {
    /**
     * Writes the outcomes of attempts, all in one statement. A row that was claimed again meanwhile (other fence), or that the
     * provider's echo has already moved on, is left alone. `unknown` still accepts its own late answer: the truth beats the wait.
     * @returns the rows that have a conversation or were scheduled, and one of each campaign that moved: a thousand texts need not come back.
     */
    async record(attempts: readonly Attempted[], unknownWaitMs: number): Promise<Moved[]> {
      const sorted = [...attempts].sort((a, b) => a.id - b.id); // one lock order for all writers
      return q.query<Moved & object>(
        `WITH moved AS (
           UPDATE "Deliveries" d
              SET "state" = o."state", "partsSent" = o."partsSent",
                  "providerMessageId" = COALESCE(o."providerMessageId", d."providerMessageId"),
                  "attempts" = d."attempts" + CASE WHEN o."spend" THEN 1 ELSE 0 END,
                  "dueAt" = CASE WHEN o."state" = 'pending' THEN now() + o."retryMs" * interval '1 ms' ELSE d."dueAt" END,
                  "leaseUntil" = CASE WHEN o."state" = 'unknown' THEN now() + $9 * interval '1 ms' END,
                  "errorClass" = o."errorClass", "errorCode" = o."errorCode", "errorText" = o."errorText",
                  "sentAt" = CASE WHEN o."state" = 'sent' THEN now() ELSE d."sentAt" END,
                  "failedAt" = CASE WHEN o."state" = 'failed' THEN now() ELSE d."failedAt" END
             FROM unnest($1::bigint[], $2::int[], $3::text[], $4::smallint[], $5::text[], $6::bool[], $7::float8[], $8::text[], $10::text[], $11::text[])
               AS o("id", "fence", "state", "partsSent", "providerMessageId", "spend", "retryMs", "errorClass", "errorCode", "errorText")
            WHERE d."id" = o."id" AND d."fence" = o."fence" AND d."state" IN ('sending', 'unknown')
          RETURNING d."id", d."companyId", d."connectionId", d."campaignId", d."kind", (d."state" = 'sent') AS "accepted", d."ticketPlan", d."recipient", d."isGroup",
                    d."name", d."body", d."media", d."providerMessageId", now() AS "at"
         )
         SELECT * FROM moved WHERE "ticketPlan" IS NOT NULL OR "kind" = 'scheduled' OR "id" IN (SELECT min("id") FROM moved GROUP BY "campaignId")`,
        [
          sorted.map((a) => a.id), sorted.map((a) => a.fence), sorted.map((a) => a.outcome.state), sorted.map((a) => a.partsSent),
          sorted.map((a) => a.providerMessageId), sorted.map((a) => a.outcome.spendAttempt), sorted.map((a) => a.outcome.retryInMs),
          sorted.map((a) => a.outcome.errorClass), unknownWaitMs, sorted.map((a) => a.outcome.errorCode), sorted.map((a) => a.outcome.errorText),
        ],
      );
    },

    /**
     * Lets rows climb: sent < failed < delivered < read, never down, so every order of the same events ends the same.
     * An echo also settles rows in doubt, and one that was put back to pending because its echo was late: it did leave.
     */
    async climb(climbs: readonly Climb[]): Promise<Moved[]> {
      const sorted = [...climbs].sort((a, b) => a.id - b.id);
      return q.query<Moved & object>(
        `UPDATE "Deliveries" d
            SET "state" = CASE WHEN s."readAt" IS NOT NULL OR d."state" = 'read' THEN 'read'
                               WHEN s."deliveredAt" IS NOT NULL OR d."state" = 'delivered' THEN 'delivered'
                               WHEN s."errorCode" IS NOT NULL THEN 'failed'
                               ELSE 'sent' END,
                "providerMessageId" = COALESCE(d."providerMessageId", s."providerMessageId"), "attempts" = GREATEST(d."attempts", 1),
                "sentAt" = COALESCE(d."sentAt", s."sentAt", s."deliveredAt", s."readAt"),
                "deliveredAt" = COALESCE(d."deliveredAt", s."deliveredAt", s."readAt"),
                "readAt" = COALESCE(d."readAt", s."readAt"),
                "failedAt" = CASE WHEN s."errorCode" IS NOT NULL AND s."deliveredAt" IS NULL AND s."readAt" IS NULL THEN now() ELSE d."failedAt" END,
                "errorClass" = CASE WHEN s."errorCode" IS NULL THEN NULL ELSE 'Rejected' END,
                "errorCode" = s."errorCode", "errorText" = s."errorText", "leaseUntil" = NULL
           FROM unnest($1::bigint[], $2::int[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[])
             AS s("id", "connectionId", "providerMessageId", "sentAt", "deliveredAt", "readAt", "errorCode", "errorText")
             JOIN LATERAL (SELECT b."state" FROM "Deliveries" b WHERE b."id" = s."id") before ON true
          WHERE d."id" = s."id" AND d."connectionId" = s."connectionId"
            AND (d."state" IN ('sending', 'unknown', 'held')
              -- An old refusal must not fail what an operator has just put back; an echo of its leaving does settle it.
              OR (d."state" = 'pending' AND s."errorCode" IS NULL)
              OR (d."state" = 'sent' AND (s."deliveredAt" IS NOT NULL OR s."readAt" IS NOT NULL OR s."errorCode" IS NOT NULL))
              OR (d."state" = 'failed' AND (s."deliveredAt" IS NOT NULL OR s."readAt" IS NOT NULL))
              OR (d."state" = 'delivered' AND s."readAt" IS NOT NULL))
        RETURNING d."id", d."companyId", d."connectionId", d."campaignId", d."kind",
                  (before."state" IN ('sending', 'unknown', 'held', 'pending') AND d."state" <> 'failed') AS "accepted",
                  d."ticketPlan", d."recipient", d."isGroup", d."name",
                  d."body", d."media", d."providerMessageId", now() AS "at"`,
        [
          sorted.map((c) => c.id), sorted.map((c) => c.connectionId), sorted.map((c) => c.providerMessageId), sorted.map((c) => c.sentAt),
          sorted.map((c) => c.deliveredAt), sorted.map((c) => c.readAt), sorted.map((c) => c.failed?.code ?? null), sorted.map((c) => c.failed?.message ?? null),
        ],
      );
    },

    /** Echoes of a first part (the text before an audio): a row in doubt goes on with the second part instead of repeating the first. */
    async partEchoed(ids: readonly DeliveryId[]): Promise<void> {
      await q.query(
        `UPDATE "Deliveries"
            SET "partsSent" = 1,
                "state" = CASE WHEN "state" IN ('unknown', 'held') THEN 'pending' ELSE "state" END,
                "leaseUntil" = CASE WHEN "state" = 'sending' THEN "leaseUntil" END
          WHERE "id" = ANY($1::bigint[]) AND "state" IN ('sending', 'unknown', 'held', 'pending') AND "partsSent" = 0`,
        [ids],
      );
    },

    /** Deliveries by the provider's ids, for channels that do not echo our reference. */
    async byProviderIds(connectionIds: readonly ConnectionId[], providerIds: readonly string[]): Promise<{ id: DeliveryId; connectionId: ConnectionId; providerMessageId: string }[]> {
      return q.query(
        `SELECT d."id", d."connectionId", d."providerMessageId" FROM unnest($1::int[], $2::text[]) AS p("connectionId", "providerMessageId")
           JOIN "Deliveries" d ON d."connectionId" = p."connectionId" AND d."providerMessageId" = p."providerMessageId"`,
        [connectionIds, providerIds],
      );
    },

    /** The newest campaign message of the last seven days to `recipient` (any of its spellings) counts as answered, once. @returns its campaign. */
    async markReplied(companyId: CompanyId, connectionId: ConnectionId, recipients: readonly string[]): Promise<CampaignId | null> {
      const [row] = await q.query<{ campaignId: CampaignId | null; variant: number }>(
        `UPDATE "Deliveries" SET "repliedAt" = now()
          WHERE "repliedAt" IS NULL AND "id" = (
            SELECT d."id" FROM "Campaigns" c JOIN "Deliveries" d ON d."campaignId" = c."id" AND d."recipient" = ANY($3::text[]) AND d."step" = 0
             WHERE c."companyId" = $1 AND c."whatsappId" = $2 AND c."startedAt" > now() - interval '30 days'
               AND d."sentAt" > now() - interval '7 days'
             ORDER BY d."sentAt" DESC LIMIT 1)
        RETURNING "campaignId", "variant"`,
        [companyId, connectionId, recipients],
      );
      if (row?.campaignId == null) return null;
      await counterStore(q).countAnswer(row.campaignId, 0, 'replied', row.variant);
      return row.campaignId;
    },
  };
}
