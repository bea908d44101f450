/** The engine for one machine: jobs in a SQLite file, no server, any number of processes on that file. */
import { systemClock } from '../../../kernel/clock';
import type { Clock } from '../../../kernel/clock';
import { NotFound } from '../../../kernel/errors';
import { currentTraceId } from '../../trace';
import { jobIdOf } from '../engine';
import type { JobRequest, QueueEngine, QueueStats } from '../engine';
import type { Priority, Queue } from '../job';
import { createRegistry } from '../registry';
import { giveUpStalled, runJob } from '../run-job';
import type { EngineParts, RunDeps } from '../run-job';
import { openJobFile } from './job-file';
import { createPump } from './pump';
import type { Consumer, Pump } from './pump';
import { createRepeats } from './repeats';
import type { ClaimedJob, NewJob } from './store';

export interface EmbeddedEngineOptions extends EngineParts {
  /** A path, or `:memory:`. */
  readonly file: string;
  readonly clock?: Clock;
  /** A process not heard of for so long loses its jobs to the others; they notice within a third more. 10 s unless told. */
  readonly leaseMs?: number;
}

const PRIORITY: Record<Priority, number> = { high: 1, normal: 2, low: 3 };
const POLL_MS = 250;
const DEFAULT_GRACE_MS = 10_000;

export function createEmbeddedEngine(options: EmbeddedEngineOptions): QueueEngine {
  const { log, report, random, clock = systemClock, leaseMs = 10_000 } = options;
  const file = openJobFile(options.file, clock);
  const { store } = file;
  const queues = options.queues.map((queue) => queue.storedName);
  const now = (): number => clock.now().getTime();
  let pump: Pump | undefined;
  let repeats: ReturnType<typeof createRepeats> | undefined;
  let closed = false;

  function known(queue: string): string {
    if (!queues.includes(queue)) throw NotFound.of(`Queue ${queue}`);
    return queue;
  }

  function toRow(request: JobRequest, key?: string): NewJob {
    const { job, payload } = request;
    return {
      queue: job.queue.storedName,
      name: job.name,
      key: key ?? jobIdOf(request) ?? null,
      data: JSON.stringify(payload ?? {}),
      priority: PRIORITY[request.priority ?? job.priority ?? 'normal'],
      dueAt: now() + (request.delayMs ?? 0),
      maxAttempts: job.attempts ?? 1,
      traceId: request.traceId ?? currentTraceId() ?? null,
    };
  }

  function consumer(queue: Queue, deps: RunDeps): Consumer {
    const name = queue.storedName;
    const describe = (job: Omit<ClaimedJob, 'fence' | 'key'>, attempt: number) => ({
      queue: name,
      name: job.name,
      id: String(job.id),
      attempt,
      payload: JSON.parse(job.data) as unknown,
      traceId: job.traceId ?? undefined,
    });
    return {
      queue: name,
      concurrency: queue.concurrency,
      keepsCompleted: false,
      run: (job) => runJob({ ...describe(job, job.attempts + 1), progress: async (percent) => store.progress(job.id, job.fence, Math.round(percent)) }, deps),
      rescued: (job) => {
        log.warn({ queue: name, job: job.name, jobId: job.id, stalled: job.stalled, again: job.again }, 'a worker died or froze in the middle of a job');
        if (!job.again) void giveUpStalled(describe(job, job.attempts + 1), deps);
      },
    };
  }

  function statsOf(queue: string): QueueStats {
    const since = store.oldestWaitingSince(queue, Object.values(PRIORITY));
    const counts = store.counts(queue);
    return {
      queue,
      ...counts,
      completed: counts.completed + store.removedCount(queue),
      paused: store.pausedQueues().has(queue),
      oldestWaitingMs: since === null ? null : Math.max(0, now() - since),
    };
  }

  return {
    async add(requests) {
      if (requests.length > 0) await file.add(requests.map((request) => toRow(request)));
    },

    async start(handlers) {
      const registry = createRegistry(options.jobs, handlers);
      const deps: RunDeps = { registry, log, report, random, stopping: () => pump?.stopping() ?? false };
      pump = createPump({ file, consumers: options.queues.map((queue) => consumer(queue, deps)), leaseMs, pollMs: POLL_MS, clock, log });
      repeats = createRepeats({ file, jobs: options.jobs, queues, toRow: (job, key) => toRow({ job, payload: {} }, key), clock, log });
      pump.start();
      repeats.start();
    },

    async stop(graceMs = DEFAULT_GRACE_MS) {
      if (closed) return;
      closed = true;
      repeats?.stop();
      await pump?.stop(graceMs);
      file.close();
    },

    stats: async () => queues.map(statsOf),

    async pause(queue) {
      file.change((store) => store.setPaused(known(queue), true));
    },

    async resume(queue) {
      file.change((store) => store.setPaused(known(queue), false));
    },

    async retry(queue, jobId) {
      file.change((store) => store.retry(known(queue), Number(jobId), now()));
    },

    clean: async (queue, state, olderThanMs) => store.clean(known(queue), state, now() - olderThanMs),
  };
}
