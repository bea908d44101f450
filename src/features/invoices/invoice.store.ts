import type { CompanyId, InvoiceId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

export const InvoiceStatus = { open: 'open', paid: 'paid', cancelled: 'cancelled' } as const;
export type InvoiceStatus = (typeof InvoiceStatus)[keyof typeof InvoiceStatus];

export interface InvoiceRow {
  readonly id: InvoiceId;
  readonly companyId: CompanyId;
  readonly companyName: string;
  readonly detail: string;
  readonly value: number;
  readonly status: InvoiceStatus;
  /** `YYYY-MM-DD` */
  readonly dueDate: string;
  readonly paidAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The subscription of a company, held until the transaction ends. */
export interface Subscription {
  readonly dueDate: string | null;
  readonly dueDay: number | null;
}

const sql = {
  find: `SELECT i.*, i."value"::float8 AS "value", c."name" AS "companyName" FROM "Invoices" i JOIN "Companies" c ON c."id" = i."companyId"
          WHERE i."id" = $1 FOR NO KEY UPDATE OF i`,
  list: `SELECT i.*, i."value"::float8 AS "value", c."name" AS "companyName" FROM "Invoices" i JOIN "Companies" c ON c."id" = i."companyId"
          WHERE ($1::int IS NULL OR i."companyId" = $1) AND (i."detail" ILIKE $2 OR i."status" ILIKE $2 OR c."name" ILIKE $2)
          ORDER BY i."dueDate" DESC, i."id" DESC LIMIT $3 OFFSET $4`,
  count: `SELECT count(*) AS "count" FROM "Invoices" i JOIN "Companies" c ON c."id" = i."companyId"
           WHERE ($1::int IS NULL OR i."companyId" = $1) AND (i."detail" ILIKE $2 OR i."status" ILIKE $2 OR c."name" ILIKE $2)`,
};

type Page = { readonly limit: number; readonly offset: number };

export function invoiceStore(q: Queryable) {
  const list = (companyId: CompanyId | null, search: string, page: Page) => q.query<InvoiceRow & object>(sql.list, [companyId, likePattern(search), page.limit, page.offset]);
  const count = async (companyId: CompanyId | null, search: string) => onlyRow(await q.query<{ count: number }>(sql.count, [companyId, likePattern(search)])).count;

  return {
    list: (companyId: CompanyId, search: string, page: Page) => list(companyId, search, page),
    count: (companyId: CompanyId, search: string) => count(companyId, search),
    listAcrossCompanies: (search: string, page: Page) => list(null, search, page),
    countAcrossCompanies: (search: string) => count(null, search),

    /** Any company's; its row is held until the transaction ends. */
    async lockAcrossCompanies(id: InvoiceId): Promise<InvoiceRow | null> {
      const [row] = await q.query<InvoiceRow & object>(sql.find, [id]);
      return row ?? null;
    },

    async setStatus(companyId: CompanyId, id: InvoiceId, status: InvoiceStatus): Promise<void> {
      await q.query(
        `UPDATE "Invoices" SET "status" = $3, "paidAt" = CASE WHEN $3 = 'paid' THEN COALESCE("paidAt", now()) END, "updatedAt" = now()
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, status],
      );
    },

    async lockSubscription(companyId: CompanyId): Promise<Subscription> {
      return onlyRow(await q.query<Subscription & object>(`SELECT "dueDate", "dueDay" FROM "Companies" WHERE "id" = $1 FOR NO KEY UPDATE`, [companyId]));
    },

    async moveDueDate(companyId: CompanyId, dueDate: string, dueDay: number): Promise<void> {
      await q.query(`UPDATE "Companies" SET "dueDate" = $2, "dueDay" = $3, "updatedAt" = now() WHERE "id" = $1`, [companyId, dueDate, dueDay]);
    },

    /**
     * One open invoice for the due date of each active company with a plan that is due in less than `days` days of its own zone, or
     * was due before. Made once, whatever became of it since.
     */
    async makeDueAcrossCompanies(days: number): Promise<number> {
      const rows = await q.query(
        `INSERT INTO "Invoices" ("companyId", "detail", "value", "dueDate")
         SELECT c."id", p."name", p."amount", c."dueDate" FROM "Companies" c JOIN "Plans" p ON p."id" = c."planId"
          WHERE c."status" AND c."dueDate" < (now() AT TIME ZONE c."timezone")::date + $1::int
            AND NOT EXISTS (SELECT 1 FROM "Invoices" i WHERE i."companyId" = c."id" AND i."dueDate" = c."dueDate")
          ORDER BY c."id"
         ON CONFLICT ("companyId", "dueDate") DO NOTHING RETURNING "id"`,
        [days],
      );
      return rows.length;
    },

    /** Active companies whose due date has passed, and those that cannot be billed, with what they lack. */
    async unbilledAcrossCompanies(): Promise<{ companyId: CompanyId; reason: 'overdue' | 'no_plan' | 'no_due_date' }[]> {
      return q.query(
        `SELECT "id" AS "companyId", CASE WHEN "planId" IS NULL THEN 'no_plan' WHEN "dueDate" IS NULL THEN 'no_due_date' ELSE 'overdue' END AS "reason"
           FROM "Companies"
          WHERE "status" AND ("planId" IS NULL OR "dueDate" IS NULL OR "dueDate" < (now() AT TIME ZONE "timezone")::date)
          ORDER BY "id"`,
      );
    },
  };
}
