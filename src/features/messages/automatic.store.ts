/** What a connection, a service queue and a company have to say to the contact of a ticket by themselves. */
import type { ContactId } from '../../kernel/ids';
import type { OpeningHours } from '../../kernel/hours';
import type { Queryable } from '../../platform/transact';
import type { TicketKey, TicketStatus } from '../tickets';

export interface Occasion extends TicketKey {
  readonly contactId: ContactId;
  readonly status: TicketStatus;
  /** The service queue's own, or the connection's; '' says nothing. */
  readonly greetingMessage: string;
  readonly outOfHoursMessage: string;
  /** The service queue's own, or the company's; null: always open. */
  readonly hours: OpeningHours | null;
  readonly timezone: string;
  readonly ratingMessage: string;
  readonly completionMessage: string;
  readonly now: Date;
}

export function automaticStore(q: Queryable) {
  return {
    /** Of the tickets that still have a connection. */
    async occasionsAcrossCompanies(tickets: readonly TicketKey[]): Promise<Occasion[]> {
      return q.query<Occasion & object>(
        `SELECT t."companyId", t."id", t."contactId", t."status",
                COALESCE(NULLIF(s."greetingMessage", ''), w."greetingMessage") AS "greetingMessage",
                COALESCE(NULLIF(s."outOfHoursMessage", ''), w."outOfHoursMessage") AS "outOfHoursMessage",
                COALESCE(s."hours", o."hours") AS "hours", o."timezone", w."ratingMessage", w."completionMessage", now() AS "now"
           FROM json_to_recordset($1::json) AS k("companyId" int, "id" int)
           JOIN "Tickets" t ON t."id" = k."id" AND t."companyId" = k."companyId"
           JOIN "Whatsapps" w ON w."id" = t."whatsappId"
           JOIN "Companies" o ON o."id" = t."companyId"
           LEFT JOIN "Queues" s ON s."id" = t."queueId"
          ORDER BY t."id"`,
        [JSON.stringify(tickets)],
      );
    },
  };
}
