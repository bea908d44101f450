import { Conflict } from '../../kernel/errors';
import type { CompanyId, ContactListId } from '../../kernel/ids';
import { pageWindow } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import { sqlState } from '../../platform/sql-state';
import type { Queryable, Tx } from '../../platform/transact';
import { searchPattern } from './search';

export interface ContactList {
  readonly id: ContactListId;
  readonly companyId: CompanyId;
  readonly name: string;
  readonly contactsCount: number;
  /** The latest import into it; both null when there was none. */
  readonly importedAt: Date | null;
  readonly importedFile: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const COLUMNS = `"list"."id", "list"."companyId", "name", "contactsCount", "list"."createdAt", "updatedAt", "last"."createdAt" AS "importedAt", "last"."fileName" AS "importedFile"`;
const LISTS = `"ContactLists" "list" LEFT JOIN LATERAL (
  SELECT "createdAt", "fileName" FROM "Imports" WHERE "contactListId" = "list"."id" ORDER BY "createdAt" DESC, "id" LIMIT 1) "last" ON true`;

const sql = {
  page: `SELECT ${COLUMNS} FROM ${LISTS} WHERE "list"."companyId" = $1 AND ($2::text IS NULL OR "fold_text"("name") LIKE "fold_text"($2))
         ORDER BY "name", "list"."id" LIMIT $3 OFFSET $4`,
  find: `SELECT ${COLUMNS} FROM ${LISTS} WHERE "list"."companyId" = $1 AND "list"."id" = $2`,
};

const LOCK_NOT_AVAILABLE = '55P03';

export function listStore(q: Queryable) {
  return {
    async page(companyId: CompanyId, search: string, pageNumber: number): Promise<ContactList[]> {
      const { limit, offset } = pageWindow(pageNumber);
      return q.query<ContactList>(sql.page, [companyId, searchPattern(search), limit, offset]);
    },

    async count(companyId: CompanyId, search: string): Promise<number> {
      const rows = await q.query<{ count: number }>(
        `SELECT count(*) FROM "ContactLists" WHERE "companyId" = $1 AND ($2::text IS NULL OR "fold_text"("name") LIKE "fold_text"($2))`,
        [companyId, searchPattern(search)],
      );
      return onlyRow(rows).count;
    },

    /** For pickers: the names alone, the first 1,000. */
    async names(companyId: CompanyId): Promise<Pick<ContactList, 'id' | 'name' | 'contactsCount'>[]> {
      return q.query(`SELECT "id", "name", "contactsCount" FROM "ContactLists" WHERE "companyId" = $1 ORDER BY "name", "id" LIMIT 1000`, [companyId]);
    },

    async find(companyId: CompanyId, id: ContactListId): Promise<ContactList | null> {
      const [row] = await q.query<ContactList>(sql.find, [companyId, id]);
      return row ?? null;
    },

    /** @throws the driver's unique violation when the company has a list of this name. */
    async insert(companyId: CompanyId, name: string): Promise<ContactListId> {
      const rows = await q.query<{ id: ContactListId }>(`INSERT INTO "ContactLists" ("companyId", "name") VALUES ($1, $2) RETURNING "id"`, [companyId, name]);
      return onlyRow(rows).id;
    },

    /** @returns false when there is no such list. @throws as `insert`. */
    async rename(companyId: CompanyId, id: ContactListId, name: string): Promise<boolean> {
      const rows = await q.query(`UPDATE "ContactLists" SET "name" = $3, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`, [companyId, id, name]);
      return rows.length > 0;
    },

    /**
     * Whether a campaign that is scheduled, running or paused still sends to the list. Campaigns are a feature above this
     * one, so their words stand here as they are stored.
     */
    async isAwaited(companyId: CompanyId, id: ContactListId): Promise<boolean> {
      const rows = await q.query(
        `SELECT 1 FROM "Campaigns" WHERE "companyId" = $1 AND "contactListId" = $2 AND "status" IN ('PROGRAMADA', 'EM_ANDAMENTO', 'PAUSADA') LIMIT 1`,
        [companyId, id],
      );
      return rows.length > 0;
    },

    async remove(companyId: CompanyId, id: ContactListId): Promise<void> {
      await q.query(`DELETE FROM "ContactLists" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    /** @returns the number of items removed. */
    async clear(companyId: CompanyId, id: ContactListId): Promise<number> {
      const rows = await q.query<{ count: number }>(
        `WITH "gone" AS (DELETE FROM "ContactListItems" WHERE "companyId" = $1 AND "contactListId" = $2 RETURNING 1) SELECT count(*) FROM "gone"`,
        [companyId, id],
      );
      return onlyRow(rows).count;
    },
  };
}

/**
 * Reserves a list for a writer of its items until the end of the transaction: an import of ten seconds and a single
 * addition would otherwise wait for each other's rows in opposite orders. Campaigns that name the list are not held up.
 * @returns false when the company has no such list.
 * @throws Conflict after 2 s: somebody else is still writing (an import).
 */
export async function lockItems(tx: Tx, companyId: CompanyId, id: ContactListId): Promise<boolean> {
  return busyIfLocked(async () => {
    await tx.query(`SELECT set_config('lock_timeout', '2s', true)`);
    const rows = await tx.query(`SELECT 1 FROM "ContactLists" WHERE "companyId" = $1 AND "id" = $2 FOR NO KEY UPDATE`, [companyId, id]);
    return rows.length > 0;
  });
}

/** As `lockItems`, and nobody can refer to the list until the end of the transaction: for its removal. */
export async function lockList(tx: Tx, companyId: CompanyId, id: ContactListId): Promise<boolean> {
  return busyIfLocked(async () => {
    await tx.query(`SELECT set_config('lock_timeout', '2s', true)`);
    const rows = await tx.query(`SELECT 1 FROM "ContactLists" WHERE "companyId" = $1 AND "id" = $2 FOR UPDATE`, [companyId, id]);
    return rows.length > 0;
  });
}

async function busyIfLocked<T>(lock: () => Promise<T>): Promise<T> {
  try {
    return await lock();
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw new Conflict('ERR_LIST_BUSY', 'An import is writing to this list; try again when it is done');
  }
}
