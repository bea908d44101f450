/** What is to come: messages at their hour, and what is due. */
import type { CompanyId } from '../kernel/ids';
import type { Tx } from '../platform/transact';
import type { Team } from './team';

export async function addSchedules(tx: Tx, companyId: CompanyId, contactIds: readonly number[], { userIds }: Team): Promise<void> {
  const [first, second, third] = contactIds;
  await tx.query(
    `INSERT INTO "Schedules" ("companyId", "contactId", "userId", "body", "assinar", "timezone", "startAt", "sendAt", "intervalo", "valorIntervalo", "enviarQuantasVezes", "tipoDias")
     SELECT $1, s."contactId", $2, s."body", s."assinar", c."timezone", s."at", s."at", s."unit", s."every", s."times", s."days"
       FROM "Companies" c CROSS JOIN LATERAL (VALUES
         ($3::int, 'Olá {primeiro_nome}, lembrando da sua consulta amanhã às 9h.', true, now() + interval '1 day', 1, 0, 1, 4),
         ($4::int, 'Bom dia {primeiro_nome}! Segue o cardápio da semana.', false, now() + interval '3 days', 2, 1, 10, 4),
         ($5::int, 'Oi {nome}, sua mensalidade vence hoje.', false, now() + interval '12 days', 3, 1, 12, 6)
       ) AS s("contactId", "body", "assinar", "at", "unit", "every", "times", "days")
      WHERE c."id" = $1`,
    [companyId, userIds[0], first, second, third],
  );
}

export async function addInvoices(tx: Tx, companyId: CompanyId): Promise<void> {
  await tx.query(
    `INSERT INTO "Invoices" ("companyId", "detail", "value", "status", "dueDate", "paidAt")
     SELECT $1, p."name", p."amount", i."status", i."dueDate", i."paidAt"
       FROM "Companies" c JOIN "Plans" p ON p."id" = c."planId" CROSS JOIN LATERAL (VALUES
         ('paid', (c."dueDate" - interval '1 month')::date, now() - interval '20 days'), ('open', c."dueDate", NULL::timestamptz)) AS i("status", "dueDate", "paidAt")
      WHERE c."id" = $1`,
    [companyId],
  );
}
