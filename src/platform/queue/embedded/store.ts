/** All SQL of the embedded engine. Synchronous; every function may be called inside `transaction`. */
import { NotFound } from '../../../kernel/errors';
import { openSqlite } from './open';
import type { Sql, Statement, Value } from './open';
import { SCHEMA } from './schema';

export interface NewJob {
  readonly queue: string;
  readonly name: string;
  /** Folds pending jobs of one key into one. */
  readonly key: string | null;
  /** JSON. */
  readonly data: string;
  /** Smallest first. */
  readonly priority: number;
  /** Unix ms; not after now: waiting at once. */
  readonly dueAt: number;
  readonly maxAttempts: number;
  readonly traceId: string | null;
}

export interface ClaimedJob {
  readonly id: number;
  readonly name: string;
  readonly key: string | null;
  readonly data: string;
  /** Attempts spent before this run. */
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly fence: number;
  readonly traceId: string | null;
}

export interface RescuedJob extends Omit<ClaimedJob, 'fence' | 'key'> {
  readonly queue: string;
  /** False: its workers died too often, it is failed now. */
  readonly again: boolean;
  readonly stalled: number;
}

export interface Counts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
}

export type FinishedState = 'completed' | 'failed';
export type JobStore = ReturnType<typeof jobStore>;

/** Deaths of its worker after which a job stays failed: a poisonous one takes three processes down, not all. */
export const MAX_RESCUES = 2;

const PENDING_OF_SAME_KEY = `EXISTS (SELECT 1 FROM jobs AS other WHERE other.queue_name = jobs.queue_name AND other.job_key = jobs.job_key
  AND other.job_key IS NOT NULL AND other.status IN ('waiting', 'delayed'))`;

