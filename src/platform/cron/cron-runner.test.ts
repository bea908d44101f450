import { manualClock, systemClock } from '../../kernel/clock';
import { silentLog, type Log } from '../../kernel/log';
import { testDatabase, type TestDatabase } from '../../test/database';
import type { Cron } from './cron';
import { createCronRunner, type CronRunner, type CronRunnerDeps } from './cron-runner';
import { cronStore, fenced, StaleEpoch } from './cron.store';
import { isCronExpression, nextFiring } from './expression';
import { alwaysLeads, neverLeads, type LeaderLock } from './leadership';

let t: TestDatabase;
const running: CronRunner[] = [];

beforeAll(async () => {
  t = await testDatabase();
  await t.db.query('CREATE TABLE "marks" ("by" text NOT NULL)');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((runner) => runner.stop()));
  await t.db.query('DELETE FROM "CronJobs"');
  await t.db.query('DELETE FROM "marks"');
});
afterAll(() => t.close());

/** Never fires by itself while a test runs. */
const YEARLY = '0 0 0 1 1 *';

const cron = (run: Cron['run'], over: Partial<Cron> = {}): Cron => ({ name: 'sweep', label: 'Sweep -> Verify', expression: YEARLY, timezone: 'UTC', run, ...over });
const marking = (by: string): Cron['run'] => ({ transact }) => transact(async (tx) => ({ marked: (await tx.query('INSERT INTO "marks" VALUES ($1) RETURNING 1', [by])).length }));
const marks = async (): Promise<string[]> => (await t.db.query<{ by: string }>('SELECT "by" FROM "marks"')).map(({ by }) => by);

function runnerOf(crons: readonly Cron[], over: Partial<CronRunnerDeps> = {}): CronRunner {
  const runner = createCronRunner({ crons, lock: neverLeads, db: t.db, transact: t.transact, owner: 'test', clock: systemClock, log: silentLog, report: () => undefined, ...over });
  running.push(runner);
  return runner;
}

