import { handle, type Handler } from '../../../platform/queue/job';
import type { FiringService } from '../firing.service';
import { settleFirings } from '../schedule.jobs';

/** The lane is through with these messages: their firings are over, and their schedules wait for the next one or end. */
export function settleFiringsHandler(firings: FiringService): Handler {
  return handle(settleFirings, async ({ deliveryIds }, ctx) => {
    while (!ctx.stopping() && (await firings.settle(deliveryIds)));
  });
}
