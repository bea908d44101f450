import type { CompanyId, ContactListId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { ContactListItem } from './item.store';

/** A list's contact as a campaign needs it. */
export interface ListItem extends Pick<ContactListItem, 'id' | 'name' | 'number' | 'email' | 'isGroup' | 'isWhatsappValid' | 'variables'> {
  readonly optedOut: boolean;
}

/** What campaigns read of lists. */
export function audienceStore(q: Queryable) {
  const store = {
    /** The next `limit` items after the item `afterId` (0: from the first) in the order of sending. Costs the slice, wherever it lies. */
    async itemsAfter(companyId: CompanyId, listId: ContactListId, afterId: number, limit: number): Promise<ListItem[]> {
      return q.query<ListItem>(
        `SELECT "item"."id", "item"."name", "item"."number", "item"."email", "item"."isGroup", "item"."isWhatsappValid", "item"."variables",
           "optOut"."number" IS NOT NULL AS "optedOut"
         FROM (
           SELECT * FROM "ContactListItems" WHERE "contactListId" = $2 AND "companyId" = $1 AND "id" > $3 ORDER BY "id" LIMIT $4
         ) "item"
         LEFT JOIN "OptOuts" "optOut" ON "optOut"."companyId" = $1 AND "optOut"."number" = "item"."number"
         ORDER BY "item"."id"`,
        [companyId, listId, afterId, limit],
      );
    },

    /** The first ones: those a campaign writes to first. */
    async sampleItems(companyId: CompanyId, listId: ContactListId, size: number): Promise<ListItem[]> {
      return store.itemsAfter(companyId, listId, 0, size);
    },

    async countItems(companyId: CompanyId, listId: ContactListId): Promise<number> {
      const [row] = await q.query<{ count: number }>(`SELECT "contactsCount" AS "count" FROM "ContactLists" WHERE "companyId" = $1 AND "id" = $2`, [companyId, listId]);
      return row?.count ?? 0;
    },

    async listExists(companyId: CompanyId, listId: ContactListId): Promise<boolean> {
      const rows = await q.query(`SELECT 1 FROM "ContactLists" WHERE "companyId" = $1 AND "id" = $2`, [companyId, listId]);
      return rows.length > 0;
    },
  };
  return store;
}
