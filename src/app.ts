/** The HTTP application: what surrounds every route. What a route does is in its feature. */
import cors from 'cors';
import express, { type Express, type Router } from 'express';
import helmet from 'helmet';
import type { Log } from './kernel/log';
import type { Auth } from './platform/http/auth';
import { serveConsole } from './platform/http/console';
import { docsRouter } from './platform/http/docs';
import { errorHandler, routeNotFound } from './platform/http/error-handler';
import { idempotencyStore } from './platform/http/idempotency';
import { logRequests } from './platform/http/log-requests';
import { mountRoutes } from './platform/http/mount';
import { rateLimiter, type RedisCommands } from './platform/http/rate-limit';
import type { Route } from './platform/http/route';
import type { ErrorTexts } from './platform/http/texts';
import { traceRequest } from './platform/http/trace-request';
import type { Queryable } from './platform/transact';

export interface AppParts {
  readonly routes: readonly Route[];
  /** Of every feature that has error codes of its own. */
  readonly texts: readonly ErrorTexts[];
  readonly auth: Auth;
  /** Keeps the idempotency keys. */
  readonly db: Queryable;
  /** Shares rate limits between processes; null: each counts by itself. */
  readonly redis: RedisCommands | null;
  readonly log: Log;
  /** Told of errors that are bugs. */
  report(error: unknown): void;
  /** The job board, with its own log-in; null: off. */
  readonly board: Router | null;
  /** Other origins whose pages may call; none: only pages from here. */
  readonly corsOrigins: readonly string[];
  /** Proxies in front that set `X-Forwarded-For`. */
  readonly trustedProxies: number;
  /** Where the built console is; null: none is served. */
  readonly consoleDir: string | null;
  readonly version: string;
}

export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', parts.trustedProxies);

  // Socket.IO answers these; it listens on the same server, and whoever comes second must keep still.
  app.use('/socket.io', () => undefined);
  app.use(traceRequest, logRequests(parts.log), secure(parts.corsOrigins.length > 0));
  // Before CORS: pages of other origins have no business on the board.
  if (parts.board !== null) app.use(parts.board);
  app.use(cors({ origin: [...parts.corsOrigins], credentials: true, exposedHeaders: ['x-request-id', 'Retry-After', 'Idempotent-Replayed'] }));
  app.use(docsRouter(parts.routes, parts.version));
  app.use(
    mountRoutes(parts.routes, {
      auth: parts.auth,
      idempotency: idempotencyStore(parts.db),
      limiterOf: rateLimiter(parts.redis, parts.log),
    }),
  );
  if (parts.consoleDir !== null) {
    const { router, insteadOfRefusal } = serveConsole(parts.consoleDir);
    app.use(router, insteadOfRefusal);
  }
  app.use(routeNotFound);
  app.use(errorHandler({ log: parts.log, texts: Object.assign({}, ...parts.texts) as ErrorTexts, report: (error) => parts.report(error) }));
  return app;
}

/** @param foreignPages pages of other origins show media from here. */
function secure(foreignPages: boolean) {
  return helmet({
    contentSecurityPolicy: {
      directives: {
        'connect-src': ["'self'", 'ws:', 'wss:'],
        'img-src': ["'self'", 'data:', 'blob:'],
        'media-src': ["'self'", 'blob:'],
        // The product also runs without TLS, on a local network or behind a tunnel.
        'upgrade-insecure-requests': null,
      },
    },
    crossOriginResourcePolicy: { policy: foreignPages ? 'cross-origin' : 'same-origin' },
  });
}
