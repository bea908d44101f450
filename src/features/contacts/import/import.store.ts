import type { CompanyId, ContactListId, UserId } from '../../../kernel/ids';
import { onlyRow } from '../../../platform/only-row';
import type { Queryable, Tx } from '../../../platform/transact';
import type { Tally } from './tally';
import type { Columns } from './columns.rules';
import type { ImportItem, LineError } from './line.rules';

/** What became of a batch of valid, distinct numbers. */
export interface BatchTally {
  readonly imported: number;
  readonly updated: number;
  readonly optOut: number;
}

export type KnownVerdict = 'imported' | 'updated' | 'optOut';

export interface ImportRecord extends Tally {
  readonly id: string;
  readonly userId: UserId;
  readonly fileName: string;
  readonly errors: readonly LineError[];
}

export interface PastImport extends Tally {
  readonly id: string;
  readonly fileName: string;
  readonly createdAt: Date;
  /** Null when the user is gone. */
  readonly userName: string | null;
}

/** Enough to see how lists came to be; older ones go, so that repeated imports do not pile up. */
const KEPT_IMPORTS = 20;

export function importStore(q: Queryable) {
  return {
    /** What `write` would do with each item, in order. */
    async foresee(companyId: CompanyId, listId: ContactListId, numbers: readonly string[]): Promise<KnownVerdict[]> {
      const rows = await q.query<{ verdict: KnownVerdict }>(
        `SELECT CASE WHEN "optOut"."number" IS NOT NULL THEN 'optOut' WHEN "item"."id" IS NOT NULL THEN 'updated' ELSE 'imported' END AS "verdict"
         FROM unnest($3::text[]) WITH ORDINALITY AS "row" ("number", "place")
         LEFT JOIN "OptOuts" "optOut" ON "optOut"."companyId" = $1 AND "optOut"."number" = "row"."number"
         LEFT JOIN "ContactListItems" "item" ON "item"."contactListId" = $2 AND "item"."companyId" = $1 AND "item"."number" = "row"."number"
         ORDER BY "row"."place"`,
        [companyId, listId, numbers],
      );
      return rows.map(({ verdict }) => verdict);
    },

    /**
     * Writes a batch in one statement. A number already in the list gets what the file says of it: a column that the file
     * has wins, blanks included; what it has no column for stays. Rows that would not change are not written.
     * Who opted out is left out. Call with the list locked.
     */
    async write(companyId: CompanyId, listId: ContactListId, items: readonly ImportItem[], columns: Columns): Promise<BatchTally> {
      const rows = await q.query<{ wanted: number; imported: number }>(
        // xmax is 0 in a row that this statement inserted, and our transaction's id in one that it updated.
        // The order of the file becomes the order of ids, in which campaigns send.
        `WITH "wanted" AS (
           SELECT "row".* FROM unnest($3::text[], $4::text[], $5::text[], $6::boolean[], $7::jsonb[])
             WITH ORDINALITY AS "row" ("number", "name", "email", "isGroup", "variables", "place")
           WHERE NOT EXISTS (SELECT 1 FROM "OptOuts" WHERE "companyId" = $1 AND "OptOuts"."number" = "row"."number")
         ), "written" AS (
           INSERT INTO "ContactListItems" AS "item" ("companyId", "contactListId", "number", "name", "email", "isGroup", "variables")
           SELECT $1, $2, "number", "name", "email", "isGroup", "variables" FROM "wanted" ORDER BY "place"
           ON CONFLICT ("contactListId", "number") DO UPDATE SET
             "name" = CASE WHEN $8 THEN EXCLUDED."name" ELSE "item"."name" END,
             "email" = CASE WHEN $9 THEN EXCLUDED."email" ELSE "item"."email" END,
             "variables" = "item"."variables" || EXCLUDED."variables",
             "updatedAt" = now()
           WHERE ($8 AND "item"."name" <> EXCLUDED."name") OR ($9 AND "item"."email" <> EXCLUDED."email")
             OR NOT "item"."variables" @> EXCLUDED."variables"
           RETURNING xmax = 0 AS "isNew"
         )
         SELECT (SELECT count(*) FROM "wanted") AS "wanted", (SELECT count(*) FROM "written" WHERE "isNew") AS "imported"`,
        [
          companyId,
          listId,
          items.map((item) => item.number),
          items.map((item) => item.name),
          items.map((item) => item.email),
          items.map((item) => item.isGroup),
          items.map((item) => JSON.stringify(item.variables)),
          columns.name !== null,
          columns.email !== null,
        ],
      );
      const { wanted, imported } = onlyRow(rows);
      return { imported, updated: wanted - imported, optOut: items.length - wanted };
    },

    /** The latest first: as many as are kept. */
    async history(companyId: CompanyId, listId: ContactListId): Promise<PastImport[]> {
      return q.query<PastImport>(
        `SELECT "import"."id", "fileName", "lines", "imported", "updated", "duplicate", "optOut", "invalid", "import"."createdAt", "user"."name" AS "userName"
         FROM "Imports" "import" LEFT JOIN "Users" "user" ON "user"."id" = "import"."userId"
         WHERE "import"."companyId" = $1 AND "import"."contactListId" = $2 ORDER BY "import"."createdAt" DESC, "import"."id"`,
        [companyId, listId],
      );
    },

    async errorsOf(companyId: CompanyId, listId: ContactListId, importId: string): Promise<{ fileName: string; errors: LineError[] } | null> {
      const [row] = await q.query<{ fileName: string; errors: LineError[] }>(
        `SELECT "fileName", "errors" FROM "Imports" WHERE "companyId" = $1 AND "contactListId" = $2 AND "id" = $3`,
        [companyId, listId, importId],
      );
      return row ?? null;
    },
  };
}

/** Keeps what an import did, in the transaction that did it. */
export async function recordImport(tx: Tx, companyId: CompanyId, listId: ContactListId, done: ImportRecord): Promise<void> {
  await tx.query(
    `INSERT INTO "Imports" ("id", "companyId", "contactListId", "userId", "fileName", "lines", "imported", "updated", "duplicate", "optOut", "invalid", "errors")
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [done.id, companyId, listId, done.userId, done.fileName, done.lines, done.imported, done.updated, done.duplicate, done.optOut, done.invalid, JSON.stringify(done.errors)],
  );
  await tx.query(
    `DELETE FROM "Imports" WHERE "contactListId" = $2 AND "companyId" = $1 AND "id" NOT IN (
       SELECT "id" FROM "Imports" WHERE "contactListId" = $2 ORDER BY "createdAt" DESC, "id" LIMIT $3)`,
    [companyId, listId, KEPT_IMPORTS],
  );
}
