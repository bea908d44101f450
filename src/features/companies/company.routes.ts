/** Tenants: made and suspended by a super user; an admin names his own company and sets its time zone. */
import { z } from 'zod';
import { isTimeZone } from '../../kernel/clock';
import { Forbidden, found, NotFound } from '../../kernel/errors';
import { companyId, type CompanyId } from '../../kernel/ids';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Caller, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { companyStore } from './company.store';
import { companyShape, companyView } from './company.view';

const fields = z.object({
  name: z.string().trim().min(1).max(120),
  status: z.boolean(),
  timezone: z.string().refine(isTimeZone, 'unknown_timezone'),
});
const newCompany = fields.extend({ status: fields.shape.status.default(true), timezone: fields.shape.timezone.default('America/Sao_Paulo') });
const byId = z.object({ id: companyId() });
const shared = { tag: 'Companies' } as const;

export function companyRoutes(db: Queryable): Route[] {
  const companies = companyStore(db);
  return [
    route({
      ...shared, method: 'get', path: '/companies', access: 'super',
      summary: 'Companies, 20 a page',
      query: pageQuery,
      response: z.object({ companies: z.array(companyShape), count: z.number(), hasMore: z.boolean() }),
      async run({ query }) {
        const [listed, count] = await Promise.all([
          companies.listAcrossCompanies(query.searchParam, pageWindow(query.pageNumber)),
          companies.countAcrossCompanies(query.searchParam),
        ]);
        const { rows, hasMore } = pageOf(listed);
        return { companies: rows.map(companyView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'post', path: '/companies', access: 'super', idempotent: true, status: 201,
      summary: 'Makes a company; POST /users gives it its first admin',
      body: newCompany,
      response: companyShape,
      run: async ({ body }) => companyView(await companies.add(body)),
    }),
    route({
      ...shared, method: 'get', path: '/companies/:id', access: 'user',
      summary: "One's own company; a super user, any",
      params: byId,
      response: companyShape,
      run: async ({ caller, params }) => companyView(found(await companies.find(reachable(caller, params.id)), 'Company')),
    }),
    route({
      ...shared, method: 'put', path: '/companies/:id', access: 'admin',
      summary: "Name and time zone of one's own company; a super user, of any, and whether it is suspended",
      params: byId,
      body: fields.partial(),
      response: companyShape,
      async run({ caller, params, body }) {
        const id = reachable(caller, params.id);
        if (body.status !== undefined && !caller.super) throw new Forbidden('ERR_NO_PERMISSION', 'Only a super user suspends a company');
        return companyView(found(await companies.change(id, body), 'Company'));
      },
    }),
  ];
}

function reachable(caller: Caller, id: CompanyId): CompanyId {
  if (id !== caller.companyId && !caller.super) throw NotFound.of('Company');
  return id;
}
