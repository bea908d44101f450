/** The API with its types: a path, its parameters and its body are checked against the server's own routes. */
import createClient, { type Client, type ClientPathsWithMethod, type MaybeOptionalInit } from 'openapi-fetch';
import { send } from './request';
import type { paths } from './schema.gen';

type HttpMethod = 'get' | 'post' | 'put' | 'delete';
/** Paths that have the method. */
type PathsWith<Method extends HttpMethod> = ClientPathsWithMethod<Client<paths>, Method>;
/** May be left out when nothing in it is required. */
type InitParam<Init> = Partial<Init> extends Init ? [init?: Init] : [init: Init];

type BodyOf<Response> = Response extends { readonly content: { readonly 'application/json': infer Body } } ? Body : never;
type Success = 200 | 201 | 202;
type BodyOfSuccess<Responses> = { [Status in keyof Responses & Success]: BodyOf<Responses[Status]> }[keyof Responses & Success];

/** What a route answers: `Answer<'/campaigns/{id}', 'get'>`. */
export type Answer<Path extends keyof paths, Method extends HttpMethod> = paths[Path][Method] extends { readonly responses: infer Responses } ? BodyOfSuccess<Responses> : never;

/** Answers the body of a success. @throws ApiProblem */
type Call<Method extends HttpMethod> = <Path extends PathsWith<Method>, Init extends MaybeOptionalInit<paths[Path], Method>>(
  path: Path,
  ...init: InitParam<Init>
) => Promise<Answer<Path, Method>>;

const client = createClient<paths>({ baseUrl: window.location.origin, fetch: send });

const call = <Method extends HttpMethod>(method: Method): Call<Method> =>
  (async (path: never, ...init: never[]) => (await client.request(method, path, ...init)).data) as Call<Method>;

/** `api.get('/campaigns', { params: { query: { pageNumber: 2 } } })` */
export const api = { get: call('get'), post: call('post'), put: call('put'), delete: call('delete') };
