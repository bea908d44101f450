/** The lanes of the board: a ticket whose contact stays silent goes on to the next lane, which may have a word for him. */
import type { CronContext } from '../../platform/cron/cron';
import { BATCH, inBatches } from './batches';
import type { SweepDeps } from './deps';
import { lanesStore } from './lanes.store';

export function createLanes({ tickets, messages }: SweepDeps) {
  return async ({ transact, stopping }: Pick<CronContext, 'transact' | 'stopping'>): Promise<{ moved: number }> => {
    const moved = await inBatches(transact, stopping, async (tx) => {
      const moves = await lanesStore(tx).moveAcrossCompanies(BATCH);
      await tickets.log(tx, moves.map(({ companyId, id, queueId, fromTagId, toTagId }) => (
        { companyId, ticketId: id, type: 'lane', userId: null, queueId, detail: { fromTagId, toTagId } }
      )));
      await tickets.tell(tx, moves);
      await messages.say(tx, moves.map(({ companyId, id, toTagId, at, greeting }) => ({ companyId, id, text: greeting, key: `lane:${id}:${toTagId}:${at.toISOString()}` })));
      return moves.length;
    });
    return { moved };
  };
}
