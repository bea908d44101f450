/** What a campaign must know of its list as a whole. */
import type { CompanyId, ContactListId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

/** How many, by the reason they would be skipped for. */
export type Exclusions = Readonly<Record<'invalid_number' | 'opt_out' | 'contact_inactive', number>>;

export function listFactsStore(q: Queryable) {
  return {
    /** Those of `keys` (template keys) that some item of the list has a column for. Stops at the first item that has it. */
    async columnsAmong(companyId: CompanyId, listId: ContactListId, keys: readonly string[]): Promise<string[]> {
      const rows = await q.query<{ key: string }>(
        `SELECT k."key" FROM unnest($3::text[]) AS k("key")
          WHERE EXISTS (SELECT 1 FROM "ContactListItems" i WHERE i."companyId" = $1 AND i."contactListId" = $2 AND i."variables" ? k."key")`,
        [companyId, listId, keys],
      );
      return rows.map((row) => row.key);
    },

    /** Keys of the columns that the first thousand items have: enough to offer them, whatever the length of the list. */
    async columnsOf(companyId: CompanyId, listId: ContactListId): Promise<string[]> {
      const rows = await q.query<{ key: string }>(
        `SELECT DISTINCT jsonb_object_keys(i."variables") AS "key"
           FROM (SELECT "variables" FROM "ContactListItems" WHERE "companyId" = $1 AND "contactListId" = $2 ORDER BY "id" LIMIT 1000) i
          ORDER BY 1`,
        [companyId, listId],
      );
      return rows.map((row) => row.key);
    },

    /** Who will not get the message, each counted once, in the order in which preparation and lane look. */
    async exclusions(companyId: CompanyId, listId: ContactListId): Promise<Exclusions> {
      const rows = await q.query<Exclusions & object>(
        `SELECT count(*) FILTER (WHERE i."isWhatsappValid" IS FALSE) AS "invalid_number",
                count(*) FILTER (WHERE i."isWhatsappValid" IS NOT FALSE AND o."number" IS NOT NULL) AS "opt_out",
                count(*) FILTER (WHERE i."isWhatsappValid" IS NOT FALSE AND o."number" IS NULL AND c."id" IS NOT NULL) AS "contact_inactive"
           FROM "ContactListItems" i
           LEFT JOIN "OptOuts" o ON o."companyId" = $1 AND o."number" = i."number"
           LEFT JOIN "Contacts" c ON c."companyId" = $1 AND c."number" = i."number" AND NOT c."active"
          WHERE i."companyId" = $1 AND i."contactListId" = $2`,
        [companyId, listId],
      );
      return onlyRow(rows);
    },
  };
}
