/**
 * Declarations become an Express router. Every route walks the same steps, in an order that matters:
 * access → body → rate → parse → idempotency → run → answer. Nothing is read for, or told to, a caller without access.
 */
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { authorize, type Auth } from './auth';
import { languageOf } from './error-handler';
import { hashRequest, keyOf, type Answer, type IdempotencyStore } from './idempotency';
import { InvalidInput } from './problem';
import type { Caller, ConnectionCaller, LinkCaller, RateRule, Route } from './route';
import { storable } from './storable';

export interface MountDeps {
  readonly auth: Auth;
  readonly idempotency: IdempotencyStore;
  /** Middleware of a rate rule: `rateLimiter(redis, log)`. */
  limiterOf(rule: RateRule): RequestHandler;
}

const nothing = z.object({});

/** @throws Error when two routes answer the same requests. */
export function mountRoutes(routes: readonly Route[], deps: MountDeps): Router {
  const router = Router();
  for (const route of inMatchingOrder(routes)) {
    router[route.method](
      route.path,
      async (req, res, next) => {
        res.locals['caller'] = await authorize(route.access, req, deps.auth);
        next();
      },
      ...(route.body === undefined ? [] : [jsonBody(route)]),
      ...(route.rates ?? []).map((rule) => deps.limiterOf(rule)),
      async (req, res) => {
        res.set('Cache-Control', 'no-store');
        const answer = await answerOnce(route, req, res, deps.idempotency);
        if (answer !== null) res.status(answer.status).json(answer.body);
      },
    );
  }
  return router;
}

/**
 * Routes in the order in which Express must try them: `/users/list` before `/users/:id`, however they were declared.
 * @throws Error when two routes answer the same requests.
 */
export function inMatchingOrder(routes: readonly Route[]): Route[] {
  // A blank sorts before any letter, `~` after.
  const shapeOf = ({ method, path }: Route) => path.split('/').map((part) => (part.startsWith(':') ? '~' : ` ${part}`)).join('/') + method;
  const byShape = new Map<string, Route>();
  for (const route of routes) {
    const other = byShape.get(shapeOf(route));
    if (other !== undefined) throw new Error(`Two routes answer ${route.method.toUpperCase()} ${route.path}: the other is ${other.path} (${other.summary})`);
    byShape.set(shapeOf(route), route);
  }
  return [...byShape].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, route]) => route);
}

function jsonBody(route: Route): RequestHandler {
  const parse = express.json({ limit: route.limit ?? '100kb' });
  if (route.upload === undefined) return parse;
  // An upload's multipart stream belongs to its handler; a client may still send the same route JSON.
  return (req, res, next) => (req.is('multipart/form-data') ? next() : parse(req, res, next));
}

/** @returns null when the handler has written the answer itself. */
async function answerOnce(route: Route, req: Request, res: Response, idempotency: IdempotencyStore): Promise<Answer | null> {
  const caller = res.locals['caller'] as Caller | ConnectionCaller | LinkCaller | null;
  const input = inputOf(route, req);
  const work = async (): Promise<Answer | null> => {
    const body = await route.run({ ...input, caller, language: languageOf(req), req, res });
    if (body === undefined && res.headersSent) return null;
    return { status: res.statusCode === 200 ? (route.status ?? 200) : res.statusCode, body: declared(route, body) };
  };
  const key = route.idempotent ? keyOf(req.get('idempotency-key')) : null;
  if (key === null || caller === null) return work();

  const request = { companyId: caller.companyId, key, hash: hashRequest(req.method, req.originalUrl, req.body) };
  const claimed = await idempotency.claim(request);
  if ('answer' in claimed) {
    res.set('Idempotent-Replayed', 'true');
    return claimed.answer;
  }
  try {
    const answer = await work();
    if (answer !== null) await idempotency.complete(request, claimed.claimId, answer);
    return answer;
  } catch (error) {
    await idempotency.release(request, claimed.claimId);
    throw error;
  }
}

/** @throws InvalidInput naming every fault of path, query and body together. */
function inputOf(route: Route, req: Request): { params: unknown; query: unknown; body: unknown } {
  const body = req.is('multipart/form-data') ? nothing : (route.body ?? nothing);
  const given = { params: storable(req.params), query: storable(req.query), body: storable(req.body ?? {}) };
  const [params, query, parsedBody] = [(route.params ?? nothing).safeParse(given.params), (route.query ?? nothing).safeParse(given.query), body.safeParse(given.body)];
  if (params.success && query.success && parsedBody.success) return { params: params.data, query: query.data, body: parsedBody.data };
  throw InvalidInput.of([
    { result: params, input: given.params },
    { result: query, input: given.query },
    { result: parsedBody, input: given.body },
  ]);
}

/** Only what a route declares leaves: a column that a view forgot to drop does not. */
function declared(route: Route, body: unknown): unknown {
  const parsed = route.response.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new Error(`The answer of ${route.method.toUpperCase()} ${route.path} is not what it declares`, { cause: parsed.error });
}
