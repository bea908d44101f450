/**
 * Repeatable jobs: a row holds the next slot of each, and whoever moves it first adds the slot's job; so a slot happens
 * once over all processes, and after a pause of all of them the work resumes with one run, not with all that were missed.
 */
import type { Clock } from '../../../kernel/clock';
import type { Log } from '../../../kernel/log';
import type { Job } from '../job';
import type { JobFile } from './job-file';
import type { NewJob } from './store';

/** One pending tick per repeatable: a slow handler makes ticks late, never many. */
const tickKey = (job: Job): string => `repeat:${job.name}`;

/** Slots lie on multiples of the period since 1970, so that every process computes the same ones. */
const slotAfter = (at: number, everyMs: number): number => Math.floor(at / everyMs) * everyMs + everyMs;

export function createRepeats(options: {
  file: JobFile;
  jobs: readonly Job[];
  queues: readonly string[];
  toRow: (job: Job, key: string) => NewJob;
  clock: Clock;
  log: Log;
}) {
  const { file, clock, log } = options;
  const { store } = file;
  const repeating = options.jobs.flatMap((job) => (job.repeat ? [{ job, everyMs: job.repeat.everyMs }] : []));
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** The stored repeats become the declared ones: others go, a changed period starts anew, the rest keep their slot. */
  function reconcile(): void {
    const now = clock.now().getTime();
    const declared = JSON.stringify(repeating.map(({ job, everyMs }) => [job.queue.storedName, job.name, everyMs]));
    store.transaction(() => {
      store.run(
        `DELETE FROM repeats WHERE queue_name IN (SELECT value FROM json_each(?))
         AND (queue_name, name, every_ms) NOT IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))`,
        [JSON.stringify(options.queues), declared],
      );
      store.run(
        `DELETE FROM jobs WHERE status IN ('waiting', 'delayed') AND job_key GLOB 'repeat:*' AND queue_name IN (SELECT value FROM json_each(?))
         AND (queue_name, name) NOT IN (SELECT queue_name, name FROM repeats)`,
        [JSON.stringify(options.queues)],
      );
      for (const { job, everyMs } of repeating) {
        store.run('INSERT INTO repeats (queue_name, name, every_ms, next_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [
          job.queue.storedName,
          job.name,
          everyMs,
          slotAfter(now, everyMs),
        ]);
      }
    });
  }

  function addDue(): void {
    const now = clock.now().getTime();
    const due: NewJob[] = [];
    store.transaction(() => {
      for (const { job, everyMs } of repeating) {
        const mine = store.run('UPDATE repeats SET next_at = ? WHERE queue_name = ? AND name = ? AND every_ms = ? AND next_at <= ?', [
          slotAfter(now, everyMs),
          job.queue.storedName,
          job.name,
          everyMs,
          now,
        ]);
        if (mine > 0) due.push(options.toRow(job, tickKey(job)));
      }
    });
    if (due.length > 0) file.add(due).catch((error: unknown) => log.error({ err: error }, 'repeatable jobs could not be added'));
  }

  function planNext(): void {
    if (stopped || repeating.length === 0) return;
    const now = clock.now().getTime();
    const next = Math.min(...repeating.map(({ everyMs }) => slotAfter(now, everyMs)));
    timer = setTimeout(() => {
      try {
        addDue();
      } catch (error) {
        log.error({ err: error }, 'repeatable jobs: a slot was missed, the next one follows');
      }
      planNext();
    }, next - now);
  }

  return {
    start(): void {
      reconcile();
      planNext();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
