/** Who is online. Sets span companies: a process hears of users of all of them. */
import type { CompanyId, UserId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

export interface Moved {
  readonly id: UserId;
  readonly companyId: CompanyId;
}

export function presenceStore(q: Queryable) {
  return {
    /** Signs of life of now. @returns those who came online by it. */
    async touchAcrossCompanies(ids: readonly UserId[]): Promise<Moved[]> {
      // Locked in the order of their ids: the batches of two processes name the same users.
      const rows = await q.query<Moved & { wasOnline: boolean }>(
        `WITH before AS (SELECT "id", "online" FROM "Users" WHERE "id" = ANY($1::int[]) ORDER BY "id" FOR NO KEY UPDATE)
         UPDATE "Users" u SET "online" = true, "lastSeenAt" = now() FROM before b WHERE u."id" = b."id"
         RETURNING u."id", u."companyId", b."online" AS "wasOnline"`,
        [ids],
      );
      return rows.filter(({ wasOnline }) => !wasOnline);
    },

    /** @returns whether he was online. */
    async leave(companyId: CompanyId, id: UserId): Promise<boolean> {
      const rows = await q.query(`UPDATE "Users" SET "online" = false WHERE "companyId" = $1 AND "id" = $2 AND "online" RETURNING "id"`, [companyId, id]);
      return rows.length > 0;
    },

    /**
     * Whoever gave no sign of life for so long is offline; one whose row somebody holds is giving one, or being found by another.
     * @returns how many went by it, and who: up to `most` of a company, for after an outage it may be everybody.
     */
    async expireAcrossCompanies(silentMs: number, most: number): Promise<{ count: number; moved: Moved[] }> {
      const rows = await q.query<{ companyId: CompanyId; count: number; ids: UserId[] }>(
        `WITH silent AS (
           SELECT "id" FROM "Users" WHERE "online" AND ("lastSeenAt" IS NULL OR "lastSeenAt" < now() - $1 * interval '1 ms')
              FOR NO KEY UPDATE SKIP LOCKED
         ), gone AS (
           UPDATE "Users" u SET "online" = false FROM silent s WHERE u."id" = s."id" RETURNING u."id", u."companyId")
         SELECT "companyId", count(*) AS "count", (array_agg("id"))[1:$2::int] AS "ids" FROM gone GROUP BY "companyId"`,
        [silentMs, most],
      );
      return {
        count: rows.reduce((sum, row) => sum + row.count, 0),
        moved: rows.flatMap(({ companyId, ids }) => ids.map((id) => ({ id, companyId }))),
      };
    },
  };
}
