import { randomBytes } from 'node:crypto';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';

/**
 * The installation's secret of that name, drawn (256 bits) when it is first asked for: a restart keeps sessions, and
 * processes that start together agree on the one that was written first.
 */
export async function loadSecret(q: Queryable, name: string): Promise<string> {
  await q.query(`INSERT INTO "Secrets" ("name", "value") VALUES ($1, $2) ON CONFLICT ("name") DO NOTHING`, [name, randomBytes(32).toString('base64url')]);
  return onlyRow(await q.query<{ value: string }>(`SELECT "value" FROM "Secrets" WHERE "name" = $1`, [name])).value;
}
