/** Users of a company. E-mails are unique over all companies: they are what one logs in by. */
import type { CompanyId, UserId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

export interface UserRow {
  readonly id: UserId;
  readonly companyId: CompanyId;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
  readonly tokenVersion: number;
  readonly companyName: string;
  readonly companyStatus: boolean;
  readonly companyTimezone: string;
  /** Every user answers every service queue of his company. */
  readonly queues: readonly { readonly id: number; readonly name: string; readonly color: string }[];
}

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
}

export type UserChange = { readonly [F in keyof NewUser]?: NewUser[F] | undefined };

const SELECT = `
  SELECT u.*, c."name" AS "companyName", c."status" AS "companyStatus", c."timezone" AS "companyTimezone",
         COALESCE((SELECT jsonb_agg(jsonb_build_object('id', s."id", 'name', s."name", 'color', s."color") ORDER BY s."name")
                     FROM "Queues" s WHERE s."companyId" = u."companyId"), '[]') AS "queues"
    FROM "Users" u JOIN "Companies" c ON c."id" = u."companyId"`;
const MATCHING = ` WHERE u."companyId" = $1 AND (u."name" ILIKE $2 OR u."email" ILIKE $2)`;

export function userStore(q: Queryable) {
  return {
    async find(companyId: CompanyId, id: UserId): Promise<UserRow | null> {
      const [row] = await q.query<UserRow>(SELECT.concat(' WHERE u."companyId" = $1 AND u."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    async list(companyId: CompanyId, search: string, page: { limit: number; offset: number }): Promise<UserRow[]> {
      return q.query<UserRow>(SELECT.concat(MATCHING, ' ORDER BY u."name", u."id" LIMIT $3 OFFSET $4'), [companyId, likePattern(search), page.limit, page.offset]);
    },

    async count(companyId: CompanyId, search: string): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) AS "count" FROM "Users" u`.concat(MATCHING), [companyId, likePattern(search)]);
      return onlyRow(rows).count;
    },

    async names(companyId: CompanyId): Promise<{ id: UserId; name: string; profile: UserRow['profile'] }[]> {
      return q.query(`SELECT "id", "name", "profile" FROM "Users" WHERE "companyId" = $1 ORDER BY "name", "id"`, [companyId]);
    },

    /** @throws the driver's unique violation of `Users_email`, or a foreign key's when there is no such company. */
    async add(companyId: CompanyId, user: NewUser): Promise<UserId> {
      const rows = await q.query<{ id: UserId }>(
        `INSERT INTO "Users" ("companyId", "name", "email", "passwordHash", "profile", "super") VALUES ($1, $2, $3, $4, $5, $6) RETURNING "id"`,
        [companyId, user.name, user.email, user.passwordHash, user.profile, user.super],
      );
      return onlyRow(rows).id;
    },

    /** Fields that are undefined stay. A new password or role ends the user's sessions at their next refresh. */
    async change(companyId: CompanyId, id: UserId, change: UserChange): Promise<void> {
      await q.query(
        `UPDATE "Users" SET "name" = COALESCE($3, "name"), "email" = COALESCE($4, "email"), "passwordHash" = COALESCE($5, "passwordHash"),
                "profile" = COALESCE($6, "profile"), "super" = COALESCE($7, "super"), "updatedAt" = now(),
                "tokenVersion" = "tokenVersion" + ($5::text IS NOT NULL OR COALESCE($6, "profile") <> "profile" OR COALESCE($7, "super") <> "super")::int
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, change.name ?? null, change.email ?? null, change.passwordHash ?? null, change.profile ?? null, change.super ?? null],
      );
    },

    async remove(companyId: CompanyId, id: UserId): Promise<void> {
      await q.query(`DELETE FROM "Users" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    /** Every refresh token given out so far is worth nothing from now on. */
    async endSessions(companyId: CompanyId, id: UserId): Promise<void> {
      await q.query(`UPDATE "Users" SET "tokenVersion" = "tokenVersion" + 1 WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    async findAcrossCompanies(id: UserId): Promise<UserRow | null> {
      const [row] = await q.query<UserRow>(SELECT.concat(' WHERE u."id" = $1'), [id]);
      return row ?? null;
    },

    async findByEmailAcrossCompanies(email: string): Promise<UserRow | null> {
      const [row] = await q.query<UserRow>(SELECT.concat(' WHERE lower(u."email") = lower($1)'), [email]);
      return row ?? null;
    },

    /** Whether there is any user of any company; until the transaction ends nobody else finds out. */
    async noneAcrossCompanies(): Promise<boolean> {
      await q.query(`LOCK TABLE "Users" IN SHARE ROW EXCLUSIVE MODE`);
      const rows = await q.query(`SELECT 1 FROM "Users" LIMIT 1`);
      return rows.length === 0;
    },
  };
}
