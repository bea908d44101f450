/**
 * `npm run bench -- presence [users]`: the monitor takes that many silent users of a hundred companies offline in one
 * statement and tells each company once; then as many come back by batches of signs of life.
 */
import { silentLog } from '../src/kernel/log';
import { createTransact } from '../src/platform/db/transact';
import { verifyLoginStatusHandler } from '../src/features/users/presence.jobs';
import { presenceStore } from '../src/features/users/presence.store';
import type { UserId } from '../src/kernel/ids';
import { expectThat, freshDatabase, printTable, record, startPostgres, timed } from './support';

const COMPANIES = 100;
const BATCH = 5_000;
const GOAL_MS = 1_000;

export async function run([wanted = '100000']: readonly string[]): Promise<void> {
  const users = Number(wanted);
  const database = await freshDatabase(await startPostgres());
  let told = 0;
  const transact = createTransact({ database, engine: { add: async () => undefined }, realtime: { publish: () => void (told += 1) }, log: silentLog });
  await database.query(`INSERT INTO "Companies" ("name") SELECT 'Empresa ' || n FROM generate_series(1, $1::int) n`, [COMPANIES]);
  await database.query(
    `INSERT INTO "Users" ("companyId", "name", "email", "passwordHash", "online", "lastSeenAt")
     SELECT 1 + n % $2::int, 'Ana', n || '@example.com', '', true, now() - interval '6 min' FROM generate_series(1, $1::int) n`,
    [users, COMPANIES],
  );
  await database.query('VACUUM ANALYZE "Users"');
  const monitor = verifyLoginStatusHandler({ transact, log: silentLog });
  const sweep = () => monitor.run({}, { jobId: '', attempt: 1, traceId: '', stopping: () => false, progress: async () => undefined });

  const gone = await timed(sweep);
  expectThat(told === COMPANIES, `one event a company, not ${told}`);
  const again = await timed(sweep);
  const ids = (await database.query<{ id: UserId }>('SELECT "id" FROM "Users" ORDER BY "id"')).map(({ id }) => id);
  const back = await timed(async () => {
    for (let at = 0; at < ids.length; at += BATCH) await presenceStore(database).touchAcrossCompanies(ids.slice(at, at + BATCH));
  });
  record({ users, sweepMs: Math.round(gone.ms), idleMs: Math.round(again.ms), backMs: Math.round(back.ms) });
  printTable([
    { what: `${users} go offline`, ms: Math.round(gone.ms) },
    { what: 'nobody left to go', ms: Math.round(again.ms) },
    { what: `${users} signs of life in batches of ${BATCH}`, ms: Math.round(back.ms) },
  ]);
  expectThat(told === COMPANIES, 'nobody is told twice');
  expectThat(gone.ms < GOAL_MS, `the sweep takes less than ${GOAL_MS} ms`);
  await database.close();
}
