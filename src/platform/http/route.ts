/**
 * A route is a declaration: who may call it, what goes in, what comes out. From the one list of all declarations come the
 * Express router, the OpenAPI document and the tenant test, so none of them can forget a route.
 */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { CompanyId, ConnectionId, UserId } from '../../kernel/ids';
import type { Language } from './texts';

/**
 * `connection`: a connection's bearer token (external send API). `user` < `admin` < `super`. `link`: a user's token, or an
 * address that we signed (`Tokens.signLink`), for what a browser fetches without a header: a picture.
 */
export type Access = 'public' | 'user' | 'admin' | 'super' | 'connection' | 'link';

export interface Caller {
  readonly companyId: CompanyId;
  readonly userId: UserId;
  readonly profile: 'user' | 'admin';
  readonly super: boolean;
}

/** The caller of a `connection` route. */
export interface ConnectionCaller {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
}

/** The caller of a `link` route; `user` is null for whoever holds a signed address. */
export interface LinkCaller {
  readonly companyId: CompanyId;
  readonly user: Caller | null;
}

export type CallerOf<A extends Access> = A extends 'public' ? null : A extends 'connection' ? ConnectionCaller : A extends 'link' ? LinkCaller : Caller;

type Nothing = z.ZodObject<Record<never, never>>;

/** At most so many failed requests of one key a minute. */
export interface RateRule {
  readonly name: string;
  readonly perMinute: number;
  readonly keyOf: (req: Request) => string;
}

export interface RouteInput<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly caller: CallerOf<A>;
  readonly params: z.output<P>;
  readonly query: z.output<Q>;
  readonly body: z.output<B>;
  /** Best language for messages, from Accept-Language. */
  readonly language: Language;
  readonly req: Request;
  readonly res: Response;
}

export interface RouteSpec<A extends Access, P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Express path: `/campaigns/:id`. */
  readonly path: string;
  readonly access: A;
  readonly tag: string;
  /** One line for the API documentation. */
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Shape of the answer. What it does not name does not leave; what does not fit it is a fault of ours (500). */
  readonly response: R;
  /** 200 unless told; a handler may set another on `res`. */
  readonly status?: number;
  /** A multipart body is left to the handler (`withUpload`), and `body` is then `{}`; JSON is parsed as on any route. */
  readonly upload?: { readonly field: string };
  /** Creates or sends: an `Idempotency-Key` header makes a repeated request answer the first answer. */
  readonly idempotent?: boolean;
  /** How often one client may fail here. */
  readonly rates?: readonly RateRule[];
  /** Body size limit, e.g. `'1mb'`; `'100kb'` unless told. */
  readonly limit?: string;
  /** Returns the JSON answer; `undefined` when it has written to `res` itself (a download). */
  run(input: RouteInput<A, P, Q, B>): Promise<z.input<R> | undefined>;
}

/** A route with its types forgotten: what routers and documents work on. */
export type Route = Omit<RouteSpec<Access, z.ZodType, z.ZodType, z.ZodType, z.ZodType>, 'run'> & {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one place where handlers of all shapes meet; the mounting code parses before it calls
  run(input: any): Promise<unknown>;
};

export function route<A extends Access, R extends z.ZodType, P extends z.ZodType = Nothing, Q extends z.ZodType = Nothing, B extends z.ZodType = Nothing>(
  spec: RouteSpec<A, P, Q, B, R>,
): Route {
  return spec;
}
