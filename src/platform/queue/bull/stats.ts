import type { Queue as BullQueue } from 'bull';
import type { QueueStats } from '../engine';

interface Oldest {
  readonly timestamp: number;
  readonly opts: { readonly delay?: number };
}

/** @param now Unix ms. */
export async function queueStats(queue: BullQueue, now: number): Promise<QueueStats> {
  const [counts, paused, completed, [next]] = await Promise.all([
    queue.getJobCounts(),
    queue.isPaused(),
    queue.getMetrics('completed', 0, 0),
    // The end of the list is what runs next: the oldest of the most urgent.
    queue.getJobs(['waiting', 'paused'], 0, 0, true) as Promise<(Oldest | null)[]>,
  ]);
  return {
    queue: queue.name,
    // While a queue is paused, Bull keeps what waits in a list of another name.
    waiting: counts.waiting + ((counts as { paused?: number }).paused ?? 0),
    active: counts.active,
    delayed: counts.delayed,
    completed: Number(completed.meta.count),
    failed: counts.failed,
    paused,
    oldestWaitingMs: next ? Math.max(0, now - next.timestamp - (next.opts.delay ?? 0)) : null,
  };
}
