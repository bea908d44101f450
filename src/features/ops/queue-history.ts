/** Writes down, four times a minute, what this process ran and how deep the queues are. */
import { minutes, seconds } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import type { QueueEngine } from '../../platform/queue/engine';
import type { Queryable } from '../../platform/transact';
import type { JobTally } from './job-tally';
import { queueSampleStore } from './queue-sample.store';

const EVERY_MS = seconds(15);
const CLEAN_EVERY_MS = minutes(60);
const KEPT_DAYS = 7;

export function createQueueHistory({ db, engine, tally, log }: { db: Queryable; engine: Pick<QueueEngine, 'stats'>; tally: JobTally; log: Log }) {
  const store = queueSampleStore(db);
  const timers: NodeJS.Timeout[] = [];
  let last: Promise<void> = Promise.resolve();

  async function sample(): Promise<void> {
    const ran = new Map(tally.take().map((sum) => [sum.queue, sum]));
    const depths = await engine.stats();
    await store.add(
      depths.map(({ queue, waiting, oldestWaitingMs }) => ({
        done: 0, failed: 0, busyMs: 0, ...ran.get(queue), queue, waiting, oldestWaitingMs: Math.round(oldestWaitingMs ?? 0),
      })),
    );
  }

  /** A chart with a hole is better than a process that ends. */
  const quietly = (work: () => Promise<void>) => () => {
    last = work().catch((error: unknown) => log.warn({ err: error }, 'the history of the queues was not written'));
  };

  return {
    sample,
    start(): void {
      timers.push(setInterval(quietly(sample), EVERY_MS), setInterval(quietly(() => store.removeOlderThan(KEPT_DAYS)), CLEAN_EVERY_MS));
    },
    async stop(): Promise<void> {
      for (const timer of timers.splice(0)) clearInterval(timer);
      await last;
    },
  };
}
