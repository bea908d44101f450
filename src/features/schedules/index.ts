/** The door of schedules: one message to one contact at its hour, once or again and again. README.md tells the promises. */
import type { Feature } from '../../platform/feature';
import { controlRoutes } from './control.routes';
import type { SchedulesDeps } from './deps';
import { firingService } from './firing.service';
import { settleFiringsHandler } from './jobs/settle-firings';
import { fireDueHandler, verifySchedulesHandler } from './jobs/verify-schedules';
import { settleFirings } from './schedule.jobs';
import { scheduleRoutes } from './schedule.routes';
import { scheduleTexts } from './schedule.texts';

export type { SchedulesDeps } from './deps';
export { scheduleJobs } from './schedule.jobs';
export type { ScheduleView } from './schedule.view';

export function createSchedules(deps: SchedulesDeps): Feature {
  const { transact, log } = deps;
  const firings = firingService(deps);

  deps.deliveries.onScheduledMoved((deliveryIds) => {
    transact(async (tx) => tx.enqueue(settleFirings, { deliveryIds: [...deliveryIds] })).catch((error: unknown) =>
      log.warn({ err: error }, 'firings not settled yet; the monitor will'),
    );
  });

  return {
    routes: [...scheduleRoutes(deps), ...controlRoutes(deps, firings)],
    handlers: [verifySchedulesHandler(deps, firings), fireDueHandler(firings), settleFiringsHandler(firings)],
    texts: scheduleTexts,
  };
}
