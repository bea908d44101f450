/** Recipients of a campaign as the report and its CSV show them. */
import { z } from 'zod';
import { parsePhone } from '../contacts';
import type { DeliveryState } from '../deliveries';
import type { Language } from '../../platform/http/texts';
import type { ShippingRow, Wanted } from './report.store';
import { reasonOf } from './why.view';

/** What a report may be narrowed to; each but `replied` is one of the campaign's counters. */
export const reportStatus = z.enum(['pending', 'sending', 'sent', 'delivered', 'read', 'failed', 'skipped', 'unknown', 'cancelled', 'replied']);
export type ReportStatus = z.output<typeof reportStatus>;

const STATES: Readonly<Partial<Record<ReportStatus, readonly DeliveryState[]>>> = { pending: ['pending', 'awaiting'], unknown: ['unknown', 'held'] };

export function wantedOf(status: ReportStatus | undefined, search: string): Wanted {
  const looked = { search, digits: AS_PEOPLE_WRITE.test(search) ? search.replace(/\D/g, '') : search, number: wholeNumber(search) };
  if (status === undefined || status === 'replied') return { states: null, replied: status === 'replied', ...looked };
  return { states: STATES[status] ?? [status], replied: false, ...looked };
}

/** `(11) 98888-7777`, `+55 11 9888`: digits with what people put between them. */
const AS_PEOPLE_WRITE = /^\+?[\s().-]*\d[\d\s().-]*$/;

function wholeNumber(search: string): string | null {
  if (!AS_PEOPLE_WRITE.test(search)) return null;
  const phone = parsePhone(search);
  return 'number' in phone ? phone.number : null;
}

const instant = z.string().nullable();

export const shippingShape = z.object({
  id: z.number(),
  number: z.string(),
  name: z.string(),
  isGroup: z.boolean(),
  /** Which of message1..5. */
  variant: z.number(),
  message: z.string(),
  /** As counted in the campaign's counters; `state` is the ledger's own word. */
  status: reportStatus,
  state: z.string(),
  attempts: z.number(),
  errorCode: z.string().nullable(),
  /** Why it failed or was skipped, in the reader's language. */
  reason: z.string().nullable(),
  confirmationRequestedAt: instant,
  confirmationAnsweredAt: instant,
  sentAt: instant,
  deliveredAt: instant,
  readAt: instant,
  repliedAt: instant,
  failedAt: instant,
});
export type ShippingView = z.output<typeof shippingShape>;

export function shippingView(row: ShippingRow, language: Language): ShippingView {
  return {
    id: row.id,
    number: row.recipient,
    name: row.name,
    isGroup: row.isGroup,
    variant: row.variant,
    message: row.body,
    status: statusOf(row.state),
    state: row.state,
    attempts: row.attempts,
    errorCode: row.errorCode,
    reason: reasonOf(row, language) || null,
    confirmationRequestedAt: iso(row.askedAt),
    confirmationAnsweredAt: iso(row.answeredAt),
    sentAt: iso(row.sentAt),
    deliveredAt: iso(row.deliveredAt),
    readAt: iso(row.readAt),
    repliedAt: iso(row.repliedAt),
    failedAt: iso(row.failedAt),
  };
}

function statusOf(state: DeliveryState): ReportStatus {
  if (state === 'awaiting') return 'pending';
  return state === 'held' ? 'unknown' : state;
}

/** Columns of the CSV, in order, with their titles. */
export const csvColumns = {
  number: 'numero',
  name: 'nome',
  status: 'situacao',
  reason: 'motivo',
  variant: 'variante',
  message: 'mensagem',
  attempts: 'tentativas',
  confirmationRequestedAt: 'confirmacao_pedida_em',
  confirmationAnsweredAt: 'confirmacao_respondida_em',
  sentAt: 'enviada_em',
  deliveredAt: 'entregue_em',
  readAt: 'lida_em',
  repliedAt: 'respondida_em',
  failedAt: 'falhou_em',
} as const satisfies Partial<Record<keyof ShippingView, string>>;

export function csvCells(view: ShippingView): string[] {
  return Object.keys(csvColumns).map((column) => String(view[column as keyof typeof csvColumns] ?? ''));
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
