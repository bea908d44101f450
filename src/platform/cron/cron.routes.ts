import { z } from 'zod';
import { route, type Route } from '../http/route';
import { text, type ErrorTexts } from '../http/texts';
import type { CronRunner, CronStatus } from './cron-runner';

const cronShape = z.object({
  name: z.string(),
  expression: z.string(),
  timezone: z.string(),
  lastStartedAt: z.string().nullable(),
  /** Earlier than the start: it is running, or its process died under it. */
  lastFinishedAt: z.string().nullable(),
  /** Of the last run; null when it went well. */
  lastError: z.string().nullable(),
  /** What the last good run changed, in its own words. */
  lastResult: z.record(z.string(), z.unknown()).nullable(),
  nextRunAt: z.string(),
  running: z.boolean(),
  runs: z.number(),
  failures: z.number(),
});
/** `here`: the process that answers is the leader. */
const leaderShape = z.object({ owner: z.string(), since: z.string(), epoch: z.number(), here: z.boolean() });
const tag = 'Operation';

export const cronTexts: ErrorTexts = {
  ERR_CRON_RUNNING: text('Esta rotina já está em execução. Espere que termine.', 'This job is running already. Wait for its end.'),
  ERR_CRON_LEADER_CHANGED: text('Outro processo assumiu as rotinas neste momento; nada foi alterado. Tente de novo.', 'Another process took over the jobs just now; nothing was changed. Try again.'),
};

export function cronRoutes(runner: Pick<CronRunner, 'status' | 'runNow'>): Route[] {
  return [
    route({
      method: 'get', path: '/api/crons', access: 'admin', tag,
      summary: 'The cron jobs of the installation: when each ran last and will run next, what it changed, who leads',
      response: z.object({ leader: leaderShape, crons: z.array(cronShape) }),
      async run() {
        const { leader, crons } = await runner.status();
        return { leader: { ...leader, since: leader.since.toISOString() }, crons: crons.map(cronView) };
      },
    }),
    route({
      method: 'post', path: '/api/crons/:name/run', access: 'super', tag,
      summary: 'Runs a cron job now, in the process that answers; safe beside a run elsewhere',
      params: z.object({ name: z.string().max(100) }),
      response: z.object({ name: z.string(), result: z.record(z.string(), z.unknown()) }),
      run: async ({ params: { name } }) => ({ name, result: { ...(await runner.runNow(name)) } }),
    }),
  ];
}

function cronView({ name, expression, timezone, record, nextRunAt, running }: CronStatus): z.output<typeof cronShape> {
  return {
    name,
    expression,
    timezone,
    lastStartedAt: record?.lastStartedAt?.toISOString() ?? null,
    lastFinishedAt: record?.lastFinishedAt?.toISOString() ?? null,
    lastError: record?.lastError ?? null,
    lastResult: record?.lastResult == null ? null : { ...record.lastResult },
    nextRunAt: nextRunAt.toISOString(),
    running,
    runs: record?.runs ?? 0,
    failures: record?.failures ?? 0,
  };
}
