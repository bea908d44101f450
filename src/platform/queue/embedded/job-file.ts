/**
 * One open database per file and process: a producer and the workers of the same file share it, so that an `add` wakes
 * the workers at once and without a poll.
 */
import { resolve } from 'node:path';
import type { Clock } from '../../../kernel/clock';
import { Unavailable } from '../../../kernel/errors';
import { jobStore } from './store';
import type { JobStore, NewJob } from './store';

export interface JobFileListener {
  /** Told after the commit; `earliest` is the soonest due time among the added, Unix ms. */
  added(queues: ReadonlySet<string>, earliest: number): void;
  /** Anything else has changed (a pause, a retry by hand). */
  changed(): void;
}

export interface JobFile {
  readonly store: JobStore;
  /** Everything added in one turn of the event loop is one commit. @throws Unavailable */
  add(jobs: readonly NewJob[]): Promise<void>;
  /** Runs `change` and tells every worker of this process; other processes see it by their poll. */
  change<T>(change: (store: JobStore) => T): T;
  /** @returns the function that ends the subscription. */
  listen(listener: JobFileListener): () => void;
  /** Closes the database when the last user has closed. */
  close(): void;
}

const open = new Map<string, { file: JobFile; users: number }>();

/** @param path a file, shared within the process, or `:memory:`, each its own. */
export function openJobFile(path: string, clock: Clock): JobFile {
  if (path === ':memory:') return createJobFile(path, clock, () => undefined);
  const key = resolve(path);
  const shared = open.get(key) ?? { file: createJobFile(key, clock, () => open.delete(key)), users: 0 };
  shared.users += 1;
  open.set(key, shared);
  return {
    ...shared.file,
    close: () => {
      shared.users -= 1;
      if (shared.users === 0) shared.file.close();
    },
  };
}

interface Add {
  readonly jobs: readonly NewJob[];
  resolve(): void;
  reject(error: unknown): void;
}

function createJobFile(path: string, clock: Clock, onClose: () => void): JobFile {
  const store = jobStore(path);
  const listeners = new Set<JobFileListener>();
  let waiting: Add[] = [];

  const flush = (): void => {
    const adds = waiting;
    waiting = [];
    const queues = new Set<string>();
    let earliest = Infinity;
    try {
      store.transaction(() => {
        const now = clock.now().getTime();
        for (const { jobs } of adds) {
          for (const job of jobs) {
            store.add(job, now);
            queues.add(job.queue);
            if (job.dueAt < earliest) earliest = job.dueAt;
          }
        }
      });
    } catch (error) {
      const unavailable = new Unavailable('ERR_QUEUE_UNAVAILABLE', `the job file cannot be written: ${String(error)}`);
      for (const add of adds) add.reject(unavailable);
      return;
    }
    for (const add of adds) add.resolve();
    for (const listener of listeners) listener.added(queues, earliest);
  };

  return {
    store,
    add: (jobs) =>
      new Promise<void>((resolve, reject) => {
        if (waiting.push({ jobs, resolve, reject }) === 1) queueMicrotask(flush);
      }),
    change: (change) => {
      const result = change(store);
      for (const listener of listeners) listener.changed();
      return result;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      onClose();
      store.close();
    },
  };
}
