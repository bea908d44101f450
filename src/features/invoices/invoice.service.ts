import { found } from '../../kernel/errors';
import type { InvoiceId } from '../../kernel/ids';
import type { Transact } from '../../platform/transact';
import { nextDueDate } from './invoice.rules';
import { invoiceStore, InvoiceStatus, type InvoiceRow } from './invoice.store';

/**
 * What became of an invoice. When it is paid, its company is due one calendar month after that invoice's due date: once, for an
 * invoice whose due date is no longer the company's moves nothing.
 * @throws NotFound
 */
export function settleInvoice(transact: Transact, id: InvoiceId, status: InvoiceStatus): Promise<InvoiceRow> {
  return transact(async (tx) => {
    const store = invoiceStore(tx);
    const { companyId, dueDate } = found(await store.lockAcrossCompanies(id), 'Invoice');
    await store.setStatus(companyId, id, status);
    const subscription = await store.lockSubscription(companyId);
    if (status === InvoiceStatus.paid && subscription.dueDate === dueDate) {
      const next = nextDueDate(dueDate, subscription.dueDay);
      await store.moveDueDate(companyId, next.dueDate, next.anchor);
    }
    return found(await store.lockAcrossCompanies(id), 'Invoice');
  });
}
