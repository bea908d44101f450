import type { CompanyId, ContactId } from '../../kernel/ids';
import { pageWindow } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { searchPattern } from './search';

export interface Contact {
  readonly id: ContactId;
  readonly companyId: CompanyId;
  readonly name: string;
  readonly number: string;
  readonly email: string;
  readonly isGroup: boolean;
  readonly active: boolean;
  readonly profilePicUrl: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ContactFields {
  readonly name: string;
  readonly number: string;
  readonly email: string;
  readonly isGroup: boolean;
  readonly active: boolean;
}

/** Fields to change; those absent or undefined stay. */
export type Changes<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };

export function contactStore(q: Queryable) {
  return {
    async page(companyId: CompanyId, search: string, pageNumber: number): Promise<Contact[]> {
      const { limit, offset } = pageWindow(pageNumber);
      return q.query<Contact>(
        `SELECT "id", "companyId", "name", "number", "email", "isGroup", "active", "profilePicUrl", "createdAt", "updatedAt"
         FROM "Contacts" WHERE "companyId" = $1 AND ($2::text IS NULL OR "search" LIKE "fold_text"($2))
         ORDER BY "name", "id" LIMIT $3 OFFSET $4`,
        [companyId, searchPattern(search), limit, offset],
      );
    },

    async count(companyId: CompanyId, search: string): Promise<number> {
      const rows = await q.query<{ count: number }>(
        `SELECT count(*) FROM "Contacts" WHERE "companyId" = $1 AND ($2::text IS NULL OR "search" LIKE "fold_text"($2))`,
        [companyId, searchPattern(search)],
      );
      return onlyRow(rows).count;
    },

    async find(companyId: CompanyId, id: ContactId): Promise<Contact | null> {
      const [row] = await q.query<Contact>(
        `SELECT "id", "companyId", "name", "number", "email", "isGroup", "active", "profilePicUrl", "createdAt", "updatedAt"
         FROM "Contacts" WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id],
      );
      return row ?? null;
    },

    /** @throws the driver's unique violation when the company has this number already. */
    async insert(companyId: CompanyId, fields: ContactFields): Promise<ContactId> {
      const rows = await q.query<{ id: ContactId }>(
        `INSERT INTO "Contacts" ("companyId", "name", "number", "email", "isGroup", "active") VALUES ($1, $2, $3, $4, $5, $6) RETURNING "id"`,
        [companyId, fields.name, fields.number, fields.email, fields.isGroup, fields.active],
      );
      return onlyRow(rows).id;
    },

    /** @returns false when there is no such contact. @throws as `insert`. */
    async update(companyId: CompanyId, id: ContactId, fields: Changes<ContactFields>): Promise<boolean> {
      const rows = await q.query(
        `UPDATE "Contacts" SET "name" = COALESCE($3, "name"), "number" = COALESCE($4, "number"), "email" = COALESCE($5, "email"),
           "isGroup" = COALESCE($6, "isGroup"), "active" = COALESCE($7, "active"), "updatedAt" = now()
         WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`,
        [companyId, id, fields.name, fields.number, fields.email, fields.isGroup, fields.active],
      );
      return rows.length > 0;
    },

    async remove(companyId: CompanyId, id: ContactId): Promise<boolean> {
      const rows = await q.query(`DELETE FROM "Contacts" WHERE "companyId" = $1 AND "id" = $2 RETURNING "id"`, [companyId, id]);
      return rows.length > 0;
    },
  };
}
