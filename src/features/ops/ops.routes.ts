/** Is it alive, is it ready, how are the job queues: for load balancers, compose health checks and operators. */
import { z } from 'zod';
import type { Log } from '../../kernel/log';
import { NotFound } from '../../kernel/errors';
import { route, type Route } from '../../platform/http/route';
import type { QueueEngine, QueueStats } from '../../platform/queue/engine';
import type { Queryable } from '../../platform/transact';

export interface OpsDeps {
  readonly db: Queryable;
  readonly engine: QueueEngine;
  readonly queueNames: readonly string[];
  /** Further things that must be well; each resolves to its warnings, and rejects when it is down. */
  readonly checks: Readonly<Record<string, () => Promise<readonly string[]>>>;
  readonly version: string;
  readonly log: Log;
  readonly isDraining: () => boolean;
  /** Where the board of the job queues is; null: it is off. */
  readonly boardUrl: string | null;
}

const queueShape = z.object({
  queue: z.string(),
  waiting: z.number(),
  active: z.number(),
  delayed: z.number(),
  completed: z.number(),
  failed: z.number(),
  paused: z.boolean(),
  oldestWaitingMs: z.number().nullable(),
});
const healthShape = z.object({ status: z.enum(['ok', 'unavailable']), checks: z.record(z.string(), z.string()), warnings: z.array(z.string()) });
const byName = z.object({ name: z.string().max(100) });
const tag = 'Operation';

export function opsRoutes(deps: OpsDeps): Route[] {
  const { db, engine, version } = deps;

  async function health(): Promise<z.output<typeof healthShape>> {
    const checks = { database: async () => (await db.query('SELECT 1'), []), ...deps.checks };
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          return { name, status: 'ok', warnings: await check() };
        } catch (error) {
          deps.log.warn({ err: error, check: name }, 'health check failed');
          return { name, status: 'unavailable', warnings: [] };
        }
      }),
    );
    const well = !deps.isDraining() && results.every(({ status }) => status === 'ok');
    return {
      status: well ? 'ok' : 'unavailable',
      checks: { ...Object.fromEntries(results.map(({ name, status }) => [name, status])), ...(deps.isDraining() && { process: 'draining' }) },
      warnings: results.flatMap(({ warnings }) => [...warnings]),
    };
  }

  const ready = (path: string): Route =>
    route({
      method: 'get', path, access: 'public', tag,
      summary: 'Ready to serve: the database and Redis answer, and the process is not stopping (503 otherwise)',
      response: healthShape,
      async run({ res }) {
        const answer = await health();
        if (answer.status !== 'ok') res.status(503);
        return answer;
      },
    });

  const control = (verb: 'pause' | 'resume', summary: string): Route =>
    route({
      method: 'post', path: `/api/queues/:name/${verb}`, access: 'super', tag, summary,
      params: byName,
      response: z.object({ queue: z.string(), paused: z.boolean() }),
      async run({ params: { name } }) {
        if (!deps.queueNames.includes(name)) throw NotFound.of('Queue');
        await engine[verb](name);
        return { queue: name, paused: verb === 'pause' };
      },
    });

  return [
    route({
      method: 'get', path: '/health/live', access: 'public', tag,
      summary: 'The process runs',
      response: z.object({ status: z.literal('ok') }),
      run: async () => ({ status: 'ok' as const }),
    }),
    ready('/health/ready'),
    ready('/health'),
    route({
      method: 'get', path: '/version', access: 'public', tag,
      summary: 'The version of this installation',
      response: z.object({ version: z.string() }),
      run: async () => ({ version }),
    }),
    route({
      method: 'get', path: '/api/queues/stats', access: 'admin', tag,
      summary: 'Each job queue: how many wait, run, are delayed, are done, have failed',
      response: z.object({ queues: z.array(queueShape), totalJobs: z.number(), boardUrl: z.string().nullable() }),
      async run() {
        const queues = await engine.stats();
        return { queues: [...queues], totalJobs: queues.reduce((sum, queue) => sum + unfinished(queue), 0), boardUrl: deps.boardUrl };
      },
    }),
    control('pause', 'Stops a job queue on every process; what is running ends'),
    control('resume', 'Lets a stopped job queue go on'),
  ];
}

const unfinished = ({ waiting, active, delayed }: QueueStats): number => waiting + active + delayed;
