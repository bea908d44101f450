import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * One id for everything that follows from one request or one job: its log lines, its provider calls and the jobs it
 * enqueues carry it, without being passed from hand to hand.
 */
const traces = new AsyncLocalStorage<string>();

/** Runs `fn` so that `currentTraceId()` answers `traceId` in it and in all it awaits. */
export function runWithTrace<T>(traceId: string, fn: () => T): T {
  return traces.run(traceId, fn);
}

/** The trace of the running request or job; undefined outside of both. */
export function currentTraceId(): string | undefined {
  return traces.getStore();
}
