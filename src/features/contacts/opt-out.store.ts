import type { CompanyId } from '../../kernel/ids';
import { likePattern, pageWindow } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

export interface OptOut {
  readonly number: string;
  /** Where the wish came from: the word that was written, or what the operator noted. */
  readonly source: string;
  readonly createdAt: Date;
}

/** Numbers are in the stored form (`parsePhone`, `matchKey`): whoever left is found under every spelling. */
export function optOutStore(q: Queryable) {
  return {
    async page(companyId: CompanyId, digits: string, pageNumber: number): Promise<OptOut[]> {
      const { limit, offset } = pageWindow(pageNumber);
      return q.query<OptOut>(
        `SELECT "number", "source", "createdAt" FROM "OptOuts" WHERE "companyId" = $1 AND "number" LIKE $2
         ORDER BY "createdAt" DESC, "number" LIMIT $3 OFFSET $4`,
        [companyId, likePattern(digits), limit, offset],
      );
    },

    async count(companyId: CompanyId, digits: string): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) FROM "OptOuts" WHERE "companyId" = $1 AND "number" LIKE $2`, [companyId, likePattern(digits)]);
      return onlyRow(rows).count;
    },

    /** The first wish counts: saying it again changes neither its time nor its source. */
    async add(companyId: CompanyId, number: string, source: string): Promise<OptOut> {
      const rows = await q.query<OptOut>(
        `INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, $3)
         ON CONFLICT ("companyId", "number") DO UPDATE SET "number" = EXCLUDED."number" RETURNING "number", "source", "createdAt"`,
        [companyId, number, source],
      );
      return onlyRow(rows);
    },

    /** @returns false when the number had not opted out. */
    async remove(companyId: CompanyId, number: string): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "OptOuts" WHERE "companyId" = $1 AND "number" = $2 RETURNING "number"`, [companyId, number]);
      return rows.length > 0;
    },
  };
}