/** @param file see `openSqlite`. */
export function jobStore(file: string) {
  const sql: Sql = openSqlite(file);
  sql.exec(SCHEMA);
  const prepared = new Map<string, Statement>();
  const statement = (text: string): Statement => {
    let found = prepared.get(text);
    if (!found) prepared.set(text, (found = sql.prepare(text)));
    return found;
  };
  const run = (text: string, values: readonly Value[] = []): number => statement(text).run(values);
  const all = <Row>(text: string, values: readonly Value[] = []): Row[] => statement(text).all<Row>(values);

  return {
    /** Takes the write lock at once: a lock taken in the middle could deadlock with another process. */
    transaction<T>(work: () => T): T {
      run('BEGIN IMMEDIATE');
      try {
        const result = work();
        run('COMMIT');
        return result;
      } catch (error) {
        run('ROLLBACK');
        throw error;
      }
    },

    /** Changes when another connection has written. */
    version: (): number => all<{ data_version: number }>('PRAGMA data_version')[0]?.data_version ?? 0,

    add(job: NewJob, now: number): void {
      run(
        `INSERT INTO jobs (queue_name, name, job_key, data, status, priority, scheduled_for, max_attempts, trace_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (queue_name, job_key) WHERE job_key IS NOT NULL AND status IN ('waiting', 'delayed')
         DO UPDATE SET scheduled_for = excluded.scheduled_for, status = excluded.status
         WHERE NOT held AND excluded.scheduled_for < scheduled_for`,
        [job.queue, job.name, job.key, job.data, job.dueAt > now ? 'delayed' : 'waiting', job.priority, job.dueAt, job.maxAttempts, job.traceId, now],
      );
    },

    claim(queue: string, worker: string, limit: number, now: number): ClaimedJob[] {
      const rows = all<ClaimedJob & { priority: number }>(
        `UPDATE jobs SET status = 'active', worker_id = ?, fence = fence + 1, held = 0, processed_on = ?
         WHERE id IN (SELECT id FROM jobs WHERE queue_name = ? AND status = 'waiting' ORDER BY priority, id LIMIT ?)
         RETURNING id, name, job_key AS key, data, attempts, max_attempts AS "maxAttempts", fence, trace_id AS "traceId", priority`,
        [worker, now, queue, limit],
      );
      // RETURNING promises no order.
      return rows.length < 2 ? rows : rows.sort((a, b) => a.priority - b.priority || a.id - b.id);
    },

    /** Delayed jobs whose time has come begin to wait. @returns how many. */
    wakeDue: (now: number): number => run("UPDATE jobs SET status = 'waiting' WHERE status = 'delayed' AND scheduled_for <= ?", [now]),

    nextDueAt: (): number | null => all<{ at: number | null }>("SELECT min(scheduled_for) AS at FROM jobs WHERE status = 'delayed'")[0]?.at ?? null,

    /** Ends jobs that need not be kept. @returns how many were still this worker's. */
    removeDone(queue: string, ended: readonly { id: number; fence: number }[]): number {
      const removed = run(`DELETE FROM jobs WHERE status = 'active' AND (id, fence) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`, [
        JSON.stringify(ended.map((job) => [job.id, job.fence])),
      ]);
      run('INSERT INTO queues (name, completed) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET completed = completed + excluded.completed', [queue, removed]);
      return removed;
    },

    /** Ends a job and keeps it. @returns false when it is no longer this worker's. */
    finish(id: number, fence: number, state: FinishedState, attempts: number, outcome: { result: string | null; error: string | null }, now: number): boolean {
      return (
        run(`UPDATE jobs SET status = ?, attempts = ?, result = ?, error = ?, finished_on = ? WHERE id = ? AND fence = ? AND status = 'active'`, [
          state,
          attempts,
          outcome.result,
          outcome.error,
          now,
          id,
          fence,
        ]) === 1
      );
    },

    /**
     * Puts a job back to run again at `dueAt`. When a newer ring of its key is pending, that one is the retry.
     *
     * @param held its wait is a back-off, which rings do not shorten.
     */
    putBack(
      job: { id: number; fence: number; key: string | null },
      queue: string,
      back: { attempts: number; dueAt: number; held: boolean; error: string | null },
      now: number,
    ): void {
      const mine = [job.id, job.fence];
      if (job.key !== null) {
        const merged = run(
          `UPDATE jobs SET attempts = max(attempts, ?) WHERE queue_name = ? AND job_key = ? AND status IN ('waiting', 'delayed')
           AND EXISTS (SELECT 1 FROM jobs AS mine WHERE mine.id = ? AND mine.fence = ? AND mine.status = 'active')`,
          [back.attempts, queue, job.key, ...mine],
        );
        if (merged > 0) {
          run("DELETE FROM jobs WHERE id = ? AND fence = ? AND status = 'active'", mine);
          return;
        }
      }
      run(
        `UPDATE jobs SET status = ?, scheduled_for = ?, attempts = ?, held = ?, error = ?, worker_id = NULL
         WHERE id = ? AND fence = ? AND status = 'active'`,
        [back.dueAt > now ? 'delayed' : 'waiting', back.dueAt, back.attempts, back.held ? 1 : 0, back.error, ...mine],
      );
    },

    progress: (id: number, fence: number, percent: number): void =>
      void run("UPDATE jobs SET progress = ? WHERE id = ? AND fence = ? AND status = 'active'", [percent, id, fence]),

    heartbeat: (worker: string, leaseUntil: number): void =>
      void run('INSERT INTO workers (id, lease_until) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until', [worker, leaseUntil]),

    /** Ends a worker: what it still had waits again, no attempt spent. */
    release(worker: string, now: number): void {
      run(
        `UPDATE jobs SET status = 'waiting', scheduled_for = ?, worker_id = NULL, job_key = CASE WHEN ${PENDING_OF_SAME_KEY} THEN NULL ELSE job_key END
         WHERE status = 'active' AND worker_id = ?`,
        [now, worker],
      );
      run('DELETE FROM workers WHERE id = ?', [worker]);
    },

    /** Takes the jobs of `queues` from workers whose lease is over. */
    rescue(queues: readonly string[], now: number): RescuedJob[] {
      run('DELETE FROM workers WHERE lease_until <= ?', [now]);
      return all<Omit<RescuedJob, 'again'> & { status: string }>(
        `UPDATE jobs SET stalled = stalled + 1, worker_id = NULL, scheduled_for = ?,
           status = CASE WHEN stalled < ${MAX_RESCUES} THEN 'waiting' ELSE 'failed' END,
           error = CASE WHEN stalled < ${MAX_RESCUES} THEN error ELSE 'the worker died or froze too often in the middle of this job' END,
           finished_on = CASE WHEN stalled < ${MAX_RESCUES} THEN NULL ELSE ? END,
           job_key = CASE WHEN ${PENDING_OF_SAME_KEY} THEN NULL ELSE job_key END
         WHERE status = 'active' AND worker_id NOT IN (SELECT id FROM workers) AND queue_name IN (SELECT value FROM json_each(?))
         RETURNING id, queue_name AS queue, name, data, attempts, max_attempts AS "maxAttempts", trace_id AS "traceId", stalled, status`,
        [now, now, JSON.stringify(queues)],
      ).map(({ status, ...job }) => ({ ...job, again: status === 'waiting' }));
    },

    counts(queue: string): Counts {
      const counts = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
      // One query per state, each served by its partial index.
      for (const { status, n } of all<{ status: keyof Counts; n: number }>(
        `SELECT 'waiting' AS status, count(*) AS n FROM jobs WHERE queue_name = ?1 AND status = 'waiting'
         UNION ALL SELECT 'active', count(*) FROM jobs WHERE queue_name = ?1 AND status = 'active'
         UNION ALL SELECT 'delayed', count(*) FROM jobs WHERE queue_name = ?1 AND status = 'delayed'
         UNION ALL SELECT status, count(*) FROM jobs WHERE queue_name = ?1 AND status IN ('completed', 'failed') GROUP BY status`,
        [queue],
      )) {
        counts[status] = n;
      }
      return counts;
    },

    /** Jobs that ended well and were not kept, since the file exists. */
    removedCount: (queue: string): number => all<{ n: number }>('SELECT completed AS n FROM queues WHERE name = ?', [queue])[0]?.n ?? 0,

    /** Since when the first job of each given priority waits; null when none does. */
    oldestWaitingSince(queue: string, priorities: readonly number[]): number | null {
      return (
        all<{ at: number | null }>(
          `SELECT min((SELECT scheduled_for FROM jobs WHERE queue_name = ? AND status = 'waiting' AND priority = p.value ORDER BY id LIMIT 1)) AS at
           FROM json_each(?) AS p`,
          [queue, JSON.stringify(priorities)],
        )[0]?.at ?? null
      );
    },

    clean: (queue: string, state: FinishedState, finishedBefore: number): number =>
      run("DELETE FROM jobs WHERE queue_name = ? AND status = ? AND status IN ('completed', 'failed') AND finished_on <= ?", [queue, state, finishedBefore]),

    /** A failed job begins anew. @throws NotFound */
    retry(queue: string, id: number, now: number): void {
      const changed = run(
        `UPDATE jobs SET status = 'waiting', scheduled_for = ?, attempts = 0, stalled = 0, finished_on = NULL, error = NULL,
           job_key = CASE WHEN ${PENDING_OF_SAME_KEY} THEN NULL ELSE job_key END
         WHERE id = ? AND queue_name = ? AND status = 'failed'`,
        [now, id, queue],
      );
      if (changed === 0) throw NotFound.of('Failed job');
    },

    setPaused: (queue: string, paused: boolean): void =>
      void run('INSERT INTO queues (name, paused) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET paused = excluded.paused', [queue, paused ? 1 : 0]),

    pausedQueues: (): Set<string> => new Set(all<{ name: string }>('SELECT name FROM queues WHERE paused = 1').map((row) => row.name)),

    /** For `repeats.ts`, which keeps its statements beside its rules. */
    run,
    all,
    close: (): void => sql.close(),
  };
}
