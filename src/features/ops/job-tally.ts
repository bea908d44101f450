/** Counts what the handlers of this process do, whatever engine calls them. */
import { RateLimited } from '../../kernel/errors';
import type { Handler } from '../../platform/queue/job';

export interface Tally {
  readonly queue: string;
  readonly done: number;
  /** Attempts that threw; one that was told to wait did not fail. */
  readonly failed: number;
  readonly busyMs: number;
}

export function createJobTally() {
  let sums = new Map<string, { done: number; failed: number; busyMs: number }>();

  function count(queue: string, outcome: 'done' | 'failed' | null, startedAt: number): void {
    const sum = sums.get(queue) ?? { done: 0, failed: 0, busyMs: 0 };
    if (outcome !== null) sum[outcome] += 1;
    sum.busyMs += performance.now() - startedAt;
    sums.set(queue, sum);
  }

  return {
    /** The same handlers, counted. */
    watch: (handlers: readonly Handler[]): Handler[] =>
      handlers.map((handler) => ({
        ...handler,
        async run(payload, ctx) {
          const startedAt = performance.now();
          try {
            await handler.run(payload, ctx);
            count(handler.job.queue.storedName, 'done', startedAt);
          } catch (error) {
            count(handler.job.queue.storedName, error instanceof RateLimited ? null : 'failed', startedAt);
            throw error;
          }
        },
      })),

    /** What was counted since the last call. */
    take(): Tally[] {
      const taken = [...sums].map(([queue, { done, failed, busyMs }]) => ({ queue, done, failed, busyMs: Math.round(busyMs) }));
      sums = new Map();
      return taken;
    },
  };
}
export type JobTally = ReturnType<typeof createJobTally>;
