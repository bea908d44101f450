/** The history of the job queues as a chart draws it. */

export interface QueuePoint {
  readonly at: string;
  readonly done: number;
  readonly failed: number;
  readonly waiting: number;
}

export interface QueueSeries {
  /** Unix seconds, oldest first, one a slot without a gap: a slot in which nothing was written is a zero. */
  readonly times: number[];
  readonly done: number[];
  readonly failed: number[];
  readonly waiting: number[];
}

/** Of all given queues together. @param until the present moment, epoch ms */
export function seriesOf(queues: readonly (readonly QueuePoint[])[], slotMinutes: number, spanMinutes: number, until: number): QueueSeries {
  const slotMs = slotMinutes * 60_000;
  const last = Math.floor(until / slotMs) * slotMs;
  const slots = Math.round(spanMinutes / slotMinutes);
  const starts = Array.from({ length: slots }, (_, i) => last - (slots - 1 - i) * slotMs);
  const sums = new Map<number, { done: number; failed: number; waiting: number }>();
  for (const { at, done, failed, waiting } of queues.flat()) {
    const slot = Math.floor(Date.parse(at) / slotMs) * slotMs;
    const sum = sums.get(slot) ?? { done: 0, failed: 0, waiting: 0 };
    sums.set(slot, { done: sum.done + done, failed: sum.failed + failed, waiting: sum.waiting + waiting });
  }
  const column = (of: 'done' | 'failed' | 'waiting') => starts.map((start) => sums.get(start)?.[of] ?? 0);
  return { times: starts.map((start) => start / 1_000), done: column('done'), failed: column('failed'), waiting: column('waiting') };
}

/** Of one queue over the last minutes: what it did a minute, and how many attempts failed. */
export function recentOf(points: readonly QueuePoint[], minutes: number, until: number): { readonly perMinute: number; readonly failed: number } {
  const recent = points.filter(({ at }) => Date.parse(at) > until - minutes * 60_000);
  const sum = (of: 'done' | 'failed') => recent.reduce((total, point) => total + point[of], 0);
  return { perMinute: sum('done') / minutes, failed: sum('failed') };
}
