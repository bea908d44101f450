/** Moving tickets: under the lock of their contact first (conversation.store tells why), then of their own row. */
import type { CompanyId, ConnectionId, ContactId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { IN_SIGHT } from './sight.store';
import type { Standing } from './ticket-move.rules';
import type { TicketStatus } from './ticket.types';

export interface LockedTicket extends Standing {
  readonly userName: string | null;
  readonly seen: boolean;
}

export interface NewTicket extends Standing {
  readonly contactId: ContactId;
  readonly whatsappId: ConnectionId;
  readonly isGroup: boolean;
}

export function ticketMoveStore(q: Queryable) {
  return {
    /** Locks the contact of a ticket until the transaction ends. @returns null when the company has no such ticket. */
    async lockContactOf(companyId: CompanyId, id: TicketId): Promise<ContactId | null> {
      const [row] = await q.query<{ id: ContactId }>(
        `SELECT c."id" FROM "Tickets" t JOIN "Contacts" c ON c."id" = t."contactId" WHERE t."companyId" = $1 AND t."id" = $2 FOR NO KEY UPDATE OF c`,
        [companyId, id],
      );
      return row?.id ?? null;
    },

    /**
     * Locks the ticket itself: the router and the sweeps move tickets without knowing their contacts.
     * @param eyes of who wants to move it (sight.store).
     */
    async lock(companyId: CompanyId, eyes: number | null, id: TicketId): Promise<LockedTicket | null> {
      const [row] = await q.query<LockedTicket>(
        'SELECT t."status", t."queueId", t."userId", u."name" AS "userName", '.concat(
          IN_SIGHT,
          ` AS "seen" FROM "Tickets" t LEFT JOIN "Users" u ON u."id" = t."userId" WHERE t."companyId" = $1 AND t."id" = $4 FOR NO KEY UPDATE OF t`,
        ),
        [companyId, eyes, true, id],
      );
      return row ?? null;
    },

    /** @returns false when it would be the second living ticket of its contact and connection. */
    async put(companyId: CompanyId, id: TicketId, { status, queueId, userId }: Standing): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Tickets" t
            SET "status" = $3, "queueId" = $4, "userId" = $5, "unreadMessages" = CASE WHEN $3 = 'closed' THEN 0 ELSE t."unreadMessages" END, "updatedAt" = now()
          WHERE t."companyId" = $1 AND t."id" = $2
            AND ($3 = 'closed' OR NOT EXISTS (
              SELECT 1 FROM "Tickets" o WHERE o."contactId" = t."contactId" AND o."whatsappId" = t."whatsappId" AND o."status" <> 'closed' AND o."id" <> t."id"))
        RETURNING t."id"`,
        [companyId, id, status, queueId, userId],
      );
      return rows.length > 0;
    },

    /** Locks the contact until the transaction ends; null when the company has none of that id. */
    async lockContact(companyId: CompanyId, id: ContactId): Promise<{ isGroup: boolean } | null> {
      const [row] = await q.query<{ isGroup: boolean }>(`SELECT "isGroup" FROM "Contacts" WHERE "companyId" = $1 AND "id" = $2 FOR NO KEY UPDATE`, [companyId, id]);
      return row ?? null;
    },

    /** The connection asked for, or (`null`) the default one, or the only one; null when there is none such. */
    async connection(companyId: CompanyId, asked: ConnectionId | null): Promise<ConnectionId | null> {
      const rows = await q.query<{ id: ConnectionId; isDefault: boolean }>(
        `SELECT "id", "isDefault" FROM "Whatsapps" WHERE "companyId" = $1 AND ($2::int IS NULL OR "id" = $2) ORDER BY "isDefault" DESC, "id" LIMIT 2`,
        [companyId, asked],
      );
      const [first] = rows;
      return first !== undefined && (first.isDefault || rows.length === 1) ? first.id : null;
    },

    /** The living ticket of a contact on a connection. */
    async living(companyId: CompanyId, contactId: ContactId, connectionId: ConnectionId): Promise<TicketId | null> {
      const [row] = await q.query<{ id: TicketId }>(
        `SELECT "id" FROM "Tickets" WHERE "companyId" = $1 AND "contactId" = $2 AND "whatsappId" = $3 AND "status" <> 'closed' FOR NO KEY UPDATE`,
        [companyId, contactId, connectionId],
      );
      return row?.id ?? null;
    },

    async add(companyId: CompanyId, ticket: NewTicket): Promise<TicketId> {
      const rows = await q.query<{ id: TicketId }>(
        `INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId", "isGroup", "status", "queueId", "userId") VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING "id"`,
        [companyId, ticket.contactId, ticket.whatsappId, ticket.isGroup, ticket.status, ticket.queueId, ticket.userId],
      );
      return onlyRow(rows).id;
    },

    /** Files that no other message has: received ones, and those of answers that have left. A campaign's or a schedule's serves many. */
    async ownFiles(companyId: CompanyId, id: TicketId): Promise<string[]> {
      const rows = await q.query<{ path: string }>(
        `SELECT m."mediaPath" AS "path" FROM "Messages" m LEFT JOIN "Deliveries" d ON d."id" = m."deliveryId"
          WHERE m."companyId" = $1 AND m."ticketId" = $2 AND m."mediaPath" IS NOT NULL
            AND (NOT m."fromMe" OR (d."kind" = 'direct' AND d."state" IN ('sent', 'delivered', 'read')))`,
        [companyId, id],
      );
      return rows.map(({ path }) => path);
    },

    /** With its messages, notes and history. @returns false when there was none. */
    async remove(companyId: CompanyId, id: TicketId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Tickets" WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`, [companyId, id]);
      return rows.length > 0;
    },
  };
}

export interface TicketChange {
  readonly status?: TicketStatus | undefined;
  readonly queueId?: ServiceQueueId | null | undefined;
  readonly userId?: UserId | null | undefined;
}
