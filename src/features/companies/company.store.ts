import type { OpeningHours } from '../../kernel/hours';
import type { CompanyId, PlanId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

export interface CompanyFields {
  readonly name: string;
  /** False: suspended. Nobody of it logs in, nothing of it leaves. */
  readonly status: boolean;
  /** IANA zone by which its days, hours and schedules are read. */
  readonly timezone: string;
  readonly email: string;
  readonly phone: string;
  /** Null: limited in nothing, billed for nothing. */
  readonly planId: PlanId | null;
  /** `YYYY-MM-DD`, the next day the subscription is due; null: never. */
  readonly dueDate: string | null;
  /** Null: always open. */
  readonly hours: OpeningHours | null;
}

export interface CompanyRow extends CompanyFields {
  readonly id: CompanyId;
  readonly planName: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const blankCompany: Omit<CompanyFields, 'name'> = {
  status: true, timezone: 'America/Sao_Paulo', email: '', phone: '', planId: null, dueDate: null, hours: null,
};

const SELECT = `SELECT c.*, p."name" AS "planName" FROM "Companies" c LEFT JOIN "Plans" p ON p."id" = c."planId"`;
const MATCHING = ` WHERE c."name" ILIKE $1 OR c."email" ILIKE $1`;

const valuesOf = ({ name, status, timezone, email, phone, planId, dueDate, hours }: CompanyFields): unknown[] => [
  name, status, timezone, email, phone, planId, dueDate, hours === null ? null : JSON.stringify(hours),
];

export function companyStore(q: Queryable) {
  return {
    async find(companyId: CompanyId): Promise<CompanyRow | null> {
      const [row] = await q.query<CompanyRow>(SELECT.concat(' WHERE c."id" = $1'), [companyId]);
      return row ?? null;
    },

    /** As it stands, and held until the transaction ends. */
    async lock(companyId: CompanyId): Promise<CompanyRow | null> {
      const [row] = await q.query<CompanyRow>(SELECT.concat(' WHERE c."id" = $1 FOR NO KEY UPDATE OF c'), [companyId]);
      return row ?? null;
    },

    /** @throws the driver's foreign key violation when there is no such plan */
    async add(fields: Pick<CompanyFields, 'name'> & Partial<CompanyFields>): Promise<CompanyId> {
      const rows = await q.query<{ id: CompanyId }>(
        `INSERT INTO "Companies" ("name", "status", "timezone", "email", "phone", "planId", "dueDate", "hours")
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) RETURNING "id"`,
        valuesOf({ ...blankCompany, ...fields }),
      );
      return onlyRow(rows).id;
    },

    /** @throws as `add` */
    async save(companyId: CompanyId, fields: CompanyFields): Promise<void> {
      await q.query(
        `UPDATE "Companies" SET "name" = $2, "status" = $3, "timezone" = $4, "email" = $5, "phone" = $6, "planId" = $7, "dueDate" = $8,
                "hours" = $9::jsonb, "updatedAt" = now() WHERE "id" = $1`,
        [companyId, ...valuesOf(fields)],
      );
    },

    /** With everything it has. Its ledger has no foreign key to go by (0006), so it goes here. */
    async remove(companyId: CompanyId): Promise<void> {
      await q.query(`DELETE FROM "Companies" WHERE "id" = $1`, [companyId]);
      await q.query(`DELETE FROM "Deliveries" WHERE "companyId" = $1`, [companyId]);
    },

    async listAcrossCompanies(search: string, page: { limit: number; offset: number }): Promise<CompanyRow[]> {
      return q.query<CompanyRow>(SELECT.concat(MATCHING, ' ORDER BY c."name", c."id" LIMIT $2 OFFSET $3'), [likePattern(search), page.limit, page.offset]);
    },

    async countAcrossCompanies(search: string): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) AS "count" FROM "Companies" c`.concat(MATCHING), [likePattern(search)]);
      return onlyRow(rows).count;
    },

    async suspendedAcrossCompanies(): Promise<CompanyId[]> {
      const rows = await q.query<{ id: CompanyId }>(`SELECT "id" FROM "Companies" WHERE NOT "status"`);
      return rows.map(({ id }) => id);
    },
  };
}
