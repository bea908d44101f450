/** What the report makes of what the server tells. Pure. */
export const STATUSES = ['pending', 'sending', 'sent', 'delivered', 'read', 'replied', 'failed', 'skipped', 'unknown', 'cancelled'] as const;
/** Where a recipient is; `replied` is told beside one of the others. */
export type Status = (typeof STATUSES)[number];

export const isStatus = (value: string | null): value is Status => (STATUSES as readonly (string | null)[]).includes(value);

export type Counters = Readonly<Record<Status | 'total', number>>;

export interface Bar {
  readonly status: Status;
  readonly count: number;
  /** Of all recipients, 0..1. */
  readonly share: number;
}

/** In the order of the way of a message; the ends that are no success last. */
export function barsOf(counters: Counters): readonly Bar[] {
  return STATUSES.map((status) => ({ status, count: counters[status], share: counters.total === 0 ? 0 : counters[status] / counters.total }));
}

/** A share that rounds to this or more is written as it is. */
export const LEAST_SHOWN = 0.001;
/** Somebody, though the share would be written as nobody. */
export const isTrace = (count: number, share: number): boolean => count > 0 && share < LEAST_SHOWN;

/** What the provider has said of a message only ever climbs; the other states are the way there, or the way back by a retry. */
const LADDER: Readonly<Partial<Record<string, number>>> = { sent: 1, failed: 2, delivered: 3, read: 4 };
const SETTLED = ['sent', 'delivered', 'read'];

interface Told {
  readonly status: string;
}

/** An answer that was under way while a newer one came must not take a message back. */
export function mergeRow<Row extends Told>(shown: Row, told: Row): Row {
  return SETTLED.includes(shown.status) && (LADDER[told.status] ?? 0) < (LADDER[shown.status] ?? 0) ? shown : told;
}

/** How many rows a list may be stale by before someone is offered a new one. 0: it is as it was. */
export const newsIn = (atLoad: number | null, now: number): number => (atLoad === null ? 0 : now - atLoad);

/** What can be sent once more. */
export interface Retry {
  readonly failed: number;
  /** In doubt: some of them may get it twice. */
  readonly unknown: number;
}

export type CampaignStatus = 'INATIVA' | 'PROGRAMADA' | 'EM_ANDAMENTO' | 'PAUSADA' | 'CANCELADA' | 'FINALIZADA';

/** A cancelled one is restarted instead; the others have sent nothing yet. */
export const mayRetry = (status: CampaignStatus): boolean => ['EM_ANDAMENTO', 'PAUSADA', 'FINALIZADA'].includes(status);

export const retryCount = ({ failed, unknown }: Retry, withUnknown: boolean): number => failed + (withUnknown ? unknown : 0);

/** 1536 → `1,5 kB` */
export function bytesText(bytes: number, number: (value: number) => string): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1_024)));
  const value = bytes / 1_024 ** step;
  return `${number(step === 0 ? value : Math.round(value * 10) / 10)} ${units[step] ?? ''}`;
}
