/** Tickets that wait in no service queue, of connections that say where such go. */
import type { CompanyId, ConnectionId, ServiceQueueId, TicketId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface Rescued {
  readonly companyId: CompanyId;
  readonly id: TicketId;
  readonly queueId: ServiceQueueId;
}

export interface Misdirected {
  readonly companyId: CompanyId;
  readonly whatsappId: ConnectionId;
  readonly sendIdQueue: ServiceQueueId | null;
}

export function lostTicketsStore(q: Queryable) {
  return {
    /** Moves up to `limit` tickets that have waited longer than their connection allows. A ticket somebody is moving now is left to him. */
    async rescueAcrossCompanies(limit: number): Promise<Rescued[]> {
      return q.query<Rescued & object>(
        `WITH lost AS (
           SELECT t."id", s."id" AS "queueId"
             FROM "Whatsapps" w
             JOIN "Companies" c ON c."id" = w."companyId" AND c."status"
             JOIN "Queues" s ON s."id" = w."sendIdQueue" AND s."companyId" = w."companyId"
             JOIN "Tickets" t ON t."whatsappId" = w."id" AND t."companyId" = w."companyId"
            WHERE w."status" = 'CONNECTED' AND w."timeSendQueue" > 0
              AND t."status" = 'pending' AND t."queueId" IS NULL AND t."waitingSince" <= now() - w."timeSendQueue" * interval '1 minute'
            LIMIT $1 FOR NO KEY UPDATE OF t SKIP LOCKED
         )
         UPDATE "Tickets" t SET "queueId" = lost."queueId", "updatedAt" = now() FROM lost WHERE t."id" = lost."id"
         RETURNING t."companyId", t."id", t."queueId"`,
        [limit],
      );
    },

    /** Connections that want it but name no service queue, or one of another company. */
    async misdirectedAcrossCompanies(): Promise<Misdirected[]> {
      return q.query<Misdirected & object>(
        `SELECT w."companyId", w."id" AS "whatsappId", w."sendIdQueue"
           FROM "Whatsapps" w
           JOIN "Companies" c ON c."id" = w."companyId" AND c."status"
           LEFT JOIN "Queues" s ON s."id" = w."sendIdQueue" AND s."companyId" = w."companyId"
          WHERE w."status" = 'CONNECTED' AND w."timeSendQueue" > 0 AND s."id" IS NULL
          ORDER BY w."id"`,
      );
    },
  };
}
