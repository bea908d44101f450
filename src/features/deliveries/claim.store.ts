/** Claiming: rows leave `pending` here and nowhere else. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { Queryable } from '../../platform/transact';

/** A delivery in the hands of this process until its lease ends. */
export interface Claimed {
  readonly id: DeliveryId;
  readonly companyId: CompanyId;
  readonly campaignId: CampaignId | null;
  readonly fence: number;
  /** Attempts made before this one; a process that died in one did not spend it. */
  readonly attempts: number;
  readonly partsSent: number;
  readonly recipient: string;
  readonly isGroup: boolean;
  readonly body: string;
  readonly media: Media | null;
  readonly traceId: string | null;
}

type ClaimedRow = Claimed & { state: string };

export function claimStore(q: Queryable) {
  return {
    /** Direct, scheduled and system messages in lane order. */
    async claimDirect(connectionId: ConnectionId, leaseMs: number, limit: number): Promise<Claimed[]> {
      const rows = await q.query<ClaimedRow>(
        `UPDATE "Deliveries" d
            SET "state" = 'sending', "fence" = d."fence" + 1,
                "claimedAt" = now(), "leaseUntil" = now() + $2 * interval '1 ms'
          WHERE d."id" IN (
            SELECT p."id" FROM "Deliveries" p
             WHERE p."connectionId" = $1 AND p."state" = 'pending' AND p."campaignId" IS NULL AND p."dueAt" <= now()
             ORDER BY p."priority", p."dueAt", p."id" LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING d."id", d."companyId", d."campaignId", d."fence", d."attempts", d."partsSent", d."recipient", d."isGroup",
                  d."body", d."media", d."traceId", d."state", d."priority"`,
        [connectionId, leaseMs, limit],
      );
      return (rows as (ClaimedRow & { priority: number })[]).sort((a, b) => a.priority - b.priority || a.id - b.id);
    },

    /**
     * Recipients of one campaign in list order. The campaign's status, the opt-outs and the contact's state are looked at
     * in this very statement, so whatever was committed before it wins; who may not receive becomes `skipped` instead.
     */
    async claimCampaign(campaignId: CampaignId, leaseMs: number, limit: number): Promise<{ claimed: Claimed[]; skipped: number }> {
      const rows = await q.query<ClaimedRow>(
        `UPDATE "Deliveries" d
            SET "state" = CASE WHEN p."reason" IS NULL THEN 'sending' ELSE 'skipped' END,
                "errorCode" = p."reason", "fence" = d."fence" + 1,
                "claimedAt" = now(), "leaseUntil" = now() + $2 * interval '1 ms'
           FROM (
             SELECT x."id", CASE WHEN o."number" IS NOT NULL THEN 'opt_out' WHEN c."number" IS NOT NULL THEN 'contact_inactive' END AS "reason"
               FROM (SELECT r."id", r."companyId", r."recipient" FROM "Deliveries" r
                      WHERE r."campaignId" = $1 AND r."state" = 'pending' AND r."dueAt" <= now()
                        AND EXISTS (SELECT 1 FROM "Campaigns" k WHERE k."id" = $1 AND k."status" = 'EM_ANDAMENTO')
                      ORDER BY r."dueAt", r."id" LIMIT $3 FOR UPDATE SKIP LOCKED) x
               LEFT JOIN "OptOuts" o ON o."companyId" = x."companyId" AND o."number" = x."recipient"
               LEFT JOIN "Contacts" c ON c."companyId" = x."companyId" AND c."number" = x."recipient" AND NOT c."active"
           ) p
          WHERE d."id" = p."id"
        RETURNING d."id", d."companyId", d."campaignId", d."fence", d."attempts", d."partsSent", d."recipient", d."isGroup",
                  d."body", d."media", d."traceId", d."state"`,
        [campaignId, leaseMs, limit],
      );
      const claimed = rows.filter((row) => row.state === 'sending').sort((a, b) => a.id - b.id);
      return { claimed, skipped: rows.length - claimed.length };
    },
  };
}
