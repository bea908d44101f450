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
    /**
     * Direct, scheduled and system messages in lane order; none of a company that was suspended before this statement. A scheduled
     * one to somebody who may not receive it becomes `skipped`.
     */
    async claimDirect(connectionId: ConnectionId, leaseMs: number, limit: number): Promise<Claimed[]> {
      const rows = await q.query<ClaimedRow & { priority: number }>(
        `UPDATE "Deliveries" d
            SET "state" = CASE WHEN p."reason" IS NULL THEN 'sending' ELSE 'skipped' END,
                "errorCode" = COALESCE(p."reason", d."errorCode"), "fence" = d."fence" + 1,
                "claimedAt" = now(), "leaseUntil" = now() + $2 * interval '1 ms'
           FROM (
             SELECT x."id", CASE WHEN o."number" IS NOT NULL THEN 'opt_out' WHEN c."number" IS NOT NULL THEN 'contact_inactive' END AS "reason"
               FROM (SELECT r."id", r."companyId", CASE WHEN r."kind" = 'scheduled' THEN r."recipient" END AS "checked" FROM "Deliveries" r
                      WHERE r."connectionId" = $1 AND r."state" = 'pending' AND r."campaignId" IS NULL AND r."dueAt" <= now()
                        AND EXISTS (SELECT 1 FROM "Whatsapps" w JOIN "Companies" k ON k."id" = w."companyId" WHERE w."id" = $1 AND k."status")
                      ORDER BY r."priority", r."dueAt", r."id" LIMIT $3 FOR UPDATE SKIP LOCKED) x
               LEFT JOIN "OptOuts" o ON o."companyId" = x."companyId" AND o."number" = x."checked"
               LEFT JOIN "Contacts" c ON c."companyId" = x."companyId" AND c."number" = x."checked" AND NOT c."active"
           ) p
          WHERE d."id" = p."id"
        RETURNING d."id", d."companyId", d."campaignId", d."fence", d."attempts", d."partsSent", d."recipient", d."isGroup",
                  d."body", d."media", d."traceId", d."state", d."priority"`,
        [connectionId, leaseMs, limit],
      );
      return rows.filter((row) => row.state === 'sending').sort((a, b) => a.priority - b.priority || a.id - b.id);
    },

    /**
     * Recipients of one campaign in list order. The company's and the campaign's status, the opt-outs and the contact's state are
     * looked at in this very statement, so whatever was committed before it wins; who may not receive becomes `skipped` instead.
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
                        AND EXISTS (SELECT 1 FROM "Campaigns" k JOIN "Companies" f ON f."id" = k."companyId"
                                     WHERE k."id" = $1 AND k."status" = 'EM_ANDAMENTO' AND f."status")
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
