import { z } from 'zod';
import { silentLog } from '../../kernel/log';
import { buildCompany } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { defineJob, defineQueue } from '../queue/job';
import { defineEvent } from '../realtime/realtime';
import { createTransact } from './transact';

const job = defineJob(defineQueue('Q', { concurrency: 1 }), 'Ring', { payload: z.object({ n: z.number() }) });
const changed = defineEvent<{ n: number }>('changed');

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(() => {
  test.released.jobs.length = 0;
  test.released.events.length = 0;
});
afterAll(() => test.close());

const names = async (): Promise<unknown[]> => (await test.db.query<{ name: string }>('SELECT "name" FROM "Companies" ORDER BY "id"')).map((row) => row.name);

describe('a unit of work', () => {
  it('lets its effects go after the commit: jobs, then other effects, then events', async () => {
    const order: string[] = [];
    const transact = createTransact({
      database: test.db,
      engine: { add: async (requests) => void order.push(`jobs ${requests.length}, ${(await names()).length} row`) },
      realtime: { publish: () => void order.push('event') },
      log: silentLog,
    });
    const result = await transact(async (tx) => {
      tx.emit(await buildCompany(tx), changed, { n: 1 });
      tx.enqueue(job, { n: 1 });
      tx.enqueue(job, { n: 2 }, { delayMs: 10 });
      tx.afterCommit(() => void order.push('effect'));
      expect(order).toEqual([]);
      return 'result';
    });
    expect(result).toBe('result');
    expect(order).toEqual(['jobs 2, 1 row', 'effect', 'event']);
  });

  it('leaves neither rows nor effects when it throws', async () => {
    const before = await names();
    await expect(
      test.transact(async (tx) => {
        tx.emit(await buildCompany(tx), changed, { n: 1 });
        tx.enqueue(job, { n: 1 });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await names()).toEqual(before);
    expect(test.released).toEqual({ jobs: [], events: [] });
  });

  it('refuses to commit when a failed statement was swallowed', async () => {
    const work = test.transact(async (tx) => {
      tx.enqueue(job, { n: 1 });
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('swallowed');
    expect(test.released.jobs).toEqual([]);
  });

  it('keeps its result when an effect fails, and goes on with the next', async () => {
    const events: string[] = [];
    const complaints: string[] = [];
    const transact = createTransact({
      database: test.db,
      engine: { add: () => Promise.reject(new Error('no Redis')) },
      realtime: { publish: (_, { topic }) => void events.push(topic) },
      log: { ...silentLog, error: (_, message) => void complaints.push(message) },
    });
    const id = await transact(async (tx) => {
      const companyId = await buildCompany(tx);
      tx.enqueue(job, { n: 1 });
      tx.afterCommit(() => {
        throw new Error('no');
      });
      tx.emit(companyId, changed, { n: 1 });
      return companyId;
    });
    expect(await test.db.query('SELECT 1 AS n FROM "Companies" WHERE "id" = $1', [id])).toHaveLength(1);
    expect(complaints).toHaveLength(2);
    expect(events).toEqual(['changed']);
  });

  it('works with models and plain statements in one transaction', async () => {
    await test.transact(async (tx) => {
      const id = await buildCompany(tx, { name: 'inside' });
      const [seen] = await test.db.sequelize.query('SELECT "name" FROM "Companies" WHERE "id" = $1', { bind: [id], transaction: tx.transaction });
      expect(seen).toEqual([{ name: 'inside' }]);
      expect(await test.db.query('SELECT 1 FROM "Companies" WHERE "id" = $1', [id])).toEqual([]);
    });
  });
});

describe('units of work that meet', () => {
  it('run again after a deadlock, each with its own effects once', async () => {
    const [a, b] = [await buildCompany(test.db), await buildCompany(test.db)];
    const touch = `UPDATE "Companies" SET "name" = "name" || $2 WHERE "id" = $1`;
    // Both hold their first row before either asks for its second: a deadlock, on the first try.
    let waiting = 2;
    let open: () => void;
    const bothHold = new Promise<void>((resolve) => (open = resolve));
    const cross = (first: number, second: number, mark: string): Promise<void> => {
      let tries = 0;
      return test.transact(async (tx) => {
        tries += 1;
        await tx.query(touch, [first, mark]);
        if (tries === 1 && --waiting === 0) open();
        await bothHold;
        await tx.query(touch, [second, mark]);
        tx.enqueue(job, { n: tries });
      });
    };
    await Promise.all([cross(a, b, '+'), cross(b, a, '-')]);

    const rows = await test.db.query<{ name: string }>('SELECT "name" FROM "Companies" WHERE "id" = ANY($1)', [[a, b]]);
    for (const { name } of rows) expect([...name.slice(-2)].sort()).toEqual(['+', '-']);
    expect(test.released.jobs.map(({ payload }) => (payload as { n: number }).n).sort()).toEqual([1, 2]);
  });

  it('give up after five more tries', async () => {
    let tries = 0;
    const work = test.transact(async (tx) => {
      tries += 1;
      await tx.query(`DO $$ BEGIN RAISE serialization_failure; END $$`);
    });
    await expect(work).rejects.toMatchObject({ code: '40001' });
    expect(tries).toBe(6);
  });
});
