/** Three processes of one installation; the one that runs the cron jobs is killed in the middle of its work, again and again. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, childEnvironment } from '../bundle';
import { testDatabase, type TestDatabase } from '../database';
import { eventually } from '../operator';

/** As promised, from the kill to the next run of every cron job. */
const WORK_GOES_ON_WITHIN_MS = 10_000;
const EACH_SECOND = '* * * * * *';

const folder = mkdtempSync(join(tmpdir(), 'esquadrao-leaders-'));
const children: ChildProcess[] = [];
let t: TestDatabase;
let program: string;
beforeAll(async () => {
  [t, program] = await Promise.all([testDatabase(), bundle('src/test/chaos/product.ts', folder)]);
}, 60_000);
afterAll(async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await t.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(n: number): Promise<void> {
  const data = join(folder, String(n));
  const child = fork(program, [], {
    env: {
      ...childEnvironment, DATABASE_URL: t.url, DATA_DIR: data, PUBLIC_DIR: data, LOG_LEVEL: 'silent',
      ROUTER_CRON: EACH_SECOND, LANES_CRON: EACH_SECOND, AUTO_CLOSE_CRON: EACH_SECOND, INVOICES_CRON: EACH_SECOND,
    },
  });
  children.push(child);
  await once(child, 'message');
}

/** Which process leads, and when the cron jobs last began, the one that waits longest first. */
const leader = async () => Number((await t.db.query<{ owner: string }>(`SELECT "owner" FROM "CronLeader"`))[0]!.owner.split(':').at(-1));
const ranSince = (at: Date, by: number) => async () =>
  (await t.db.query(`SELECT 1 FROM "CronJobs" WHERE "name" <> 'sessionCleanup' AND "lastFinishedAt" > $1`, [at])).length === 4 && (await leader()) !== by;

it('works on within ten seconds of a kill -9 of its leader', async () => {
  await Promise.all([0, 1, 2].map(start));
  for (let killing = 0; killing < 2; killing += 1) {
    await eventually(ranSince(new Date(0), 0), (ran) => ran);
    const pid = await leader();
    const victim = children.find((child) => child.pid === pid);
    const [{ at }] = (await t.db.query<{ at: Date }>('SELECT now() AS "at"')) as [{ at: Date }];
    const since = performance.now();
    victim?.kill('SIGKILL');
    await eventually(ranSince(at, pid), (ran) => ran);
    expect(victim).toBeDefined();
    expect(performance.now() - since).toBeLessThan(WORK_GOES_ON_WITHIN_MS);
  }
}, 60_000);
