/** The door of routing: what happens to conversations by themselves when nobody does anything. README.md tells the sweeps one by one. */
import { defineCron } from '../../platform/cron/cron';
import type { Feature } from '../../platform/feature';
import { createAutoClose } from './auto-close';
import type { RoutingDeps } from './deps';
import { createLanes } from './lanes';
import { verifyQueueStatusHandler } from './lost-tickets';
import { createRouter } from './router';

export type { RoutingDeps } from './deps';
export { routingJobs } from './lost-tickets';

export function createRouting(deps: RoutingDeps): Feature {
  const { router, lanes, autoClose, timezone } = deps.crons;
  return {
    handlers: [verifyQueueStatusHandler(deps)],
    crons: [
      defineCron({ name: 'router', label: 'SearchForUsersRandom -> VerifyUsersRandom', expression: router, timezone, run: createRouter(deps) }),
      defineCron({ name: 'lanes', label: 'Process Lanes -> Verify', expression: lanes, timezone, run: createLanes(deps) }),
      defineCron({ name: 'autoClose', label: 'ClosedAllOpenTickets -> Verify', expression: autoClose, timezone, run: createAutoClose(deps) }),
    ],
  };
}
