/** What the sweep looks for: campaigns that should move and perhaps have nobody who moves them. */
import type { Queryable } from '../../platform/transact';
import type { CampaignRef } from './lifecycle.store';

export interface Unsettled extends CampaignRef {
  /** Recipients are still to be written. */
  readonly unprepared: boolean;
  /** Something waits for its lane. */
  readonly sending: boolean;
  /** Rows do not agree with the status yet, or time may have ended something. */
  readonly settle: boolean;
}

export function sweepStore(q: Queryable) {
  return {
    /** Whose time passed too long ago to start unasked; a person decides. */
    async pauseMissedAcrossCompanies(latestMs: number, reason: string): Promise<CampaignRef[]> {
      return q.query<CampaignRef & object>(
        `UPDATE "Campaigns" SET "status" = 'PAUSADA', "pauseReason" = $2, "pausedAt" = now(), "eventSeq" = "eventSeq" + 1, "updatedAt" = now()
          WHERE "status" = 'PROGRAMADA' AND "scheduledAt" <= now() - $1 * interval '1 ms' RETURNING "companyId", "id"`,
        [latestMs, reason],
      );
    },

    /** Due now or within `withinMs`; there is no lower bound, so what fell due while nobody ran is here too. */
    async dueAcrossCompanies(withinMs: number): Promise<(CampaignRef & { inMs: number })[]> {
      return q.query<CampaignRef & { inMs: number }>(
        `SELECT c."companyId", c."id", GREATEST(0, ceil(extract(epoch FROM c."scheduledAt" - now()) * 1000))::float8 AS "inMs"
           FROM "Campaigns" c JOIN "Companies" k ON k."id" = c."companyId"
          WHERE c."status" = 'PROGRAMADA' AND c."scheduledAt" <= now() + $1 * interval '1 ms' AND k."status"
          ORDER BY c."scheduledAt"`,
        [withinMs],
      );
    },

    async unsettledAcrossCompanies(): Promise<Unsettled[]> {
      return q.query<Unsettled & object>(
        `SELECT c."companyId", c."id",
                (c."status" = 'EM_ANDAMENTO' AND c."preparedAt" IS NULL) AS "unprepared",
                (c."status" = 'EM_ANDAMENTO' AND n."pending" > 0) AS "sending",
                CASE c."status" WHEN 'CANCELADA' THEN n."pending" + n."awaiting" > 0
                                WHEN 'PAUSADA' THEN n."awaiting" > 0
                                ELSE c."reopening" IS NOT NULL OR n."awaiting" > 0 OR (c."preparedAt" IS NOT NULL AND n."open" = 0) END AS "settle"
           FROM "Campaigns" c
          CROSS JOIN LATERAL (
            SELECT COALESCE(sum(k."count") FILTER (WHERE k."state" = 'pending'), 0) AS "pending",
                   COALESCE(sum(k."count") FILTER (WHERE k."state" = 'awaiting'), 0) AS "awaiting",
                   COALESCE(sum(k."count") FILTER (WHERE k."state" IN ('pending', 'awaiting', 'sending', 'unknown')), 0) AS "open"
              FROM "CampaignCounters" k WHERE k."campaignId" = c."id") n
          WHERE c."status" IN ('EM_ANDAMENTO', 'PAUSADA', 'CANCELADA')`,
      );
    },
  };
}
