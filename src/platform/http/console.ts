/**
 * The built console: files under hashed names are kept by browsers for a year, `index.html` is asked for every time.
 * Any other address that a browser navigates to is a screen of the console, which reads it by itself.
 *
 * Some addresses are both: `/campaigns/7` is a screen and a route. Routes go first. A navigation carries no token, so a
 * guarded route refuses it, and the console answers that refusal: it asks the person to log in and shows the screen.
 * What programs are told stays as it is.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Router, static as serveStatic, type ErrorRequestHandler, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Unauthorized } from '../../kernel/errors';

export interface Console {
  /** Its files, and its page at every address that nobody else took. */
  readonly router: Router;
  /** Its page instead of the refusal that a browser without a token gets. */
  readonly insteadOfRefusal: ErrorRequestHandler;
}

/** @param directory of the built console; nothing is answered while there is none */
export function serveConsole(directory: string): Console {
  const page = (req: Request, res: Response, next: NextFunction, error?: unknown): void => {
    if (!isNavigation(req)) return next(error);
    res.vary('Accept');
    res.sendFile('index.html', { root: directory, headers: { 'Cache-Control': 'no-cache' } }, (failure) => failure && !res.headersSent && next(error));
  };
  const router = Router();
  router.use(smaller(directory), serveStatic(directory, { setHeaders: (res, path) => res.setHeader('Cache-Control', cacheControlOf(path)) }));
  router.get('/{*screen}', (req, res, next) => page(req, res, next));
  return { router, insteadOfRefusal: (error: unknown, req, res, next) => (error instanceof Unauthorized ? page(req, res, next, error) : next(error)) };
}

const cacheControlOf = (path: string) => (/[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');

/** A person opens an address: not a script that takes anything, not a page that fetches. */
function isNavigation(req: Request): boolean {
  const accept = req.get('accept') ?? '';
  return (req.method === 'GET' || req.method === 'HEAD') && req.get('authorization') === undefined && /\btext\/html\b/.test(accept);
}

/** The build lays a compressed copy beside each text: it costs no work at each request. */
function smaller(directory: string): RequestHandler {
  return (req, res, next) => {
    const type = /\.(?:js|css|svg)$/.exec(req.path)?.[0];
    if (type === undefined || req.path.includes('..') || !existsSync(join(directory, `${req.path}.gz`))) return next();
    res.vary('Accept-Encoding');
    if (req.acceptsEncodings('gzip') === false) return next();
    res.type(type).set('Content-Encoding', 'gzip');
    // What comes next looks at the address alone, and this router is the last to do so.
    req.url = `${req.path}.gz`;
    next();
  };
}
