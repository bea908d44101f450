import type { RequestHandler } from 'express';
import type { Log } from '../../kernel/log';

/** One line per answered request, at debug: refusals and failures are told by the error handler. Never the query: clients put tokens there. */
export function logRequests(log: Log): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    const { method, path } = req;
    res.once('finish', () => log.debug({ method, path, status: res.statusCode, ms: Math.round(performance.now() - startedAt) }, 'request answered'));
    next();
  };
}
