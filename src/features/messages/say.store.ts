import type { Queryable } from '../../platform/transact';
import type { TicketKey } from '../tickets';
import type { Hearer } from './say';

/** Of these tickets, those whose contacts may be spoken to. */
export async function hearersAcrossCompanies(q: Queryable, tickets: readonly TicketKey[]): Promise<Hearer[]> {
  return q.query<Hearer & object>(
    `SELECT t."companyId", t."id", t."whatsappId" AS "connectionId", c."number", c."name", c."email", now() AS "at"
       FROM json_to_recordset($1::json) AS k("companyId" int, "id" int)
       JOIN "Tickets" t ON t."id" = k."id" AND t."companyId" = k."companyId" AND NOT t."isGroup" AND t."whatsappId" IS NOT NULL
       JOIN "Contacts" c ON c."id" = t."contactId" AND c."active"
      WHERE NOT EXISTS (SELECT 1 FROM "OptOuts" o WHERE o."companyId" = t."companyId" AND o."number" = c."number")`,
    [JSON.stringify(tickets.map(({ companyId, id }) => ({ companyId, id })))],
  );
}
