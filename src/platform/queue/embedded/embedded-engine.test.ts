import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { silentLog } from '../../../kernel/log';
import { until } from '../contract-kit.contract';
import { engineContract } from '../engine.contract';
import { defineJob, defineQueue, handle } from '../job';
import { createEmbeddedEngine } from './embedded-engine';
import { jobStore } from './store';

describe('embedded engine', () => {
  engineContract(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esquadrao-jobs-'));
    const file = join(folder, 'jobs.sqlite');
    return {
      open: (setup) => createEmbeddedEngine({ ...setup, file }),
      address: { file },
      dispose: () => rm(folder, { recursive: true }),
    };
  });

  it('sees within half a second what another process adds, pauses and resumes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esquadrao-jobs-'));
    const file = join(folder, 'jobs.sqlite');
    const queue = defineQueue('Shared', { concurrency: 2 });
    const job = defineJob(queue, 'Job', { payload: z.object({ n: z.number() }) });
    const seen: number[] = [];
    const engine = createEmbeddedEngine({ file, queues: [queue], jobs: [job], log: silentLog, report: () => undefined, random: Math.random });
    await engine.start([handle(job, async ({ n }) => void seen.push(n))]);
    // A connection of its own, as another process has: nothing tells the engine but the file.
    const elsewhere = jobStore(file);
    const add = (n: number): void => {
      const now = Date.now();
      elsewhere.add({ queue: 'Shared', name: 'Job', key: null, data: `{"n":${n}}`, priority: 2, dueAt: now, maxAttempts: 1, traceId: null }, now);
    };
    add(1);
    await until(() => seen.length === 1, 'the first', 600);
    elsewhere.setPaused('Shared', true);
    await until(async () => (await engine.stats())[0]!.paused, 'the pause');
    add(2);
    elsewhere.setPaused('Shared', false);
    await until(() => seen.length === 2, 'the second', 600);
    elsewhere.close();
    await engine.stop();
    await rm(folder, { recursive: true });
  });

  it('claims by the index of waiting jobs, however many wait', () => {
    const store = jobStore(':memory:');
    const plan = store.all<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE queue_name = 'Q' AND status = 'waiting' ORDER BY priority, id LIMIT 15`,
    );
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH jobs USING COVERING INDEX jobs_to_claim (queue_name=?)']);
    store.close();
  });
});
