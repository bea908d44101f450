/** What a connection, a service queue and a company have to say to the contact of a ticket by themselves. */
import type { CompanyId, ConnectionId, ContactId, TicketId } from '../../kernel/ids';
import type { OpeningHours } from '../../kernel/hours';
import type { Queryable } from '../../platform/transact';
import type { TicketKey, TicketPlan } from '../tickets';

export interface Occasion {
  companyId: CompanyId;
  ticketId: TicketId;
  contactId: ContactId;
  connectionId: ConnectionId;
  number: string;
  name: string;
  plan: TicketPlan;
  /** The service queue's own, or the connection's; '' says nothing. */
  greetingMessage: string;
  outOfHoursMessage: string;
  /** The service queue's own, or the company's; null: always open. */
  hours: OpeningHours | null;
  timezone: string;
  ratingMessage: string;
  completionMessage: string;
  now: Date;
}

export function automaticStore(q: Queryable) {
  return {
    /** Of the tickets whose contacts may be written to: no groups, nobody who asked not to be, and a connection that is still there. */
    async occasionsAcrossCompanies(tickets: readonly TicketKey[]): Promise<Occasion[]> {
      return q.query<Occasion>(
        `SELECT t."companyId", t."id" AS "ticketId", t."contactId", t."whatsappId" AS "connectionId", c."number", c."name",
                json_build_object('status', t."status", 'queueId', t."queueId", 'userId', t."userId") AS "plan",
                COALESCE(NULLIF(s."greetingMessage", ''), w."greetingMessage") AS "greetingMessage",
                COALESCE(NULLIF(s."outOfHoursMessage", ''), w."outOfHoursMessage") AS "outOfHoursMessage",
                COALESCE(s."hours", o."hours") AS "hours", o."timezone", w."ratingMessage", w."completionMessage", now() AS "now"
           FROM json_to_recordset($1::json) AS k("companyId" int, "id" int)
           JOIN "Tickets" t ON t."id" = k."id" AND t."companyId" = k."companyId" AND NOT t."isGroup"
           JOIN "Contacts" c ON c."id" = t."contactId"
           JOIN "Whatsapps" w ON w."id" = t."whatsappId"
           JOIN "Companies" o ON o."id" = t."companyId"
           LEFT JOIN "Queues" s ON s."id" = t."queueId"
          WHERE NOT EXISTS (SELECT 1 FROM "OptOuts" x WHERE x."companyId" = t."companyId" AND x."number" = c."number")
          ORDER BY t."id"`,
        [JSON.stringify(tickets)],
      );
    },

    async greeted({ companyId, ticketId }: Occasion): Promise<void> {
      await q.query(`UPDATE "Tickets" SET "greetedAt" = now() WHERE "companyId" = $1 AND "id" = $2`, [companyId, ticketId]);
    },
  };
}
