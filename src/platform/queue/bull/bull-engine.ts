/**
 * The engine for several machines: jobs in Redis, through Bull.
 *
 * What Bull cannot promise: a process that freezes (not one that dies) while it waits for jobs may be handed one by
 * Redis, keep it until it is rescued, and take its lock anew when it wakes up, so that the job runs twice and either end
 * counts. Jobs are doorbells and their handlers hold fenced leases of their own; nothing else may rely on Bull here.
 */
import type { Job as BullJob, JobOptions, Queue as BullQueue } from 'bull';
import { systemClock } from '../../../kernel/clock';
import type { Redis } from 'ioredis';
import { NotFound } from '../../../kernel/errors';
import { currentTraceId } from '../../trace';
import { jobIdOf } from '../engine';
import type { JobRequest, QueueEngine, QueueStats } from '../engine';
import type { Job, Priority } from '../job';
import { createRegistry } from '../registry';
import type { EngineParts } from '../run-job';
import { createJobIds } from './job-ids';
import { openBullQueue } from './open-queue';
import { createProcessor } from './processor';
import { checkRedis, connectRedis, patiently } from './redis';
import type { RedisHealth } from './redis';
import { keepRepeatables, reconcileQueue, repeatingJobs } from './repeatables';
import { queueStats } from './stats';

export interface BullEngineOptions extends EngineParts {
  readonly redisUrl: string;
  /** Start of every key in Redis; `bull` unless told, which other Bull producers assume. */
  readonly prefix?: string;
  /** A job whose worker gave no sign for so long is taken from it; noticed within 1.2 times more. 5 s unless told. */
  readonly leaseMs?: number;
}

export interface BullEngine extends QueueEngine {
  health(): Promise<RedisHealth>;
  /** For the board only. */
  readonly bullQueues: readonly BullQueue[];
  /** The same Redis, for what processes share beside jobs: browser events and rate limits. */
  readonly client: Redis;
}

/**
 * Bull runs 1 first and jobs without a priority last, and a job with one costs Redis a quarter more. So only a queue in
 * which something is declared low ranks its normal jobs; in others normal has none, as the jobs of other producers.
 */
const RANKED: Record<Priority, JobOptions> = { high: { priority: 1 }, normal: { priority: 2 }, low: { priority: 3 } };
const PLAIN: Record<Priority, JobOptions> = { high: { priority: 1 }, normal: {}, low: {} };
const DEFAULT_GRACE_MS = 10_000;
/** What a stop allows for Redis itself, after the grace of the jobs. */
const CLOSING_MS = 1_000;

const now = (): number => systemClock.now().getTime();

