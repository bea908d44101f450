/** Users of a company. E-mails are unique over all companies: they are what one logs in by. */
import type { CompanyId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
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
  readonly online: boolean;
  readonly lastSeenAt: Date | null;
  /** Conversations the router may give him at once; null: any number. */
  readonly capacity: number | null;
  /** Those he is a member of. */
  readonly queues: readonly UserQueue[];
}

export interface UserQueue {
  readonly id: number;
  readonly name: string;
  readonly color: string;
}

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
  readonly capacity: number | null;
}

export const blankUser = { profile: 'user', super: false, capacity: null } as const;

export type UserChange = { readonly [F in keyof NewUser]?: NewUser[F] | undefined };

export interface UserFilter {
  /** Part of the name or e-mail. */
  readonly search: string;
  /** Null: any. Likewise below. */
  readonly profile: UserRow['profile'] | null;
  /** Members of this service queue. */
  readonly queueId: ServiceQueueId | null;
  readonly online: boolean | null;
}

const QUEUES = `COALESCE((SELECT jsonb_agg(jsonb_build_object('id', s."id", 'name', s."name", 'color', s."color") ORDER BY s."orderQueue", s."name")
           FROM "UserQueues" m JOIN "Queues" s ON s."id" = m."queueId" WHERE m."userId" = u."id"), '[]') AS "queues"`;
const SELECT = `
  SELECT u.*, c."name" AS "companyName", c."status" AS "companyStatus", c."timezone" AS "companyTimezone", ${QUEUES}
    FROM "Users" u JOIN "Companies" c ON c."id" = u."companyId"`;
const NAMES = `SELECT u."id", u."name", u."profile", u."online", ${QUEUES} FROM "Users" u WHERE u."companyId" = $1 ORDER BY u."name", u."id"`;
const MATCHING = `
   WHERE u."companyId" = $1 AND (u."name" ILIKE $2 OR u."email" ILIKE $2) AND ($3::text IS NULL OR u."profile" = $3)
     AND ($4::int IS NULL OR EXISTS (SELECT 1 FROM "UserQueues" m WHERE m."queueId" = $4 AND m."userId" = u."id"))
     AND ($5::boolean IS NULL OR u."online" = $5)`;

const bindOf = (companyId: CompanyId, { search, profile, queueId, online }: UserFilter): unknown[] => [companyId, likePattern(search), profile, queueId, online];

export function userStore(q: Queryable) {
  return {
    async find(companyId: CompanyId, id: UserId): Promise<UserRow | null> {
      const [row] = await q.query<UserRow>(SELECT.concat(' WHERE u."companyId" = $1 AND u."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    async list(companyId: CompanyId, filter: UserFilter, page: { limit: number; offset: number }): Promise<UserRow[]> {
      return q.query<UserRow>(SELECT.concat(MATCHING, ' ORDER BY u."name", u."id" LIMIT $6 OFFSET $7'), [...bindOf(companyId, filter), page.limit, page.offset]);
    },

    async count(companyId: CompanyId, filter: UserFilter): Promise<number> {
      const rows = await q.query<{ count: number }>(`SELECT count(*) AS "count" FROM "Users" u`.concat(MATCHING), bindOf(companyId, filter));
      return onlyRow(rows).count;
    },

    async names(companyId: CompanyId): Promise<Pick<UserRow, 'id' | 'name' | 'profile' | 'online' | 'queues'>[]> {
      return q.query(NAMES, [companyId]);
    },

    /** @throws the driver's unique violation of `Users_email`, or a foreign key's when there is no such company. */
    async add(companyId: CompanyId, user: NewUser): Promise<UserId> {
      const rows = await q.query<{ id: UserId }>(
        `INSERT INTO "Users" ("companyId", "name", "email", "passwordHash", "profile", "super", "capacity")
         VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING "id"`,
        [companyId, user.name, user.email, user.passwordHash, user.profile, user.super, user.capacity],
      );
      return onlyRow(rows).id;
    },

    /** Fields that are undefined stay. A new password or role ends the user's sessions at their next refresh. */
    async change(companyId: CompanyId, id: UserId, change: UserChange): Promise<void> {
      await q.query(
        `UPDATE "Users" SET "name" = COALESCE($3, "name"), "email" = COALESCE($4, "email"), "passwordHash" = COALESCE($5, "passwordHash"),
                "profile" = COALESCE($6, "profile"), "super" = COALESCE($7, "super"),
                "capacity" = CASE WHEN $8::boolean THEN $9::int ELSE "capacity" END, "updatedAt" = now(),
                "tokenVersion" = "tokenVersion" + ($5::text IS NOT NULL OR COALESCE($6, "profile") <> "profile" OR COALESCE($7, "super") <> "super")::int
          WHERE "companyId" = $1 AND "id" = $2`,
        [
          ...[companyId, id, change.name ?? null, change.email ?? null, change.passwordHash ?? null, change.profile ?? null, change.super ?? null],
          ...[change.capacity !== undefined, change.capacity ?? null],
        ],
      );
    },

    /** He is a member of these service queues and of no other. @returns those of `queueIds` that the company does not have; nothing is written then. */
    async setQueues(companyId: CompanyId, id: UserId, queueIds: readonly ServiceQueueId[]): Promise<ServiceQueueId[]> {
      const own = await q.query<{ id: ServiceQueueId }>(`SELECT "id" FROM "Queues" WHERE "companyId" = $1 AND "id" = ANY($2::int[]) FOR KEY SHARE`, [companyId, queueIds]);
      const ids = new Set(own.map((queue) => queue.id));
      const foreign = queueIds.filter((queueId) => !ids.has(queueId));
      if (foreign.length > 0) return foreign;
      await q.query(`DELETE FROM "UserQueues" WHERE "userId" = $1 AND "queueId" <> ALL($2::int[])`, [id, queueIds]);
      await q.query(
        `INSERT INTO "UserQueues" ("companyId", "userId", "queueId") SELECT $1, $2, given FROM unnest($3::int[]) AS given ON CONFLICT DO NOTHING`,
        [companyId, id, queueIds],
      );
      return [];
    },

    /**
     * Holds the conversations he has and had, for his removal touches them all: whoever moves or rates one of them asks for its
     * user's row after it, and so must his removal. @returns the living ones.
     */
    async lockTicketsOf(companyId: CompanyId, id: UserId): Promise<TicketId[]> {
      const rows = await q.query<{ id: TicketId; living: boolean }>(
        `SELECT "id", "status" <> 'closed' AS "living" FROM "Tickets" WHERE "companyId" = $1 AND "userId" = $2 ORDER BY "id" FOR NO KEY UPDATE`,
        [companyId, id],
      );
      return rows.flatMap((ticket) => (ticket.living ? [ticket.id] : []));
    },

    /** What becomes of his conversations is told with the trigger `Users_release` (0008). */
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

    async byIdsAcrossCompanies(ids: readonly UserId[]): Promise<UserRow[]> {
      return q.query<UserRow>(SELECT.concat(' WHERE u."id" = ANY($1::int[]) ORDER BY u."id"'), [ids]);
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
