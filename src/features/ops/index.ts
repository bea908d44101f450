/** The door of operation: health, and what the job queues do. */
import type { Feature } from '../../platform/feature';
import type { Handler } from '../../platform/queue/job';
import { historyRoutes } from './history.routes';
import { createJobTally } from './job-tally';
import { opsRoutes, type OpsDeps } from './ops.routes';
import { createQueueHistory } from './queue-history';

export interface Ops extends Feature {
  /** The handlers to give to the engine in place of these, so that what they do is seen. */
  watch(handlers: readonly Handler[]): Handler[];
}

export function createOps(deps: OpsDeps): Ops {
  const tally = createJobTally();
  const history = createQueueHistory({ db: deps.db, engine: deps.engine, tally, log: deps.log });
  return {
    routes: [...opsRoutes(deps), ...historyRoutes(deps.db)],
    watch: tally.watch,
    start: async () => history.start(),
    stop: () => history.stop(),
  };
}