/** Waits for `work`, but not longer than `ms`. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

/** Throws nothing when Redis is down: it keeps trying, and producers hear `Unavailable`. */
export function createBullEngine(options: BullEngineOptions): BullEngine {
  const { log, report, random, prefix = 'bull', leaseMs = 5_000 } = options;
  const redis = connectRedis(options.redisUrl, log);
  const ids = createJobIds(redis.client);
  const queues = new Map(options.queues.map((queue) => [queue.storedName, openBullQueue(queue.storedName, { redis, prefix, leaseMs, log })]));
  const running = new Set<BullJob>();
  let stopRepeatables: (() => void) | undefined;
  let stopping = false;
  let stopped: Promise<void> | undefined;

  function opened(name: string): BullQueue {
    const queue = queues.get(name);
    if (!queue) throw NotFound.of(`Queue ${name}`);
    return queue;
  }

  const withLow = new Set(options.jobs.flatMap((job) => (job.priority === 'low' ? [job.queue.storedName] : [])));

  function optionsOf(job: Job, priority: Priority = job.priority ?? 'normal'): JobOptions {
    return (withLow.has(job.queue.storedName) ? RANKED : PLAIN)[priority];
  }

  function toBull(request: JobRequest) {
    const { job, payload, delayMs = 0 } = request;
    const id = jobIdOf(request);
    const traceId = request.traceId ?? currentTraceId();
    return {
      id,
      due: now() + delayMs,
      name: job.name,
      data: payload ?? {},
      // Bull stores options it does not know, so the trace travels beside the payload and not in it.
      opts: {
        ...optionsOf(job, request.priority),
        ...(delayMs > 0 && { delay: delayMs }),
        ...(id !== undefined && { debounce: ids.debounce(id, delayMs) }),
        ...(traceId !== undefined && { traceId }),
      } satisfies JobOptions & { traceId?: string },
    };
  }

  async function addOne(request: JobRequest): Promise<void> {
    const queue = opened(request.job.queue.storedName);
    const { id, due, name, data, opts } = toBull(request);
    await queue.add(name, data, opts);
    if (id !== undefined) await ids.bringForward(queue, id, due);
  }

  async function addMany(requests: readonly JobRequest[]): Promise<void> {
    const byQueue = new Map<BullQueue, ReturnType<typeof toBull>[]>();
    for (const request of requests) {
      const queue = opened(request.job.queue.storedName);
      const jobs = byQueue.get(queue) ?? [];
      byQueue.set(queue, jobs);
      jobs.push(toBull(request));
    }
    await Promise.all([...byQueue].map(([queue, jobs]) => queue.addBulk(jobs)));
    await Promise.all([...byQueue].flatMap(([queue, jobs]) => jobs.flatMap(({ id, due }) => (id === undefined ? [] : [ids.bringForward(queue, id, due)]))));
  }

  async function stop(graceMs: number): Promise<void> {
    stopping = true;
    stopRepeatables?.();
    const each = (close: (queue: BullQueue) => Promise<void>): Promise<unknown> => Promise.allSettled([...queues.values()].map(close));
    const paused = each((queue) => queue.pause(true));
    // A turn later: by then every queue knows that it is paused, and takes the broken reads for the end of them.
    setImmediate(() => redis.endBlocking());
    await within(redis.client.status === 'ready' ? graceMs : 0, paused);
    // What still runs waits again for the next process; Bull alone would call it stalled after a while.
    const abandoned = [...running].map((job) => (job as BullJob & { moveToDelayed(at: number): Promise<void> }).moveToDelayed(now() + 1));
    await within(CLOSING_MS, Promise.allSettled(abandoned));
    await within(
      CLOSING_MS,
      each((queue) => queue.close(true)),
    );
    redis.disconnect();
  }

  return {
    bullQueues: [...queues.values()],
    client: redis.client,

    async add(requests) {
      if (redis.client.status !== 'ready') await redis.untilReady();
      const [only] = requests;
      if (only) await patiently(requests.length === 1 ? addOne(only) : addMany(requests));
    },

    async start(handlers) {
      const registry = createRegistry(options.jobs, handlers);
      const deps = { registry, log, report, random, stopping: () => stopping };
      const health = await checkRedis(redis.client);
      for (const warning of health.warnings) log.warn({}, `redis: ${warning}`);

      for (const { storedName, concurrency } of options.queues) {
        const processor = createProcessor(opened(storedName), { ...deps, ids, running });
        // Resolves only when the queue closes; trouble comes as the queue's 'error' event.
        opened(storedName)
          .process('*', concurrency, processor)
          .catch((error: unknown) => log.error({ err: error, queue: storedName }, 'bull: a queue stopped'));
      }
      const repeating = repeatingJobs(options.jobs, optionsOf);
      const reconcileAll = async (): Promise<void> => {
        if (redis.client.status === 'ready') await Promise.all([...queues.values()].map((queue) => reconcileQueue(queue, repeating, now())));
      };
      stopRepeatables = await keepRepeatables(reconcileAll, (error) => log.warn({ err: error }, 'bull: repeatables not reconciled, trying again'));
    },

    stop: (graceMs = DEFAULT_GRACE_MS) => (stopped ??= stop(graceMs)),

    stats: (): Promise<QueueStats[]> => patiently(Promise.all([...queues.values()].map((queue) => queueStats(queue, now())))),

    pause: (name) => patiently(opened(name).pause()),

    resume: (name) => patiently(opened(name).resume()),

    async retry(name, jobId) {
      const queue = opened(name);
      const job = await patiently(queue.getJob(jobId));
      if (!job || !(await job.isFailed())) throw NotFound.of('Failed job');
      await redis.client.hset(queue.toKey(String(job.id)), 'attemptsMade', 0, 'stalledCounter', 0);
      await patiently(job.retry());
    },

    clean: async (name, state, olderThanMs) => (await patiently(opened(name).clean(olderThanMs, state))).length,

    health: () => checkRedis(redis.client),
  };
}
