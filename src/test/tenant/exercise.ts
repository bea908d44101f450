/**
 * The tenant test, made from the routes themselves: every route × {no token, false, expired, too low a role, another
 * company's id in each place where the sample names one, and the tenant himself}. Two companies: fresh for every route
 * that writes, the same for all that only read.
 */
import type { Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { leavesOf, nameOf, send, textOf, withLeaf, type Target } from './requests';
import type { Sample } from './samples';
import { fingerprint, type Tenant } from './tenant';

interface Pair {
  readonly own: Tenant;
  readonly foreign: Tenant;
}

export interface Tenancy {
  readonly db: Queryable;
  readonly samples: Readonly<Record<string, Sample>>;
  seed(): Promise<Tenant>;
  token(tenant: Tenant, role: 'user' | 'admin' | 'super' | 'expired'): string;
  /** Told of each pair before anything is asked of it: to listen to the events of both. */
  watch(pair: Pair): Promise<void>;
}

const REFUSED = [401, 403, 404, 422];

/** @returns what is wrong, one line each; nothing when no company reaches another. */
export async function exerciseTenancy(target: Target, routes: readonly Route[], tenancy: Tenancy): Promise<string[]> {
  const wrong: string[] = [];
  const known = new Set(routes.map(nameOf));
  const pair = async (): Promise<Pair> => {
    const made = { own: await tenancy.seed(), foreign: await tenancy.seed() };
    await tenancy.watch(made);
    return made;
  };
  const readers = await pair();
  for (const name of Object.keys(tenancy.samples)) if (!known.has(name)) wrong.push(`${name}: there is no such route; remove its sample`);
  for (const route of routes) {
    const sample = tenancy.samples[nameOf(route)];
    if (sample === undefined) wrong.push(`${nameOf(route)}: add a request that works to src/test/tenant/samples.ts`);
    else wrong.push(...(await exerciseRoute(target, route, sample, tenancy, route.method === 'get' ? readers : await pair())).map((fault) => `${nameOf(route)}: ${fault}`));
  }
  return wrong;
}

async function exerciseRoute(target: Target, route: Route, sample: Sample, tenancy: Tenancy, { own, foreign }: Pair): Promise<string[]> {
  const { db, token } = tenancy;
  for (const tenant of [own, foreign]) await sample.prepare?.(db, tenant);
  const [ownRequest, foreignRequest] = [sample.request(own), sample.request(foreign)];
  const before = await fingerprint(db, foreign.companyId);
  const wrong: string[] = [];

  async function expect(what: string, request: typeof ownRequest, bearer: string | null, statuses: readonly number[]): Promise<void> {
    const res = await send(target, route, request, bearer);
    const text = textOf(res);
    if (!statuses.includes(res.status)) wrong.push(`${what} answers ${res.status} instead of ${statuses.join(' or ')}: ${text.slice(-300)}`);
    // A super user sees every company; that is what he is for.
    if (route.access !== 'super' && foreign.canaries.some((canary) => text.includes(canary))) wrong.push(`${what} shows what another company has: ${text.slice(-300)}`);
    if (route.method !== 'get' && (await fingerprint(db, foreign.companyId)) !== before) wrong.push(`${what} changes what another company has`);
  }

  const bearer = route.access === 'public' ? null : route.access === 'connection' ? own.connectionToken : token(own, route.access === 'super' ? 'super' : 'admin');
  if (route.access !== 'public') {
    await expect('no token', ownRequest, null, [401]);
    await expect('a false token', ownRequest, `${bearer}x`, [401]);
  }
  if (route.access === 'connection') await expect('the token of a user', ownRequest, token(own, 'admin'), [401]);
  else if (route.access !== 'public') await expect('an expired token', ownRequest, token(own, 'expired'), [403]);
  if (route.access === 'admin' || route.access === 'super') await expect('too low a role', ownRequest, token(own, route.access === 'super' ? 'admin' : 'user'), [403]);

  if (route.access !== 'public' && route.access !== 'super') {
    const places = leavesOf(ownRequest).filter(({ path, value }) => leafAt(foreignRequest, path) !== value);
    wrong.push(...unnamedIds(route, places.map(({ path }) => path.join('.'))));
    for (const { path } of places) {
      // A list that filters by another company's id may answer: with nothing of it.
      const allowed = route.method === 'get' && path[0] === 'query' ? [200, ...REFUSED] : REFUSED;
      await expect(`another company's ${path.join('.')}`, withLeaf(ownRequest, path, leafAt(foreignRequest, path)), bearer, allowed);
    }
  }
  // Last, for it may remove the rows. That it works proves that the others were refused for what they were.
  await expect('the tenant himself', ownRequest, bearer, [sample.status ?? route.status ?? 200]);
  return wrong;
}

function leafAt(request: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], request);
}

/** Rows of the installation, which every company may name or none. */
const NOBODYS = new Set(['planId']);

/** Ids that the route takes and the sample does not name: places where nobody would look. */
function unnamedIds(route: Route, places: readonly string[]): string[] {
  const parts = { params: route.params, query: route.query, body: route.body };
  return Object.entries(parts).flatMap(([part, schema]) => {
    const shape = (schema as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
    return Object.keys(shape)
      .filter((name) => /^(id|uuid|\w+Ids?)$/.test(name) && !NOBODYS.has(name) && !places.some((place) => place === `${part}.${name}` || place.startsWith(`${part}.${name}.`)))
      .map((name) => `name a row of the tenant in ${part}.${name} of the sample`);
  });
}
