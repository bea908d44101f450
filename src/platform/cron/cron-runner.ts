/**
 * Runs the cron jobs in one process of many.
 *
 * Whoever gets the lock becomes the leader: it raises the epoch, runs at once what fell due while nobody led, and ticks from
 * then on. Every unit of work of a run holds the epoch it began with, so a leader that was frozen or cut off, and still believes,
 * changes nothing. A run that finds itself stale makes its process ask for the epoch anew before its next one: with the lock
 * in its hand it is the leader, whatever `SCHEDULER_LEADER=true` elsewhere did meanwhile.
 */
import { randomUUID } from 'node:crypto';
import { CronJob } from 'cron';
import type { Clock } from '../../kernel/clock';
import { Conflict, found } from '../../kernel/errors';
import type { Log } from '../../kernel/log';
import { runWithTrace } from '../trace';
import type { Queryable, Transact } from '../transact';
import type { Cron } from './cron';
import { cronStore, fenced, StaleEpoch, type CronRecord, type LeaderRecord } from './cron.store';
import { nextFiring } from './expression';
import type { LeaderLock } from './leadership';

export interface CronRunnerDeps {
  readonly crons: readonly Cron[];
  readonly lock: LeaderLock;
  readonly db: Queryable;
  readonly transact: Transact;
  /** Names this process to operators. */
  readonly owner: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: unknown, fields: Record<string, unknown>) => void;
}

export interface CronStatus extends Pick<Cron, 'name' | 'expression' | 'timezone'> {
  /** Null: it never ran. */
  readonly record: CronRecord | null;
  readonly nextRunAt: Date;
  /** In this process, now. */
  readonly running: boolean;
}

export interface CronRunner {
  start(): Promise<void>;
  /** No further run begins; those under way end after their batch. */
  stop(): Promise<void>;
  /**
   * Runs a job now, in this process, leader or not, under the present leader's epoch.
   * @throws NotFound, Conflict while it runs here already, and whatever the run threw
   */
  runNow(name: string): Promise<object>;
  status(): Promise<{ leader: LeaderRecord & { here: boolean }; crons: CronStatus[] }>;
}

/** A tick that comes late (a busy event loop) is a tick; the package would skip it. */
const LATE_TICK_MS = 60_000;

/** A time of leading. */
interface Term {
  readonly ticking: readonly CronJob[];
  /** Null: to be raised before the next run. */
  epoch: Promise<number> | null;
  over: boolean;
}

export function createCronRunner({ crons, lock, db, transact, owner, clock, log, report }: CronRunnerDeps): CronRunner {
  const running = new Map<string, Promise<object>>();
  let term: Term | null = null;
  let stopping = false;
  let contention: { stop(): Promise<void> } | null = null;

  function begin(): void {
    if (stopping) return;
    const ticking = crons.map((cron) =>
      CronJob.from({ cronTime: cron.expression, timeZone: cron.timezone, name: cron.name, threshold: LATE_TICK_MS, start: true, onTick: () => tick(cron, mine) }),
    );
    const mine: Term = { ticking, epoch: null, over: false };
    term = mine;
    catchUp(mine).catch((error: unknown) => log.warn({ err: error }, 'cron: missed runs are left to their next time'));
  }

  function end(): void {
    if (term === null) return;
    term.over = true;
    for (const job of term.ticking) void job.stop();
    term = null;
    log.info({ owner }, 'cron: this process leads no more');
  }

  /** What should have run since its last start, and did not because nobody led. What never ran waits for its time. */
  async function catchUp(mine: Term): Promise<void> {
    log.info({ owner, epoch: await epochOf(mine) }, 'cron: this process leads');
    const records = await cronStore(db).records();
    const missed = crons.filter((cron) => {
      const last = records.get(cron.name)?.lastStartedAt;
      return last != null && nextFiring(cron.expression, cron.timezone, last) <= clock.now();
    });
    await Promise.all(missed.map((cron) => tick(cron, mine)));
  }

  function epochOf(mine: Term): Promise<number> {
    mine.epoch ??= cronStore(db)
      .raiseEpoch(owner)
      .catch((error: unknown) => {
        mine.epoch = null;
        throw error;
      });
    return mine.epoch;
  }

  /** Never rejects: what went wrong is told where it happened. */
  async function tick(cron: Cron, mine: Term): Promise<void> {
    if (mine.over || running.has(cron.name)) return;
    try {
      await run(cron, () => epochOf(mine), () => stopping || mine.over);
    } catch (error) {
      if (error instanceof StaleEpoch) mine.epoch = null;
    }
  }

  function run(cron: Cron, epoch: () => Promise<number>, ending: () => boolean): Promise<object> {
    const work = runWithTrace(randomUUID(), () => execute(cron, epoch, ending)).finally(() => running.delete(cron.name));
    running.set(cron.name, work);
    return work;
  }

  async function execute(cron: Cron, epoch: () => Promise<number>, ending: () => boolean): Promise<object> {
    const fields = { cron: cron.name };
    try {
      const ours = fenced(transact, await epoch());
      await ours((tx) => cronStore(tx).started(cron));
      const result = await cron.run({ transact: ours, log: log.child(fields), stopping: ending });
      await ours((tx) => cronStore(tx).finished(cron.name, result));
      return result;
    } catch (error) {
      if (error instanceof StaleEpoch) log.warn({ ...fields, epoch: error.epoch }, `${cron.label}: another process leads by now, nothing was changed`);
      else await complain(cron, error);
      throw error;
    }
  }

  async function complain({ name, label }: Cron, error: unknown): Promise<void> {
    log.error({ cron: name, err: error }, `${label}: error`);
    report(error, { cron: name, label });
    const text = error instanceof Error ? error.message : String(error);
    await cronStore(db).failed(name, text).catch((unwritten: unknown) => log.warn({ cron: name, err: unwritten }, 'cron: the failure could not be recorded'));
  }

  return {
    async start() {
      contention = lock.contend({ gained: begin, lost: end });
    },

    async stop() {
      stopping = true;
      end();
      await Promise.allSettled(running.values());
      // Last, so that nobody else begins while ours still end.
      await contention?.stop();
    },

    async runNow(name) {
      const cron = found(crons.find((one) => one.name === name), 'Cron job');
      if (running.has(name)) throw new Conflict('ERR_CRON_RUNNING', `${name} is running already`);
      return run(cron, async () => (await cronStore(db).leader()).epoch, () => stopping);
    },

    async status() {
      const [leader, records] = await Promise.all([cronStore(db).leader(), cronStore(db).records()]);
      return {
        leader: { ...leader, here: term !== null },
        crons: crons.map(({ name, expression, timezone }) => ({
          ...{ name, expression, timezone, record: records.get(name) ?? null },
          nextRunAt: nextFiring(expression, timezone, clock.now()),
          running: running.has(name),
        })),
      };
    },
  };
}
