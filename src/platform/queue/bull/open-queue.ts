/** Opens a Bull queue the way both producers and workers need it, and mends what Bull does badly. */
import Bull from 'bull';
import type { Queue as BullQueue } from 'bull';
import type { Log } from '../../../kernel/log';
import { Decided } from './processor';
import type { RedisClients } from './redis';

/** Deaths of its worker after which a job stays failed: a poisonous one takes three processes down, not all. */
const MAX_RESCUES = 2;
/** An hour of throughput on the board; its running total is what `stats` answers. */
const METRICS = { maxDataPoints: 60 };

export function openBullQueue(name: string, options: { redis: RedisClients; prefix: string; leaseMs: number; log: Log }): BullQueue {
  const { redis, prefix, leaseMs, log } = options;
  const queue = new Bull(name, {
    prefix,
    metrics: METRICS,
    createClient: redis.create,
    settings: {
      lockDuration: leaseMs,
      lockRenewTime: leaseMs / 2,
      stalledInterval: Math.ceil(leaseMs * 0.6),
      maxStalledCount: MAX_RESCUES,
      // Polls that only matter when a message of Redis was lost or a slot met an error.
      guardInterval: 2_000,
      retryProcessDelay: 500,
      drainDelay: 5,
      backoffStrategies: { decided: (_attempts: number, error: Error) => (error instanceof Decided ? error.afterMs : 0) },
    },
  });
  queue.on('error', (error: Error) => log.warn({ err: error, queue: name }, 'bull: trouble'));
  catchFloatingPromise(queue, log);
  spareParsingOfNothing(queue as Internals);
  return queue;
}

/** Bull floats the promise of naming its connection: one that closes meanwhile would be an unhandled rejection, which ends the process. */
function catchFloatingPromise(queue: BullQueue, log: Log): void {
  const setWorkerName = queue.setWorkerName.bind(queue);
  queue.setWorkerName = () => setWorkerName().catch((error: unknown) => log.debug({ err: error, queue: queue.name }, 'bull: the connection got no name'));
}

/** What the typings of Bull leave out. */
type Internals = BullQueue & { nextJobFromJobData(data: Record<string, string> | null, id: string): unknown };

/**
 * Bull reads the stack traces of every job it takes; where there are none it parses `undefined` and catches the error,
 * which is a sixth of all the work of a short job.
 */
function spareParsingOfNothing(queue: Internals): void {
  const next = queue.nextJobFromJobData.bind(queue);
  queue.nextJobFromJobData = (data, id) => next(data && { stacktrace: '[]', ...data }, id);
}
