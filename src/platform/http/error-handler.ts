import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { NotFound } from '../../kernel/errors';
import type { Log } from '../../kernel/log';
import { outsideOf, problemOf } from './problem';
import type { ErrorTexts, Language } from './texts';

/** The language of a request's answers; pt-BR unless English is preferred. */
export function languageOf(req: Request): Language {
  return req.acceptsLanguages('pt-BR', 'pt', 'en') === 'en' ? 'en' : 'pt-BR';
}

/** For whatever no route took. */
export const routeNotFound: RequestHandler = (req) => {
  throw new NotFound('ERR_ROUTE_NOT_FOUND', `No route for ${req.method} ${req.path}`);
};

/**
 * The last middleware: every error becomes a problem document.
 * @param report told of errors that are bugs (no `AppError`, not the request's fault).
 */
export function errorHandler(deps: { log: Log; texts: ErrorTexts; report(error: unknown): void }): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const traceId = res.get('x-request-id') ?? '';
    const { status, code, retryAfterMs } = outsideOf(error);
    if (status === 500) {
      deps.log.error({ err: error, traceId, method: req.method, path: req.path }, 'request failed');
      deps.report(error);
    } else {
      deps.log.debug({ status, code, traceId, method: req.method, path: req.path }, 'request refused');
    }
    // Too late for a document: closing the connection is the only way left to say that the answer is broken.
    if (res.headersSent) return next(error);
    if (retryAfterMs !== null) res.set('Retry-After', String(Math.ceil(retryAfterMs / 1000)));
    if (status === 401) res.set('WWW-Authenticate', 'Bearer');
    res.vary('Accept-Language');
    res.status(status).type('application/problem+json').send(JSON.stringify(problemOf(error, { language: languageOf(req), texts: deps.texts, traceId })));
  };
}
