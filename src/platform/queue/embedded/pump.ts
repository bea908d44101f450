/**
 * Moves jobs through their handlers. One tick is one transaction: it stores how jobs ended, wakes those that are due and
 * claims new ones for the free slots; a tick follows whenever there is something to do, so no slot waits for the
 * slowest of a batch and no job for a poll. Jobs of other processes are seen by a poll that costs one pragma.
 */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../../../kernel/clock';
import type { Log } from '../../../kernel/log';
import { errorText } from '../run-job';
import type { Outcome } from '../run-job';
import type { JobFile } from './job-file';
import { createLane } from './lane';
import type { Lane } from './lane';
import type { ClaimedJob, RescuedJob } from './store';

/** How a run ended; `result` is JSON, for those who keep it. */
export type Ending = Outcome & { readonly result?: string };

export interface Consumer {
  readonly queue: string;
  readonly concurrency: number;
  /** Completed jobs stay as rows until cleaned; else they are only counted. */
  readonly keepsCompleted: boolean;
  /** Must not reject. */
  run(job: ClaimedJob): Promise<Ending>;
  /** After the end is stored. `accepted`: false when the job had been taken away (lease over). */
  ended?(job: ClaimedJob, ending: Ending, accepted: boolean): void;
  /** A job of a dead or frozen worker was taken back. */
  rescued(job: RescuedJob): void;
}

