import type { Transact, Tx } from '../../platform/transact';

/** Rows one unit of work moves at most: it holds their locks for a fraction of a second. */
export const BATCH = 2_000;

/**
 * One unit of work after the other until one finds less than a whole batch.
 * @param batch returns how many rows it moved; those must not be found again.
 * @returns how many in all.
 */
export async function inBatches(transact: Transact, stopping: () => boolean, batch: (tx: Tx) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const moved = await transact(batch);
    total += moved;
    if (moved < BATCH || stopping()) return total;
  }
}
