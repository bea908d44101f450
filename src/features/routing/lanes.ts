/** The lanes of the board: a ticket whose contact stays silent goes on to the next lane, which may have a word for him. */
import type { CronContext } from '../../platform/cron/cron';
import { BATCH, inBatches } from './batches';
import type { SweepDeps } from './deps';
import { lanesStore, type LaneMove } from './lanes.store';
import { filled, systemMessage } from './system-message';

export function createLanes({ tickets, deliveries }: SweepDeps) {
  return async ({ transact, stopping }: Pick<CronContext, 'transact' | 'stopping'>): Promise<{ moved: number }> => {
    const moved = await inBatches(transact, stopping, async (tx) => {
      const moves = await lanesStore(tx).moveAcrossCompanies(BATCH);
      await tickets.log(tx, moves.map(({ companyId, id, queueId, fromTagId, toTagId }) => (
        { companyId, ticketId: id, type: 'lane', userId: null, queueId, detail: { fromTagId, toTagId } }
      )));
      await tickets.tell(tx, moves);
      await deliveries.submitAcrossCompanies(tx, moves.flatMap(greetingOf));
      return moves.length;
    });
    return { moved };
  };
}

function greetingOf(move: LaneMove) {
  const { connectionId, greeting, id, toTagId, at } = move;
  const text = filled(greeting, move).trim();
  return connectionId === null || text === '' ? [] : [systemMessage({ ...move, connectionId }, text, `lane:${id}:${toTagId}:${at.toISOString()}`)];
}
