import { handle, type Handler, type JobContext } from '../../../platform/queue/job';
import { claimStore } from '../claim.store';
import type { SchedulesDeps } from '../deps';
import type { FiringService } from '../firing.service';
import { fireDue, verifySchedules } from '../schedule.jobs';

/** A ring that came a moment before its second would find nothing: clocks of two machines differ. */
const AFTER_MS = 10;

/**
 * Looks after everything: fires what is due, however long it has been, settles what no ring has settled, and rings for what
 * is due before its next look, so that each firing leaves in its own second.
 */
export function verifySchedulesHandler({ transact, checkMs }: SchedulesDeps, firings: FiringService): Handler {
  return handle(verifySchedules, async (_payload, ctx) => {
    await firings.takeBackLate();
    await firings.fireAll(ctx.stopping);
    await settleAll(firings, ctx);
    await transact(async (tx) => {
      for (const { second, inMs } of await claimStore(tx).comingAcrossCompanies(checkMs)) tx.enqueue(fireDue, { second }, { delayMs: Math.ceil(inMs) + AFTER_MS });
    });
  });
}

export function fireDueHandler(firings: FiringService): Handler {
  return handle(fireDue, (_payload, ctx) => firings.fireAll(ctx.stopping));
}

/** What a firing left free may be due already (one that was coalesced meanwhile): it is fired at once. */
async function settleAll(firings: FiringService, ctx: JobContext): Promise<void> {
  let settled = false;
  while (!ctx.stopping() && (await firings.settle(null))) settled = true;
  if (settled) await firings.fireAll(ctx.stopping);
}
