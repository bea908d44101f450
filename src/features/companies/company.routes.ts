/** Tenants: made, suspended and billed by a super user; an admin keeps the name, zone and hours of his own. */
import { z } from 'zod';
import { isTimeZone } from '../../kernel/clock';
import { found, NotFound } from '../../kernel/errors';
import { given } from '../../kernel/given';
import { openingHours } from '../../kernel/hours';
import { companyId, planId, type CompanyId } from '../../kernel/ids';
import { nullIfBlank } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Caller, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { companyService, type CompanyServiceDeps } from './company.service';
import { companyStore } from './company.store';
import { companyShape, companyView } from './company.view';

const email = z.string().trim().toLowerCase().max(254);
const fields = z.object({
  name: z.string().trim().min(1).max(120),
  status: z.boolean(),
  timezone: z.string().refine(isTimeZone, 'unknown_timezone'),
  email: z.union([z.literal(''), email.pipe(z.email())]),
  phone: z.string().trim().max(40),
  planId: z.preprocess(nullIfBlank, planId().nullable()),
  dueDate: z.preprocess(nullIfBlank, z.iso.date().nullable()),
  hours: openingHours.nullable(),
});
const admin = z.object({ name: z.string().trim().min(1).max(120), email: email.pipe(z.email()), password: z.string().min(8).max(200) });
const newCompany = fields.partial().extend({ name: fields.shape.name, admin: admin.optional() });
const byId = z.object({ id: companyId() });
const shared = { tag: 'Companies' } as const;

export function companyRoutes(db: Queryable, deps: CompanyServiceDeps): Route[] {
  const companies = companyStore(db);
  const service = companyService(deps);
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
      summary: 'Makes a company, with its first admin when one is given',
      body: newCompany,
      response: companyShape,
      run: ({ body: { admin: first, ...company } }) => service.create(given(company), first),
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
      summary: "Name, contact, time zone and hours of one's own company; a super user, of any, and its status, plan and due date",
      params: byId,
      body: fields.partial(),
      response: companyShape,
      run: ({ caller, params, body }) => service.change(caller, reachable(caller, params.id), body),
    }),
    route({
      ...shared, method: 'delete', path: '/companies/:id', access: 'super',
      summary: 'Removes a suspended company with everything it has, for good',
      params: byId,
      response: z.object({ id: z.number() }),
      async run({ caller, params }) {
        await service.remove(caller, params.id);
        return { id: params.id };
      },
    }),
  ];
}

function reachable(caller: Caller, id: CompanyId): CompanyId {
  if (id !== caller.companyId && !caller.super) throw NotFound.of('Company');
  return id;
}
