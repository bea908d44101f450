import { RateLimited } from '../../kernel/errors';
import { silentLog } from '../../kernel/log';
import { defineJob, defineQueue, handle, type JobContext } from '../../platform/queue/job';
import { z } from 'zod';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createJobTally } from './job-tally';
import { createQueueHistory } from './queue-history';
import { queueSampleStore } from './queue-sample.store';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

const job = defineJob(defineQueue('LetterQueue', { concurrency: 1 }), 'Post', { payload: z.object({}) });
const depth = { queue: 'LetterQueue', active: 0, delayed: 0, completed: 0, failed: 0, paused: false };

it('sums what two processes ran in a minute, and keeps the deepest that was seen', async () => {
  const ends = [undefined, undefined, new Error('broken'), new RateLimited(1_000)];
  const processes = [3, 1].map((waiting) => {
    const tally = createJobTally();
    const engine = { stats: async () => [{ ...depth, waiting, oldestWaitingMs: waiting * 1_000 }] };
    return { tally, history: createQueueHistory({ db: test.db, engine, tally, log: silentLog }) };
  });
  for (const { tally } of processes) {
    for (const end of ends) {
      const [watched] = tally.watch([handle(job, async () => { if (end) throw end; })]);
      await watched!.run({}, {} as JobContext).catch((error: unknown) => expect(error).toBe(end));
    }
  }
  await Promise.all(processes.map(({ history }) => history.sample()));
  await processes[0]!.history.sample(); // What was counted is not counted again.

  const points = await queueSampleStore(test.db).history(60, 60);
  expect(points.map(({ queue, waiting, oldestWaitingMs }) => ({ queue, waiting, oldestWaitingMs }))).toContainEqual({ queue: 'LetterQueue', waiting: 3, oldestWaitingMs: 3_000 });
  const sum = (of: 'done' | 'failed') => points.reduce((total, point) => total + point[of], 0);
  expect([sum('done'), sum('failed')]).toEqual([4, 2]);
});

it('forgets after a week', async () => {
  await test.db.query(`INSERT INTO "QueueSamples" ("minute", "queue", "done") VALUES (now() - interval '8 days', 'LetterQueue', 9)`);
  await queueSampleStore(test.db).removeOlderThan(7);
  const [row] = await test.db.query<{ count: number }>(`SELECT count(*)::int AS "count" FROM "QueueSamples" WHERE "done" = 9`);
  expect(row!.count).toBe(0);
});
