import { z } from 'zod';
import { NotFound } from '../../kernel/errors';
import { companyId, invoiceId } from '../../kernel/ids';
import { absentIfBlank } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { settleInvoice } from './invoice.service';
import { invoiceStore, InvoiceStatus, type InvoiceRow } from './invoice.store';

const invoiceShape = z.object({
  id: z.number(),
  companyId: z.number(),
  companyName: z.string(),
  detail: z.string(),
  value: z.number(),
  status: z.enum(InvoiceStatus),
  dueDate: z.string(),
  paidAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
const listShape = z.object({ invoices: z.array(invoiceShape), count: z.number(), hasMore: z.boolean() });
const shared = { tag: 'Invoices' } as const;

export function invoiceRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const invoices = invoiceStore(db);
  return [
    route({
      ...shared, method: 'get', path: '/invoices', access: 'admin',
      summary: "Invoices of one's own company, last due first, 20 a page; a super user, of any company",
      query: pageQuery.extend({ companyId: z.preprocess(absentIfBlank, companyId().optional()) }),
      response: listShape,
      async run({ caller, query }) {
        const id = query.companyId ?? caller.companyId;
        if (id !== caller.companyId && !caller.super) throw NotFound.of('Company');
        const [listed, count] = await Promise.all([invoices.list(id, query.searchParam, pageWindow(query.pageNumber)), invoices.count(id, query.searchParam)]);
        return listOf(listed, count);
      },
    }),
    route({
      ...shared, method: 'get', path: '/invoices/all', access: 'super',
      summary: 'Invoices of all companies, last due first, 20 a page',
      query: pageQuery,
      response: listShape,
      async run({ query }) {
        const [listed, count] = await Promise.all([
          invoices.listAcrossCompanies(query.searchParam, pageWindow(query.pageNumber)),
          invoices.countAcrossCompanies(query.searchParam),
        ]);
        return listOf(listed, count);
      },
    }),
    route({
      ...shared, method: 'put', path: '/invoices/:id', access: 'super',
      summary: 'Says what became of an invoice; a paid one moves the due date of its company one month on',
      params: z.object({ id: invoiceId() }),
      body: z.object({ status: z.enum(InvoiceStatus) }),
      response: invoiceShape,
      run: async ({ params, body }) => invoiceView(await settleInvoice(transact, params.id, body.status)),
    }),
  ];
}

function listOf(listed: readonly InvoiceRow[], count: number): z.output<typeof listShape> {
  const { rows, hasMore } = pageOf(listed);
  return { invoices: rows.map(invoiceView), count, hasMore };
}

function invoiceView({ id, companyId: company, companyName, detail, value, status, dueDate, paidAt, createdAt, updatedAt }: InvoiceRow): z.output<typeof invoiceShape> {
  return {
    id, companyId: company, companyName, detail, value, status, dueDate,
    paidAt: paidAt?.toISOString() ?? null, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(),
  };
}
