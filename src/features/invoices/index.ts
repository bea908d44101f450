/** The door of billing: what companies owe for their plans, and when. */
import type { Log } from '../../kernel/log';
import { defineCron } from '../../platform/cron/cron';
import type { Feature } from '../../platform/feature';
import type { Queryable, Transact } from '../../platform/transact';
import { invoiceRoutes } from './invoice.routes';
import { createMakeInvoices } from './make-invoices';

export interface InvoicesDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly log: Log;
  readonly cron: { readonly expression: string; readonly timezone: string };
}

export function createInvoices({ db, transact, log, cron }: InvoicesDeps): Feature {
  return {
    routes: invoiceRoutes({ db, transact }),
    crons: [defineCron({ name: 'invoices', label: 'Invoices -> Create', ...cron, run: createMakeInvoices(log) })],
  };
}
