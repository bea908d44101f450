/** The sweep's statements: what a killed process left behind is found by its lease, never by its age. */
import type { CampaignId, CompanyId, DeliveryId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

/** Rows a statement of the sweep touches at most: a bounded transaction, and the next sweep is seconds away. */
const BATCH = 5_000;

export interface Swept {
  readonly id: DeliveryId;
  readonly companyId: CompanyId;
  readonly campaignId: CampaignId | null;
}

export function sweepStore(q: Queryable) {
  return {
    /** Leases that ran out: the caller may have died before, during or after the call, so nobody knows. */
    async doubtExpiredAcrossCompanies(waitMs: number): Promise<Swept[]> {
      return q.query<Swept & object>(
        `UPDATE "Deliveries" SET "state" = 'unknown', "leaseUntil" = now() + $1 * interval '1 ms'
          WHERE "id" IN (SELECT "id" FROM "Deliveries" WHERE "state" = 'sending' AND "leaseUntil" < now() ORDER BY "id" LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING "id", "companyId", "campaignId"`,
        [waitMs, BATCH],
      );
    },

    /**
     * Doubts whose window is over. On a channel that echoes our reference, silence means that the message was never taken:
     * it is sent again. On one that does not, a campaign's message is held for a person to decide, any other is sent again.
     */
    async settleDoubtsAcrossCompanies(echoingChannels: readonly string[]): Promise<Swept[]> {
      return q.query<Swept & object>(
        `UPDATE "Deliveries" d
            SET "state" = CASE WHEN d."campaignId" IS NULL OR w."channel" = ANY($1::text[]) THEN 'pending' ELSE 'held' END,
                "leaseUntil" = NULL, "dueAt" = now()
           FROM "Whatsapps" w
          WHERE w."id" = d."connectionId"
            AND d."id" IN (SELECT "id" FROM "Deliveries" WHERE "state" = 'unknown' AND "leaseUntil" < now() ORDER BY "id" LIMIT $2 FOR UPDATE SKIP LOCKED)
        RETURNING d."id", d."companyId", d."campaignId"`,
        [echoingChannels, BATCH],
      );
    },

    /** At start: echoes sent while nobody listened are still on their way, so every doubt waits a full window more. */
    async renewDoubtsAcrossCompanies(waitMs: number): Promise<void> {
      await q.query(`UPDATE "Deliveries" SET "leaseUntil" = now() + $1 * interval '1 ms' WHERE "state" = 'unknown'`, [waitMs]);
    },
  };
}