export interface PumpOptions {
  readonly file: JobFile;
  readonly consumers: readonly Consumer[];
  /** A worker not heard of for so long loses its jobs. */
  readonly leaseMs: number;
  /** How soon jobs added by other processes are seen, at the latest. */
  readonly pollMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

export type Pump = ReturnType<typeof createPump>;

export interface Ended {
  readonly lane: Lane;
  readonly job: ClaimedJob;
  readonly ending: Ending;
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const AFTER_FAULT_MS = 200;
/** Jobs claimed ahead wait at most so long for a slot, then they are anybody's again. */
const UNSTARTED_MS = 20;

export function createPump(options: PumpOptions) {
  const { file, leaseMs, clock, log } = options;
  const { store } = file;
  const worker = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  const lanes = options.consumers.map((consumer) => createLane(consumer, onEnded));
  const laneOf = new Map(lanes.map((lane) => [lane.consumer.queue, lane]));
  const queueNames = [...laneOf.keys()];
  const now = (): number => clock.now().getTime();

  let state: 'new' | 'running' | 'stopping' | 'closed' = 'new';
  let ended: Ended[] = [];
  let tickPlanned = false;
  let nextDue = Infinity;
  let leaseUntil = 0;
  let paused: ReadonlySet<string> = new Set();
  let dueTimer: NodeJS.Timeout | undefined;
  let unstartedTimer: NodeJS.Timeout | undefined;
  let faultTimer: NodeJS.Timeout | undefined;
  let pollTimer: NodeJS.Timeout | undefined;
  let beatTimer: NodeJS.Timeout | undefined;
  let seenVersion = store.version();
  let unsubscribe = (): unknown => undefined;
  let onIdle = (): void => undefined;

  function planTick(): void {
    if (tickPlanned || state === 'new' || state === 'closed') return;
    tickPlanned = true;
    setImmediate(tick);
  }

  function tick(): void {
    tickPlanned = false;
    if (state === 'closed') return;
    const batch = ended;
    let accepted: boolean[] = [];
    let claims: { lane: Lane; jobs: ClaimedJob[] }[] = [];
    try {
      store.transaction(() => {
        const at = now();
        // Before a claim, or the jobs would belong to a worker that others believe dead.
        if (at > leaseUntil - leaseMs / 2) keepLease(at);
        accepted = storeEndings(batch, at);
        wakeDue(at);
        claims = state === 'running' ? claim(at) : [];
      });
    } catch (error) {
      log.error({ err: error }, 'job file: a tick failed, trying again');
      clearTimeout(faultTimer);
      faultTimer = setTimeout(planTick, AFTER_FAULT_MS);
      return;
    }
    ended = [];
    armDueTimer();
    batch.forEach((one, i) => one.lane.consumer.ended?.(one.job, one.ending, accepted[i] ?? true));
    for (const { lane, jobs } of claims) lane.take(jobs);
    if (claims.length > 0) {
      clearTimeout(unstartedTimer);
      unstartedTimer = setTimeout(giveBack, UNSTARTED_MS);
    }
    if (lanes.every((lane) => lane.running() === 0)) onIdle();
  }

  function onEnded(one: Ended): void {
    ended.push(one);
    planTick();
  }

  /** Puts back what was claimed ahead and got no slot, because a job took longer than those before it. */
  function giveBack(): void {
    const jobs = lanes.flatMap((lane) => lane.unstarted().map((job) => ({ lane, job })));
    if (jobs.length === 0) return;
    try {
      store.transaction(() => {
        const at = now();
        for (const { lane, job } of jobs) {
          store.putBack(job, lane.consumer.queue, { attempts: job.attempts, dueAt: at, held: false, error: null }, at);
          lane.hungry = true;
        }
      });
      planTick();
    } catch (error) {
      // They stay this worker's; the end of its lease frees them.
      log.error({ err: error }, 'job file: jobs claimed ahead could not be put back');
    }
  }

  /** @returns for each whether it was still ours; jobs removed in bulk are not asked one by one. */
  function storeEndings(batch: readonly Ended[], at: number): boolean[] {
    const accepted: boolean[] = [];
    const done = new Map<Lane, { id: number; fence: number }[]>();
    batch.forEach(({ lane, job, ending }, i) => {
      const { queue, keepsCompleted } = lane.consumer;
      if (ending.kind === 'done' && !keepsCompleted) {
        const jobs = done.get(lane);
        if (jobs) jobs.push(job);
        else done.set(lane, [job]);
      } else if (ending.kind === 'done') {
        accepted[i] = store.finish(job.id, job.fence, 'completed', job.attempts + 1, { result: ending.result ?? null, error: null }, at);
      } else if (ending.kind === 'failed') {
        accepted[i] = store.finish(job.id, job.fence, 'failed', job.attempts + 1, { result: null, error: errorText(ending.error) }, at);
      } else {
        const dueAt = at + ending.afterMs;
        const attempts = job.attempts + (ending.kind === 'retry' ? 1 : 0);
        store.putBack(job, queue, { attempts, dueAt, held: ending.afterMs > 0, error: errorText(ending.error) }, at);
        nextDue = Math.min(nextDue, dueAt);
        lane.hungry = true;
      }
    });
    for (const [lane, jobs] of done) {
      const removed = store.removeDone(lane.consumer.queue, jobs);
      if (removed < jobs.length) log.warn({ queue: lane.consumer.queue, late: jobs.length - removed }, 'jobs ended after their lease was over: ignored');
    }
    return accepted;
  }

  function wakeDue(at: number): void {
    if (nextDue > at) return;
    store.wakeDue(at);
    nextDue = store.nextDueAt() ?? Infinity;
    for (const lane of lanes) lane.hungry = true;
  }

  function claim(at: number): { lane: Lane; jobs: ClaimedJob[] }[] {
    const claims: { lane: Lane; jobs: ClaimedJob[] }[] = [];
    for (const lane of lanes) {
      const wanted = paused.has(lane.consumer.queue) ? 0 : lane.appetite();
      if (wanted === 0) continue;
      const jobs = store.claim(lane.consumer.queue, worker, wanted, at);
      lane.hungry = jobs.length === wanted;
      if (jobs.length > 0) claims.push({ lane, jobs });
    }
    return claims;
  }

  function armDueTimer(): void {
    clearTimeout(dueTimer);
    if (nextDue === Infinity || state !== 'running') return;
    dueTimer = setTimeout(planTick, Math.min(MAX_TIMER_MS, Math.max(0, nextDue - now())));
  }

  function keepLease(at: number): void {
    leaseUntil = at + leaseMs;
    store.heartbeat(worker, leaseUntil);
  }

  function beat(): void {
    try {
      const rescued = store.transaction(() => {
        keepLease(now());
        return store.rescue(queueNames, now());
      });
      for (const job of rescued) {
        const lane = laneOf.get(job.queue);
        if (!lane) continue;
        lane.hungry = true;
        lane.consumer.rescued(job);
      }
      if (rescued.length > 0) planTick();
    } catch (error) {
      log.error({ err: error }, 'job file: a heartbeat failed, trying again');
    }
  }

  /** Looks again at everything that another connection may have changed. */
  function refresh(): void {
    paused = store.pausedQueues();
    nextDue = store.nextDueAt() ?? Infinity;
    for (const lane of lanes) lane.hungry = true;
    armDueTimer();
    planTick();
  }

  function onAdded(queues: ReadonlySet<string>, earliest: number): void {
    let mine = false;
    for (const queue of queues) {
      const lane = laneOf.get(queue);
      if (lane) mine = lane.hungry = true;
    }
    if (!mine) return;
    if (earliest < nextDue) {
      nextDue = earliest;
      armDueTimer();
    }
    planTick();
  }

  function poll(): void {
    try {
      const version = store.version();
      if (version === seenVersion) return;
      seenVersion = version;
      refresh();
    } catch (error) {
      log.error({ err: error }, 'job file: a poll failed, trying again');
    }
  }

  return {
    worker,
    stopping: () => state === 'stopping' || state === 'closed',
    running: () => lanes.reduce((sum, lane) => sum + lane.running(), 0),

    start(): void {
      if (state !== 'new') return;
      state = 'running';
      beat();
      unsubscribe = file.listen({ added: onAdded, changed: refresh });
      refresh();
      pollTimer = setInterval(poll, options.pollMs);
      beatTimer = setInterval(beat, leaseMs / 3);
    },

    /** Claims no more and waits up to `graceMs` for what runs; the rest is given back for the next process. */
    async stop(graceMs: number): Promise<void> {
      if (state !== 'running') return;
      state = 'stopping';
      clearTimeout(dueTimer);
      clearInterval(pollTimer);
      unsubscribe();
      clearTimeout(unstartedTimer);
      giveBack();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, graceMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
        planTick();
      });
      clearInterval(beatTimer);
      clearTimeout(faultTimer);
      tick();
      state = 'closed';
      store.transaction(() => store.release(worker, now()));
    },
  };
}
