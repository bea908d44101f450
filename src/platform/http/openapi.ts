/** The OpenAPI 3.1 document, made from the routes themselves: a route that is not in it does not exist. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Access, Route } from './route';
import { inMatchingOrder } from './mount';
import { ACCESS_SECONDS } from './tokens';

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>;
/** One parameter as OpenAPI writes it; the schema is JSON Schema. */
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: object;
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  error: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  traceId: z.string(),
});

const noFields = z.object({});

/** @throws Error naming a route that cannot be described. */
export function openApiDocument(routes: readonly Route[], version: string): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'user', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: `POST /auth/login. Lives ${ACCESS_SECONDS / 60} min.` });
  registry.registerComponent('securitySchemes', 'connection', { type: 'http', scheme: 'bearer', description: 'The API token of a connection.' });
  registry.registerComponent('schemas', 'Problem', z.toJSONSchema(problem) as object);
  for (const route of inMatchingOrder(routes)) {
    try {
      registry.registerPath(describe(route));
    } catch (error) {
      throw new Error(`${route.method.toUpperCase()} ${route.path} cannot be described`, { cause: error });
    }
  }
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Esquadrão', version, description: 'WhatsApp help desk and mass messaging. Errors are RFC 9457 problem documents.' },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map((route) => route.tag))].sort().map((name) => ({ name })),
  });
  for (const route of routes) correctParameters(route, document.paths?.[openApiPath(route)]?.[route.method]?.parameters ?? []);
  return document;
}

const openApiPath = ({ path }: Route) => path.replace(/:(\w+)/g, '{$1}');

/**
 * To a generator a coerced schema takes anything, so it calls the parameter optional and nullable. What the schema says
 * to an absent value is the truth; and an address has no way to write null.
 */
function correctParameters(route: Route, parameters: readonly (Parameter | { $ref: string })[]): void {
  const shapes: Record<string, z.ZodRawShape | undefined> = { path: asObject(route.params ?? noFields).shape, query: asObject(route.query ?? noFields).shape };
  for (const parameter of parameters) {
    if (!('in' in parameter)) continue;
    const schema = shapes[parameter.in]?.[parameter.name];
    if (schema === undefined) continue;
    const required = !z.safeParse(schema, undefined).success;
    const { type } = (parameter.schema ?? {}) as { type?: string | string[] };
    const types = Array.isArray(type) ? type.filter((name) => name !== 'null') : null;
    Object.assign(parameter, { required, schema: { ...parameter.schema, ...(types && { type: types.length === 1 ? types[0] : types }) } });
  }
}

function describe(route: Route): RouteConfig {
  const params = paramsOf(route);
  return {
    method: route.method,
    path: openApiPath(route),
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    security: securityOf(route.access),
    request: {
      ...(params && { params }),
      ...(route.query && { query: asObject(route.query) }),
      ...(route.idempotent && { headers: idempotencyHeader }),
      ...bodyOf(route),
    },
    responses: {
      [route.status ?? 200]: { description: 'OK', content: { 'application/json': { schema: route.response } } },
      ...Object.fromEntries(refusalsOf(route).map(([status, description]) => [status, refusal(description)])),
    },
  };
}

/** Path parameters of the path and of the schema must be the same: a typing error would show as a 422 on every call. */
function paramsOf(route: Route): z.ZodObject | null {
  const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).sort();
  const declared = Object.keys(asObject(route.params ?? noFields).shape).sort();
  if (named.join() !== declared.join()) throw new Error(`The path names [${named.join(', ')}], the schema [${declared.join(', ')}]`);
  return route.params === undefined ? null : asObject(route.params);
}

function asObject(schema: z.ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  throw new Error('Path and query are described by a z.object');
}

function bodyOf(route: Route): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  const json = route.body && { 'application/json': { schema: route.body } };
  const multipart = route.upload && {
    'multipart/form-data': {
      schema: { type: 'object' as const, properties: { [route.upload.field]: { type: 'string' as const, contentMediaType: 'application/octet-stream' } } },
    },
  };
  return json || multipart ? { body: { required: true, content: { ...json, ...multipart } } } : {};
}

const idempotencyHeader = z.object({ 'Idempotency-Key': z.string().max(255).optional() });

function securityOf(access: Access): Record<string, string[]>[] {
  if (access === 'public') return [];
  return [{ [access === 'connection' ? 'connection' : 'user']: [] }];
}

function refusalsOf(route: Route): [status: number, description: string][] {
  const takesInput = route.params ?? route.query ?? route.body;
  return [
    ...(route.access === 'public' ? [] : ([[401, 'No valid token'], [403, 'Token expired (ERR_SESSION_EXPIRED) or role too low']] as [number, string][])),
    ...(route.params ? ([[404, 'Not there, or of another company']] as [number, string][]) : []),
    ...(takesInput ? ([[422, 'Input refused; errors[] names each fault']] as [number, string][]) : []),
    ...(route.rates ? ([[429, 'Too many failed attempts']] as [number, string][]) : []),
  ];
}

function refusal(description: string): ResponseConfig {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
}

/** `POST /campaigns/:id/retry-failed` → `post_campaigns_id_retry_failed`: what generated clients call the method. */
function operationId({ method, path }: Route): string {
  return [method, ...path.split(/\W+/).filter(Boolean)].join('_');
}
