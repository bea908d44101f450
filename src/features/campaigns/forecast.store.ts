/** What shares a lane with a campaign. */
import type { CampaignId, CompanyId, ConnectionId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface Neighbour {
  readonly id: CampaignId;
  readonly connectionId: ConnectionId;
  /** Messages and questions that wait to leave. */
  readonly waiting: number;
}

export function forecastStore(q: Queryable) {
  return {
    /** Campaigns under way on these connections. */
    async neighbours(companyId: CompanyId, connectionIds: readonly ConnectionId[]): Promise<Neighbour[]> {
      return q.query<Neighbour & object>(
        `SELECT c."id", c."whatsappId" AS "connectionId", sum(k."count") AS "waiting"
           FROM "Campaigns" c JOIN "CampaignCounters" k ON k."campaignId" = c."id" AND k."state" = 'pending'
          WHERE c."companyId" = $1 AND c."whatsappId" = ANY($2::int[]) AND c."status" = 'EM_ANDAMENTO' GROUP BY c."id"`,
        [companyId, connectionIds],
      );
    },
  };
}
