/**
 * The rows of a campaign follow its status, in chunks: a cancelled campaign's open rows are closed, a restarted one's are
 * opened again, failed ones on request. Each function moves at most `limit` rows and says how many it moved, so that a
 * transaction stays short at any size. The caller holds the campaign's row locked: its status cannot change meanwhile.
 */
import type { CampaignId, CompanyId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { Reopening } from './campaign.types';

export function shippingStore(q: Queryable) {
  const countOf = async (sql: string, bind: readonly unknown[]): Promise<number> => onlyRow(await q.query<{ count: number }>(sql, bind)).count;

  return {
    /** Rows under way are left to their outcome: nobody can call a message back. */
    cancelOpen: (companyId: CompanyId, campaignId: CampaignId, limit: number): Promise<number> =>
      countOf(
        `WITH moved AS (
           UPDATE "Deliveries" SET "state" = 'cancelled'
            WHERE "companyId" = $1 AND "id" IN (
              SELECT "id" FROM (SELECT "id" FROM "Deliveries" WHERE "campaignId" = $2 AND "state" = 'pending' LIMIT $3 FOR UPDATE SKIP LOCKED) p
              UNION ALL
              SELECT "id" FROM (SELECT "id" FROM "Deliveries" WHERE "campaignId" = $2 AND "state" = 'awaiting' LIMIT $3 FOR UPDATE SKIP LOCKED) a)
           RETURNING 1)
         SELECT count(*) AS "count" FROM moved`,
        [companyId, campaignId, limit],
      ),

    /**
     * Terminal rows become open again, each with an entry in its history. A message whose question has no answer yet awaits it
     * again. What was already sent of a message in two parts stays sent.
     */
    reopen: (companyId: CompanyId, campaignId: CampaignId, reopening: Reopening, limit: number): Promise<number> =>
      countOf(
        `WITH picked AS (
           SELECT d."id", d."state", (d."step" = 0 AND q."id" IS NOT NULL AND q."repliedAt" IS NULL) AS "asks"
             FROM "Deliveries" d
             LEFT JOIN "Deliveries" q ON q."campaignId" = d."campaignId" AND q."recipient" = d."recipient" AND q."step" = 1
            WHERE d."companyId" = $1 AND d."campaignId" = $2
              AND d."state" IN ('failed', 'skipped', 'unknown', 'held', 'cancelled') AND d."state" = ANY($3::text[])
              AND (d."failedAt" IS NULL OR d."failedAt" <= $4::timestamptz)
            LIMIT $5 FOR UPDATE OF d
         ), moved AS (
           UPDATE "Deliveries" d
              SET "state" = CASE WHEN p."asks" THEN 'awaiting' ELSE 'pending' END, "attempts" = 0, "providerMessageId" = NULL,
                  "dueAt" = CASE WHEN p."state" = 'cancelled' THEN d."dueAt" ELSE now() END,
                  "errorClass" = NULL, "errorCode" = NULL, "errorText" = NULL, "failedAt" = NULL, "sentAt" = NULL
             FROM picked p WHERE d."id" = p."id"
           RETURNING d."id", p."state"
         ), noted AS (
           INSERT INTO "DeliveryEvents" ("deliveryId", "type", "detail")
           SELECT "id", 'reopened', jsonb_build_object('from', "state", 'by', $6::int) FROM moved ORDER BY "id"
           RETURNING 1)
         SELECT count(*) AS "count" FROM noted`,
        [companyId, campaignId, reopening.states, reopening.before, limit, reopening.by],
      ),

    /** A question that could not be asked decides for its message: the same end, for the same reason. */
    followFailedQuestions: (companyId: CompanyId, campaignId: CampaignId, limit: number): Promise<number> =>
      countOf(
        `WITH unasked AS (
           SELECT m."id", q."state", q."errorClass", q."errorCode", q."errorText"
             FROM "Deliveries" q
             JOIN "Deliveries" m ON m."campaignId" = q."campaignId" AND m."recipient" = q."recipient" AND m."step" = 0
            WHERE q."companyId" = $1 AND q."campaignId" = $2 AND q."step" = 1 AND q."state" IN ('failed', 'skipped') AND m."state" = 'awaiting'
            LIMIT $3 FOR UPDATE OF m
         ), moved AS (
           UPDATE "Deliveries" m
              SET "state" = u."state", "errorClass" = u."errorClass", "errorCode" = u."errorCode", "errorText" = u."errorText",
                  "failedAt" = CASE WHEN u."state" = 'failed' THEN now() END
             FROM unasked u WHERE m."id" = u."id"
           RETURNING 1)
         SELECT count(*) AS "count" FROM moved`,
        [companyId, campaignId, limit],
      ),

    /**
     * Messages whose question went unanswered for too long. Questions leave in list order and so expire in it: only the first
     * `limit` that await are looked at, however many do.
     */
    expireQuestions: (companyId: CompanyId, campaignId: CampaignId, timeoutMinutes: number, limit: number): Promise<number> =>
      countOf(
        `WITH oldest AS (
           SELECT "id", "recipient" FROM "Deliveries" WHERE "companyId" = $1 AND "campaignId" = $2 AND "state" = 'awaiting' ORDER BY "id" LIMIT $4
         ), expired AS (
           SELECT m."id" FROM oldest o
             JOIN "Deliveries" m ON m."id" = o."id"
             JOIN "Deliveries" q ON q."campaignId" = $2 AND q."recipient" = o."recipient" AND q."step" = 1
            WHERE m."state" = 'awaiting' AND q."state" IN ('sent', 'delivered', 'read', 'held')
              AND COALESCE(q."sentAt", q."claimedAt") <= now() - $3 * interval '1 minute'
            FOR UPDATE OF m
         ), moved AS (
           UPDATE "Deliveries" SET "state" = 'skipped', "errorCode" = 'confirmation_expired' WHERE "id" IN (SELECT "id" FROM expired)
           RETURNING 1)
         SELECT count(*) AS "count" FROM moved`,
        [companyId, campaignId, timeoutMinutes, limit],
      ),
  };
}
