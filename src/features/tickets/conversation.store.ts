/**
 * Finding and making the contact and the ticket that a message belongs to, for up to a thousand messages at once.
 * Sets may span companies, so every row brings its company and every join compares it.
 */
import type { CompanyId, ConnectionId, ContactId, ServiceQueueId, TicketId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { TicketPlan } from './ticket.types';

/** One contact on one connection. */
export interface Conversation {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly number: string;
  readonly isGroup: boolean;
  readonly name: string;
  readonly plan: TicketPlan;
  /** Whose message begins it. */
  readonly reason: 'received' | 'sent';
}

export interface Place {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly number: string;
  readonly contactId: ContactId | null;
  readonly ticketId: TicketId | null;
}

const asSet = (conversations: readonly (Conversation & { contactId?: ContactId })[]) =>
  JSON.stringify(
    conversations.map(({ companyId, connectionId, number, isGroup, name, contactId, plan, reason }) => ({
      ...{ companyId, connectionId, number, isGroup, name, contactId, reason },
      ...plan,
    })),
  );

export function conversationStore(q: Queryable) {
  return {
    /**
     * What is there already, one entry per conversation. The ticket is the living one; a plan that wants its ticket closed
     * is content with the contact's last closed one, so that firing again and again makes no row of dead tickets.
     */
    async findAcrossCompanies(conversations: readonly Conversation[]): Promise<Place[]> {
      return q.query<Place & object>(
        `SELECT w."companyId", w."connectionId", w."number", c."id" AS "contactId", t."id" AS "ticketId"
           FROM json_to_recordset($1::json) AS w("companyId" int, "connectionId" int, "number" text, "status" text)
           LEFT JOIN "Contacts" c ON c."companyId" = w."companyId" AND c."number" = w."number"
           LEFT JOIN LATERAL (
             SELECT "id" FROM "Tickets"
              WHERE "contactId" = c."id" AND "whatsappId" = w."connectionId" AND ("status" <> 'closed' OR w."status" = 'closed')
              ORDER BY "status" = 'closed', "id" DESC LIMIT 1) t ON true`,
        [asSet(conversations)],
      );
    },

    /** A number met for the first time becomes a contact; whoever else makes it at this moment is waited for. */
    async addContactsAcrossCompanies(conversations: readonly Conversation[]): Promise<void> {
      // NOT EXISTS spares the key sequence, which ON CONFLICT alone would spend at every message of a known contact.
      await q.query(
        `INSERT INTO "Contacts" ("companyId", "number", "name", "isGroup")
         SELECT DISTINCT ON (w."companyId", w."number") w."companyId", w."number", COALESCE(NULLIF(w."name", ''), w."number"), w."isGroup"
           FROM json_to_recordset($1::json) AS w("companyId" int, "number" text, "name" text, "isGroup" boolean)
          WHERE NOT EXISTS (SELECT 1 FROM "Contacts" c WHERE c."companyId" = w."companyId" AND c."number" = w."number")
          ORDER BY w."companyId", w."number"
         ON CONFLICT ("companyId", "number") DO NOTHING`,
        [asSet(conversations)],
      );
    },

    /**
     * The gate to opening a conversation: whoever makes or reopens a ticket holds the contact's row from here to his commit,
     * so "there is none, make one" is true when it is acted on, for closed tickets too, which no unique index guards.
     */
    async lockContactsAcrossCompanies(ids: readonly ContactId[]): Promise<void> {
      await q.query(`SELECT 1 FROM "Contacts" WHERE "id" = ANY($1::int[]) ORDER BY "id" FOR NO KEY UPDATE`, [ids]);
    },

    /** Makes the tickets that are missing, with the beginning of their history. Call with their contacts locked. */
    async addTicketsAcrossCompanies(conversations: readonly (Conversation & { contactId: ContactId })[]): Promise<void> {
      // A service queue or user that was deleted, or is another company's, is left out rather than fail a thousand messages.
      await q.query(
        `WITH wanted AS (
           SELECT * FROM json_to_recordset($1::json) AS w("companyId" int, "contactId" int, "connectionId" int, "status" text, "isGroup" boolean,
             "queueId" int, "userId" int, "reason" text)
         ), made AS (
         INSERT INTO "Tickets" ("companyId", "contactId", "whatsappId", "status", "isGroup", "queueId", "userId")
         SELECT w."companyId", w."contactId", w."connectionId", w."status", w."isGroup",
                (SELECT s."id" FROM "Queues" s WHERE s."id" = w."queueId" AND s."companyId" = w."companyId" FOR KEY SHARE),
                (SELECT u."id" FROM "Users" u WHERE u."id" = w."userId" AND u."companyId" = w."companyId" FOR KEY SHARE)
           FROM wanted w
          WHERE NOT EXISTS (SELECT 1 FROM "Tickets" t
                             WHERE t."contactId" = w."contactId" AND t."whatsappId" = w."connectionId"
                               AND (t."status" <> 'closed' OR w."status" = 'closed'))
         ON CONFLICT ("companyId", "contactId", "whatsappId") WHERE "status" <> 'closed' DO NOTHING
         RETURNING "id", "companyId", "contactId", "whatsappId", "queueId", "userId")
         INSERT INTO "LogTickets" ("companyId", "ticketId", "type", "queueId", "detail")
         SELECT m."companyId", m."id", 'create', m."queueId", jsonb_build_object('reason', w."reason", 'toUserId', m."userId")
           FROM made m JOIN wanted w ON w."companyId" = m."companyId" AND w."contactId" = m."contactId" AND w."connectionId" = m."whatsappId"`,
        [asSet(conversations)],
      );
    },

    /** The service queue of a connection that has exactly one; else null. */
    async onlyQueue(connectionId: ConnectionId): Promise<ServiceQueueId | null> {
      const [row] = await q.query<{ queueId: ServiceQueueId }>(
        `SELECT min("queueId") AS "queueId" FROM "WhatsappQueues" WHERE "whatsappId" = $1 HAVING count(*) = 1`,
        [connectionId],
      );
      return row?.queueId ?? null;
    },

    /** Locks the contact until the transaction ends; null when there is none. */
    async lockContact(companyId: CompanyId, number: string): Promise<{ id: ContactId; name: string } | null> {
      const [contact] = await q.query<{ id: ContactId; name: string }>(
        `SELECT "id", "name" FROM "Contacts" WHERE "companyId" = $1 AND "number" = $2 FOR NO KEY UPDATE`,
        [companyId, number],
      );
      return contact ?? null;
    },

    async renameContact(companyId: CompanyId, id: ContactId, name: string): Promise<void> {
      await q.query(`UPDATE "Contacts" SET "name" = $3, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2`, [companyId, id, name]);
    },
  };
}
