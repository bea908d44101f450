/** The rows of conversations: what was said, by whom, by which delivery. */
import type { CompanyId, ConnectionId, ContactId, DeliveryId, TicketId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { Queryable } from '../../platform/transact';
import type { InboundMessage } from './ticket.types';
import type { MessageRow } from './ticket.view';

export interface Sent {
  readonly companyId: CompanyId;
  readonly ticketId: TicketId;
  readonly connectionId: ConnectionId;
  readonly deliveryId: DeliveryId;
  readonly providerMessageId: string | null;
  readonly body: string;
  readonly media: Media | null;
  readonly at: Date;
}

interface Where {
  ticketId: TicketId;
  contactId: ContactId;
}

export function messageStore(q: Queryable) {
  return {
    /** Messages that were written when they were submitted learn their provider's id. @returns those there were. */
    async confirmAcrossCompanies(sent: readonly { companyId: CompanyId; deliveryId: DeliveryId; providerMessageId: string | null }[]): Promise<MessageRow[]> {
      return q.query<MessageRow>(
        `UPDATE "Messages" m SET "providerMessageId" = w."providerMessageId"
           FROM json_to_recordset($1::json) AS w("companyId" int, "deliveryId" bigint, "providerMessageId" text)
          WHERE m."deliveryId" = w."deliveryId" AND m."companyId" = w."companyId"
        RETURNING m.*`,
        [JSON.stringify(sent)],
      );
    },

    /**
     * Writes messages of ours and carries the last one of each ticket over to it. A delivery has one message, however often
     * it is recorded. @returns the rows written now, in the order they were sent.
     */
    async addSentAcrossCompanies(sent: readonly Sent[]): Promise<MessageRow[]> {
      const rows = sent.map(({ companyId, ticketId, connectionId, deliveryId, providerMessageId, body, media, at }) => ({
        ...{ companyId, ticketId, connectionId, deliveryId, providerMessageId, body, at },
        ...{ mediaPath: media?.path, mediaName: media?.name, mediaType: media?.mimeType },
      }));
      return q.query<MessageRow>(
        `WITH added AS (
           INSERT INTO "Messages" ("companyId", "ticketId", "connectionId", "deliveryId", "providerMessageId", "body", "fromMe",
                  "mediaPath", "mediaName", "mediaType", "createdAt")
           SELECT w."companyId", w."ticketId", w."connectionId", w."deliveryId", w."providerMessageId", w."body", true,
                  w."mediaPath", w."mediaName", w."mediaType", w."at"
             FROM json_to_recordset($1::json) AS w("companyId" int, "ticketId" int, "connectionId" int, "deliveryId" bigint, "providerMessageId" text,
                    "body" text, "mediaPath" text, "mediaName" text, "mediaType" text, "at" timestamptz)
            ORDER BY w."at", w."deliveryId"
           ON CONFLICT ("deliveryId") DO NOTHING
           RETURNING *
         ), carried AS (
           UPDATE "Tickets" t SET "lastMessage" = left(COALESCE(NULLIF(l."body", ''), l."mediaName", ''), 255), "lastMessageAt" = l."createdAt",
                  "fromMe" = true, "updatedAt" = now()
             FROM (SELECT DISTINCT ON ("ticketId") * FROM added ORDER BY "ticketId", "createdAt" DESC, "id" DESC) l
            WHERE t."id" = l."ticketId" AND t."companyId" = l."companyId"
         )
         SELECT * FROM added ORDER BY "id"`,
        [JSON.stringify(rows)],
      );
    },

    /** Writes a received message and carries it over to its ticket. In a living one it is unread. */
    async addReceived(companyId: CompanyId, ticketId: TicketId, message: InboundMessage): Promise<MessageRow[]> {
      const { connectionId, providerMessageId, text, at, media } = message;
      return q.query<MessageRow>(
        `WITH added AS (
           INSERT INTO "Messages" ("companyId", "ticketId", "connectionId", "providerMessageId", "body", "fromMe", "createdAt", "mediaPath", "mediaName", "mediaType")
           VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $9) RETURNING *
         ), carried AS (
           UPDATE "Tickets" SET "lastMessage" = left(COALESCE(NULLIF($5, ''), $8, ''), 255), "lastMessageAt" = $6, "lastInboundAt" = $6, "nudgedAt" = NULL,
                  "fromMe" = false, "unreadMessages" = "unreadMessages" + ("status" <> 'closed')::int, "updatedAt" = now()
            WHERE "companyId" = $1 AND "id" = $2
         )
         SELECT * FROM added`,
        [companyId, ticketId, connectionId, providerMessageId, text, at, media?.path ?? null, media?.name ?? null, media?.mimeType ?? null],
      );
    },

    /** Where a provider's message was written; null when it was not. */
    async findReceived(companyId: CompanyId, connectionId: ConnectionId, providerMessageId: string): Promise<Where | null> {
      const [row] = await q.query<Where>(
        `SELECT m."ticketId", t."contactId" FROM "Messages" m JOIN "Tickets" t ON t."id" = m."ticketId"
          WHERE m."connectionId" = $2 AND m."providerMessageId" = $3 AND NOT m."fromMe" AND m."companyId" = $1`,
        [companyId, connectionId, providerMessageId],
      );
      return row ?? null;
    },
  };
}
