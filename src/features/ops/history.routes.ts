import { z } from 'zod';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { queueSampleStore } from './queue-sample.store';

/** An hour minute by minute, a day by quarters, a week by hours: no chart has more than some hundred points. */
const SPANS = { '1h': { minutes: 60, slotMinutes: 1 }, '24h': { minutes: 1_440, slotMinutes: 15 }, '7d': { minutes: 10_080, slotMinutes: 60 } } as const;

const point = z.object({
  at: z.string(),
  done: z.number(),
  failed: z.number(),
  /** Time spent in handlers. */
  busyMs: z.number(),
  /** The most that waited. */
  waiting: z.number(),
  oldestWaitingMs: z.number(),
});

export const historyRoutes = (db: Queryable): Route[] => [
  route({
    method: 'get', path: '/api/queues/history', access: 'admin', tag: 'Operation',
    summary: 'What each job queue did over the last hour, day or week, all processes together',
    query: z.object({ span: z.enum(['1h', '24h', '7d']).default('1h') }),
    response: z.object({ slotMinutes: z.number(), queues: z.array(z.object({ queue: z.string(), points: z.array(point) })) }),
    async run({ query: { span } }) {
      const { minutes, slotMinutes } = SPANS[span];
      const byQueue = new Map<string, z.output<typeof point>[]>();
      for (const { queue, at, ...sums } of await queueSampleStore(db).history(minutes, slotMinutes)) {
        byQueue.set(queue, [...(byQueue.get(queue) ?? []), { ...sums, at: at.toISOString() }]);
      }
      return { slotMinutes, queues: [...byQueue].map(([queue, points]) => ({ queue, points })) };
    },
  }),
];
