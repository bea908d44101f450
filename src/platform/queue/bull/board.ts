/** Bull Board behind basic auth, for the operator of the installation (it shows the jobs of all companies). */
import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Router } from 'express';
import basicAuth from 'express-basic-auth';
import type { BullEngine } from './bull-engine';
import { maskPhones } from './mask-phones';

export const BOARD_PATH = '/admin/queues';

/**
 * @param credentials compared in constant time; a browser is asked for them.
 * @returns a router to be mounted at the root: it answers below `BOARD_PATH` only.
 */
export function bullBoardRouter(engine: BullEngine, credentials: { user: string; pass: string }): Router {
  const server = new ExpressAdapter();
  server.setBasePath(BOARD_PATH);
  const queues = engine.bullQueues.map((queue) => {
    const adapter = new BullAdapter(queue);
    adapter.setFormatter('data', maskPhones);
    adapter.setFormatter('returnValue', maskPhones);
    return adapter;
  });
  createBullBoard({ queues, serverAdapter: server });

  const router = Router();
  router.use(BOARD_PATH, basicAuth({ users: { [credentials.user]: credentials.pass }, challenge: true, realm: 'queues' }), server.getRouter() as Router);
  return router;
}
