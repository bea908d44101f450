/** Read only: the ledger belongs to deliveries and conversations to tickets; here they are read together. */
import type { CompanyId, ConnectionId, DeliveryId, MessageId, TicketId, UserId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { MessageRow, TicketView } from '../tickets';
import type { StatusRow } from './message.view';

/** A message with the state of its delivery; null for a received one. */
type Said = MessageRow & { state: string | null };

const SAID = `
   FROM "Messages" m LEFT JOIN "Deliveries" d ON d."id" = m."deliveryId"
  WHERE m."companyId" = $1 AND m."ticketId" IN (
    SELECT "id" FROM "Tickets" WHERE "companyId" = $1 AND "contactId" = $2 AND "whatsappId" IS NOT DISTINCT FROM $3::int)`;

export function messageStore(q: Queryable) {
  return {
    /** @param connectionId only when it left by this one; null: by any of the company's. */
    async findStatus(companyId: CompanyId, id: DeliveryId, connectionId: ConnectionId | null): Promise<StatusRow | undefined> {
      const rows = await q.query<StatusRow>(
        `SELECT d."id", d."connectionId", d."kind", d."recipient", d."body", d."state", d."attempts", d."providerMessageId",
                d."errorClass", d."errorCode", d."errorText", d."createdAt", d."claimedAt", d."sentAt", d."deliveredAt",
                d."readAt", d."repliedAt", d."failedAt",
                COALESCE((SELECT json_agg(json_build_object('at', e."at", 'type', e."type", 'detail', e."detail") ORDER BY e."id")
                            FROM "DeliveryEvents" e WHERE e."deliveryId" = d."id"), '[]') AS "events"
           FROM "Deliveries" d
          WHERE d."companyId" = $1 AND d."id" = $2 AND ($3::int IS NULL OR d."connectionId" = $3)`,
        [companyId, id, connectionId],
      );
      return rows[0];
    },

    /**
     * What was said with this contact on this connection, newest first, over all his tickets: who answers a reply to a
     * campaign sees the campaign's message, though it closed its own ticket.
     */
    async conversation(companyId: CompanyId, ticket: TicketView, page: { limit: number; offset: number }): Promise<{ rows: Said[]; count: number }> {
      const bind = [companyId, ticket.contactId, ticket.whatsappId];
      const [rows, counted] = await Promise.all([
        q.query<Said>('SELECT m.*, d."state"'.concat(SAID, ' ORDER BY m."id" DESC LIMIT $4 OFFSET $5'), [...bind, page.limit, page.offset]),
        q.query<{ count: number }>('SELECT count(*) AS "count"'.concat(SAID), bind),
      ]);
      return { rows, count: onlyRow(counted).count };
    },

    async findMedia(companyId: CompanyId, id: MessageId): Promise<{ ticketId: TicketId; path: string; name: string; type: string } | undefined> {
      const rows = await q.query<{ ticketId: TicketId; path: string; name: string; type: string }>(
        `SELECT "ticketId", "mediaPath" AS "path", "mediaName" AS "name", "mediaType" AS "type" FROM "Messages"
          WHERE "companyId" = $1 AND "id" = $2 AND "mediaPath" IS NOT NULL`,
        [companyId, id],
      );
      return rows[0];
    },

    /** The messages of these deliveries, with the states those are in now. */
    async ofDeliveriesAcrossCompanies(ids: readonly DeliveryId[]): Promise<(Said & { state: string })[]> {
      return q.query<Said & { state: string }>(
        `SELECT m.*, d."state" FROM "Messages" m JOIN "Deliveries" d ON d."id" = m."deliveryId" AND d."companyId" = m."companyId"
          WHERE m."deliveryId" = ANY($1::bigint[]) ORDER BY m."id"`,
        [ids],
      );
    },

    async userName(companyId: CompanyId, id: UserId): Promise<string | undefined> {
      const rows = await q.query<{ name: string }>(`SELECT "name" FROM "Users" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
      return rows[0]?.name;
    },

    /** Whose a connection is: for jobs of foreign producers, which know no company of ours. */
    async ownerAcrossCompanies(id: ConnectionId): Promise<CompanyId | undefined> {
      const rows = await q.query<{ companyId: CompanyId }>(`SELECT "companyId" FROM "Whatsapps" WHERE "id" = $1`, [id]);
      return rows[0]?.companyId;
    },
  };
}
