/** Hourly: an invoice for every subscription that is due soon. A company without a plan or a due date is not billed; that is said once. */
import type { Log } from '../../kernel/log';
import type { CronContext } from '../../platform/cron/cron';
import { sayChanges } from '../../platform/say-changes';
import { invoiceStore } from './invoice.store';

/** An invoice is made when the due date is less than so many days away. */
const DAYS_AHEAD = 20;

const SAID = {
  overdue: 'Fatura vencida',
  no_plan: 'Empresa sem plano: nenhuma fatura',
  no_due_date: 'Empresa sem vencimento: nenhuma fatura',
} as const;

export function createMakeInvoices(log: Log) {
  const tell = sayChanges<{ key: number; fields: { companyId: number; reason: keyof typeof SAID } }>(({ fields: { companyId, reason } }) => {
    if (reason === 'overdue') log.warn({ companyId }, SAID[reason]);
    else log.info({ companyId }, SAID[reason]);
  });
  return async ({ transact }: Pick<CronContext, 'transact'>): Promise<{ made: number; overdue: number; unbilled: number }> => {
    const { made, unbilled } = await transact(async (tx) => {
      const store = invoiceStore(tx);
      return { made: await store.makeDueAcrossCompanies(DAYS_AHEAD), unbilled: await store.unbilledAcrossCompanies() };
    });
    tell(unbilled.map((fields) => ({ key: fields.companyId, fields })));
    const overdue = unbilled.filter(({ reason }) => reason === 'overdue').length;
    return { made, overdue, unbilled: unbilled.length - overdue };
  };
}
