/** Stopping a schedule, and firing again. */
import { z } from 'zod';
import { route, type Route } from '../../platform/http/route';
import { controlService } from './control.service';
import type { SchedulesDeps } from './deps';
import type { FiringService } from './firing.service';
import { SCHEDULE_TAG, scheduleParams } from './schedule.routes';
import { scheduleShape, scheduleView } from './schedule.view';

export function controlRoutes(deps: SchedulesDeps, firings: FiringService): Route[] {
  const control = controlService(deps, firings);
  const shared = { method: 'post', access: 'user', tag: SCHEDULE_TAG, params: scheduleParams, response: scheduleShape } as const;
  return [
    route({
      ...shared,
      path: '/schedules/:id/cancel',
      summary: 'Stop a schedule for good; what waits in the lane is taken back',
      run: async ({ caller, params }) => scheduleView(await control.cancel(caller.companyId, params.id)),
    }),
    route({
      ...shared,
      path: '/schedules/:id/retry',
      summary: 'Send a firing that failed or was missed once more: that of `number`, or the last one',
      body: z.object({ number: z.number().int().min(0).optional() }),
      idempotent: true,
      run: async ({ caller, params, body }) => scheduleView(await control.retry(caller.companyId, params.id, body.number ?? null)),
    }),
  ];
}
