import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { runWithTrace } from '../trace';

/** What a caller may call its trace: anything else could forge log lines. */
const ACCEPTED = /^[\w.:-]{8,128}$/;

/** Gives each request a trace id, the caller's own `x-request-id` where it is usable, and answers it. */
export const traceRequest: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const traceId = given !== undefined && ACCEPTED.test(given) ? given : randomUUID();
  res.set('x-request-id', traceId);
  runWithTrace(traceId, next);
};
