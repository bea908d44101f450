/**
 * A request that creates or sends may come twice: the client's connection broke, its user clicked again. With the same
 * `Idempotency-Key` the second one answers what the first one answered, for 24 hours.
 *
 *   absent ──claim──▶ in flight ──complete──▶ answered ──24 h──▶ absent
 *                        │  └─ the request failed ─▶ absent (its transaction rolled back: it did nothing)
 *                        └─ older than 60 s: its process died; the next request of the same key takes it over
 *
 * A process that dies between its commit and `complete` leaves work that a take-over does again. Where that must not be,
 * the handler stores the key with its rows under a unique index, as the ledger of deliveries does.
 */
import { createHash } from 'node:crypto';
import { Conflict, Invalid } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import type { Queryable } from '../transact';

export interface KeyedRequest {
  readonly companyId: CompanyId;
  readonly key: string;
  readonly hash: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface IdempotencyStore {
  /**
   * @returns the claim to work under, or the answer of the request that held the key before
   * @throws Invalid when the key was used for something else, Conflict while the first request is under way
   */
  claim(request: KeyedRequest): Promise<{ readonly claimId: string } | { readonly answer: Answer }>;
  complete(request: KeyedRequest, claimId: string, answer: Answer): Promise<void>;
  release(request: KeyedRequest, claimId: string): Promise<void>;
}

/** Same method, path, query and JSON body: the same request. Of a multipart request the key alone speaks for the body. */
export function hashRequest(method: string, url: string, body: unknown): string {
  return createHash('sha256').update(JSON.stringify([method, url, body ?? null])).digest('hex');
}

/** @throws Invalid a header that is not a usable key. @returns null without the header. */
export function keyOf(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) throw new Invalid('ERR_IDEMPOTENCY_KEY', 'Idempotency-Key must be 1 to 255 visible characters');
  return header;
}

export function idempotencyStore(q: Queryable): IdempotencyStore {
  return {
    async claim({ companyId, key, hash }) {
      // Each claim also clears a few expired keys of anyone, so the table cannot outgrow a day's requests.
      const [mine] = await q.query<{ claimId: string }>(
        `WITH "expired" AS (
           SELECT "companyId", "key" FROM "IdempotencyKeys"
           WHERE "createdAt" < now() - interval '24 hours' AND ("companyId", "key") <> ($1, $2)
           LIMIT 10 FOR UPDATE SKIP LOCKED
         ), "cleared" AS (
           DELETE FROM "IdempotencyKeys" USING "expired"
           WHERE "IdempotencyKeys"."companyId" = "expired"."companyId" AND "IdempotencyKeys"."key" = "expired"."key"
         )
         INSERT INTO "IdempotencyKeys" AS "held" ("companyId", "key", "requestHash", "claimId")
         VALUES ($1, $2, $3, gen_random_uuid())
         ON CONFLICT ("companyId", "key") DO UPDATE
         SET "requestHash" = EXCLUDED."requestHash", "claimId" = EXCLUDED."claimId", "createdAt" = now(), "status" = NULL, "response" = NULL
         WHERE "held"."createdAt" < now() - interval '24 hours'
            OR ("held"."status" IS NULL AND "held"."requestHash" = EXCLUDED."requestHash" AND "held"."createdAt" < now() - interval '60 seconds')
         RETURNING "claimId"`,
        [companyId, key, hash],
      );
      if (mine !== undefined) return mine;
      const [held] = await q.query<{ requestHash: string; status: number | null; response: unknown }>(
        `SELECT "requestHash", "status", "response" FROM "IdempotencyKeys" WHERE "companyId" = $1 AND "key" = $2`,
        [companyId, key],
      );
      if (held !== undefined && held.requestHash !== hash) {
        throw new Invalid('ERR_IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was used with another request');
      }
      // Gone since the first statement: the other request has just failed. The client repeats, and then it is first.
      if (held === undefined || held.status === null) {
        throw new Conflict('ERR_IDEMPOTENCY_IN_FLIGHT', 'The first request with this Idempotency-Key is still under way');
      }
      return { answer: { status: held.status, body: held.response } };
    },

    async complete({ companyId, key }, claimId, { status, body }) {
      await q.query(
        `UPDATE "IdempotencyKeys" SET "status" = $4, "response" = $5::jsonb WHERE "companyId" = $1 AND "key" = $2 AND "claimId" = $3`,
        [companyId, key, claimId, status, JSON.stringify(body ?? null)],
      );
    },

    async release({ companyId, key }, claimId) {
      await q.query(`DELETE FROM "IdempotencyKeys" WHERE "companyId" = $1 AND "key" = $2 AND "claimId" = $3`, [companyId, key, claimId]);
    },
  };
}

/** Removes up to `limit` answers whose day is over: each claim clears a few, but nothing comes by where nobody asks any more. @returns how many. */
export async function clearExpiredKeys(q: Queryable, limit: number): Promise<number> {
  const rows = await q.query(
    `DELETE FROM "IdempotencyKeys" WHERE ("companyId", "key") IN (
       SELECT "companyId", "key" FROM "IdempotencyKeys" WHERE "createdAt" < now() - interval '24 hours' LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING 1`,
    [limit],
  );
  return rows.length;
}
