/** Conversations that fell silent: the contact is reminded once, then the ticket is closed; a rating is not waited for for ever. */
import type { CronContext } from '../../platform/cron/cron';
import type { Word } from '../messages';
import { thresholdsOf } from './auto-close.rules';
import { autoCloseStore, type Silent } from './auto-close.store';
import { BATCH, inBatches } from './batches';
import type { SweepDeps } from './deps';

export function createAutoClose({ tickets, messages }: SweepDeps) {
  return async ({ transact, stopping }: Pick<CronContext, 'transact' | 'stopping'>): Promise<{ nudged: number; closed: number; ratingsEnded: number }> => {
    const thresholds = await transact(async (tx) => {
      const store = autoCloseStore(tx);
      await store.forgetNudgesAcrossCompanies();
      return (await store.laddersAcrossCompanies()).flatMap((ladder) => thresholdsOf(ladder, ladder.now));
    });
    // The upper rung first: what is closed now is not reminded any more.
    const closed = await inBatches(transact, stopping, async (tx) => {
      const rows = await autoCloseStore(tx).closeAcrossCompanies(thresholds, BATCH);
      await tickets.log(tx, rows.map(({ companyId, id, queueId }) => ({ companyId, ticketId: id, type: 'autoClose', userId: null, queueId, detail: { reason: 'silence' } })));
      await tickets.tell(tx, rows);
      await messages.say(tx, rows.map((row) => wordOf(row, 'expired')));
      return rows.length;
    });
    const nudged = await inBatches(transact, stopping, async (tx) => {
      const rows = await autoCloseStore(tx).nudgeAcrossCompanies(thresholds, BATCH);
      await messages.say(tx, rows.map((row) => wordOf(row, 'nudge')));
      return rows.length;
    });
    const ratingsEnded = await inBatches(transact, stopping, (tx) => autoCloseStore(tx).endRatingsAcrossCompanies(BATCH));
    return { nudged, closed, ratingsEnded };
  };
}

function wordOf({ companyId, id, text, at }: Silent, rung: 'nudge' | 'expired'): Word {
  return { companyId, id, text, key: `${rung}:${id}:${at.toISOString()}` };
}
