import { setTimeout as sleep } from 'node:timers/promises';
import { Unavailable } from '../../kernel/errors';
import { exponential } from '../../platform/queue/backoff';

const TRIES = 5;
const wait = exponential(50);
/** Streams under way at once: enough to hide the way to the database and back, few enough to leave connections to others. */
const AT_ONCE = 4;

export interface Isolation<T> {
  /** Items of one stream are done in their order, one after the other; different streams side by side. */
  readonly streamOf: (item: T) => string;
  readonly work: (item: T) => Promise<void>;
  readonly giveUp: (item: T, error: unknown) => void;
}

/**
 * Does each item, so that one that fails does not keep its neighbours from being done. Failures are tried again together,
 * five times in all within about a second; what still fails then is poison, and given up.
 * @throws Unavailable when the database is away: no item is to blame, and the whole batch must come again.
 */
export async function isolated<T>(items: readonly T[], { streamOf, work, giveUp }: Isolation<T>): Promise<void> {
  let left = items;
  for (let round = 1; left.length > 0; round += 1) {
    const failed: T[] = [];
    await inStreams(left, streamOf, async (item) => {
      try {
        await work(item);
      } catch (error) {
        if (error instanceof Unavailable) throw error;
        if (round < TRIES) failed.push(item);
        else giveUp(item, error);
      }
    });
    left = failed;
    if (left.length > 0) await sleep(wait(round, Math.random));
  }
}

/** Resolves when nothing is under way any more; after the first error no further stream is begun. */
async function inStreams<T>(items: readonly T[], streamOf: (item: T) => string, work: (item: T) => Promise<void>): Promise<void> {
  const streams = new Map<string, T[]>();
  for (const item of items) {
    const stream = streams.get(streamOf(item));
    if (stream === undefined) streams.set(streamOf(item), [item]);
    else stream.push(item);
  }
  const waiting = [...streams.values()];
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let stream = waiting.shift(); stream !== undefined && errors.length === 0; stream = waiting.shift()) {
      for (const item of stream) await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => worker().catch((error: unknown) => void errors.push(error))));
  if (errors.length > 0) throw errors[0];
}
