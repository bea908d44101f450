import type { CompanyId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

export interface CompanyRow {
  readonly id: CompanyId;
  readonly name: string;
  /** False: suspended, nobody of it logs in. */
  readonly status: boolean;
  /** IANA zone by which its days, quiet hours and schedules are read. */
  readonly timezone: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface CompanyFields {
  readonly name: string;
  readonly status: boolean;
  readonly timezone: string;
}

export function companyStore(q: Queryable) {
  return {
    async find(companyId: CompanyId): Promise<CompanyRow | null> {
      const [row] = await q.query<CompanyRow>(`SELECT * FROM "Companies" WHERE "id" = $1`, [companyId]);
      return row ?? null;
    },

    async add({ name, status, timezone }: CompanyFields): Promise<CompanyRow> {
      return onlyRow(await q.query<CompanyRow>(`INSERT INTO "Companies" ("name", "status", "timezone") VALUES ($1, $2, $3) RETURNING *`, [name, status, timezone]));
    },

    /** Fields that are undefined stay. */
    async change(companyId: CompanyId, { name, status, timezone }: { [F in keyof CompanyFields]?: CompanyFields[F] | undefined }): Promise<CompanyRow | null> {
      const [row] = await q.query<CompanyRow>(
        `UPDATE "Companies" SET "name" = COALESCE($2, "name"), "status" = COALESCE($3, "status"), "timezone" = COALESCE($4, "timezone"), "updatedAt" = now()
         WHERE "id" = $1 RETURNING *`,
        [companyId, name ?? null, status ?? null, timezone ?? null],
      );
      return row ?? null;
    },

    async listAcrossCompanies(search: string, page: { limit: number; offset: number }): Promise<CompanyRow[]> {
      return q.query<CompanyRow>(`SELECT * FROM "Companies" WHERE "name" ILIKE $1 ORDER BY "name", "id" LIMIT $2 OFFSET $3`, [likePattern(search), page.limit, page.offset]);
    },

    async countAcrossCompanies(search: string): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) AS "count" FROM "Companies" WHERE "name" ILIKE $1`, [likePattern(search)]);
      return onlyRow(rows).count;
    },
  };
}