/** A lock that is given and taken by the test. */
function handLock(): LeaderLock & { give(): void; take(): void } {
  let on: Parameters<LeaderLock['contend']>[0] | undefined;
  return {
    contend(listener) {
      on = listener;
      return { stop: async () => undefined };
    },
    give: () => on?.gained(),
    take: () => on?.lost(),
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

function listening(): Log & { lines: string[] } {
  const lines: string[] = [];
  const log: Log & { lines: string[] } = {
    lines, debug: () => undefined, info: (_, line) => void lines.push(line), warn: (_, line) => void lines.push(line), error: (_, line) => void lines.push(line), child: () => log,
  };
  return log;
}

it('records what a run changed, and what it failed of', async () => {
  const log = listening();
  const reported: unknown[] = [];
  let fails = false;
  const runner = runnerOf([cron(async () => { if (fails) throw new Error('no luck'); return { moved: 3 }; })], { log, report: (error) => void reported.push(error) });
  await runner.runNow('sweep');
  expect((await runner.status()).crons).toMatchObject([{ name: 'sweep', running: false, record: { lastResult: { moved: 3 }, lastError: null, runs: 1, failures: 0 } }]);

  fails = true;
  await expect(runner.runNow('sweep')).rejects.toThrow('no luck');
  expect((await runner.status()).crons).toMatchObject([{ record: { lastResult: { moved: 3 }, lastError: 'no luck', runs: 2, failures: 1 } }]);
  expect(log.lines).toContain('Sweep -> Verify: error');
  expect(reported).toEqual([expect.objectContaining({ message: 'no luck' })]);
  await expect(runner.runNow('other')).rejects.toMatchObject({ status: 404 });
});

it('runs a job once at a time, and waits for it when it stops', async () => {
  let release: () => void = () => undefined;
  const began = new Promise<void>((resolve) => { release = resolve; });
  let finish: () => void = () => undefined;
  const runner = runnerOf([cron(() => new Promise((resolve) => { finish = () => resolve({}); release(); }))]);
  const first = runner.runNow('sweep');
  await began;
  await expect(runner.runNow('sweep')).rejects.toMatchObject({ code: 'ERR_CRON_RUNNING' });
  const stopped = runner.stop();
  finish();
  await Promise.all([stopped, first]);
  expect((await runner.status()).crons).toMatchObject([{ running: false, record: { lastFinishedAt: expect.any(Date) } }]);
});

it('ticks while it leads, and no longer', async () => {
  const lock = handLock();
  const runner = runnerOf([cron(marking('tick'), { expression: '* * * * * *' })], { lock });
  await runner.start();
  expect((await runner.status()).leader.here).toBe(false);
  lock.give();
  await until(async () => (await marks()).length > 0);
  expect(await runner.status()).toMatchObject({ leader: { here: true, owner: 'test' } });
  lock.take();
  expect((await runner.status()).leader.here).toBe(false);
});

it('runs at once what fell due while nobody led, and nothing else', async () => {
  const clock = manualClock(new Date());
  const names = ['missed', 'in time', 'new'];
  const crons = names.map((name) => cron(marking(name), { name, expression: '0 0 3 * * *' }));
  await Promise.all(crons.slice(0, 2).map((one) => cronStore(t.db).started(one)));
  await t.db.query(`UPDATE "CronJobs" SET "lastStartedAt" = now() - interval '25 hours' WHERE "name" = 'missed'`);
  const runner = runnerOf(crons, { lock: alwaysLeads, clock });
  await runner.start();
  await until(async () => (await marks()).length > 0);
  await runner.stop();
  expect(await marks()).toEqual(['missed']);
});

describe('the fence', () => {
  it('keeps a unit of work of a former leader from changing anything', async () => {
    const epoch = await cronStore(t.db).raiseEpoch('first');
    const first = fenced(t.transact, epoch);
    await first((tx) => tx.query(`INSERT INTO "marks" VALUES ('in time')`));
    await cronStore(t.db).raiseEpoch('second');
    await expect(first((tx) => tx.query(`INSERT INTO "marks" VALUES ('too late')`))).rejects.toThrow(StaleEpoch);
    expect(await marks()).toEqual(['in time']);
  });

  it('lets a unit of work that began in time end, and the next leader wait for it', async () => {
    const epoch = await cronStore(t.db).raiseEpoch('first');
    let raised: Promise<number> | undefined;
    await fenced(t.transact, epoch)(async (tx) => {
      raised = cronStore(t.db).raiseEpoch('second');
      await until(async () => (await t.db.query(`SELECT 1 FROM pg_stat_activity WHERE "wait_event_type" = 'Lock' AND "query" LIKE 'UPDATE "CronLeader"%' AND "datname" = current_database()`)).length > 0);
      await tx.query(`INSERT INTO "marks" VALUES ('first')`);
      return epoch;
    });
    expect(await raised).toBe(epoch + 1);
    expect(await marks()).toEqual(['first']);
  });

  it('stops two processes that both believe from writing at once, and lets either go on', async () => {
    const log = listening();
    const reported: unknown[] = [];
    const [a, b] = [handLock(), handLock()];
    let inRun: () => void = () => undefined;
    let goOn: Promise<void> = Promise.resolve();
    const slow = cron(async ({ transact }) => {
      inRun();
      await goOn;
      return transact(async (tx) => ({ marked: await tx.query(`INSERT INTO "marks" VALUES ('a')`) }));
    }, { expression: '* * * * * *' });
    const entered = new Promise<void>((resolve) => { inRun = resolve; });
    let wake: () => void = () => undefined;
    goOn = new Promise((resolve) => { wake = resolve; });

    const former = runnerOf([slow], { lock: a, log, report: (error) => void reported.push(error) });
    await former.start();
    a.give();
    await entered;
    // Frozen in its run, and never told that it lost the lock.
    const next = runnerOf([cron(marking('b'))], { lock: b, owner: 'next' });
    await next.start();
    b.give();
    await until(async () => (await next.status()).leader.owner === 'next');
    wake();
    await until(async () => log.lines.includes('Sweep -> Verify: another process leads by now, nothing was changed'));
    expect([await marks(), reported]).toEqual([[], []]);
    // It still holds its lock, for all it knows: its next run asks for the epoch anew.
    await until(async () => (await marks()).includes('a'));
    await former.stop();
  });
});

describe('expressions', () => {
  it.each([['0 */2 * * * *', true], ['*/1 * * * *', true], ['0 15 3 * * *', true], ['61 * * * * *', false], ['sometimes', false], ['', false]])('%s', (text, valid) => {
    expect(isCronExpression(text)).toBe(valid);
  });

  it('fires once a day, in the zone, on the days the clocks leap too', () => {
    const next = (from: string) => nextFiring('0 15 3 * * *', 'America/Sao_Paulo', new Date(from)).toISOString();
    expect(next('2026-05-01T06:14:59Z')).toBe('2026-05-01T06:15:00.000Z');
    expect(next('2026-05-01T06:15:00Z')).toBe('2026-05-02T06:15:00.000Z');
    // The clocks of New York skip from 02:00 to 03:00 on this day.
    expect(nextFiring('0 30 2 * * *', 'America/New_York', new Date('2026-03-08T05:00:00Z')).toISOString()).toBe('2026-03-08T07:00:00.000Z');
  });
});
