/** What a campaign allows and how far it is, for every screen that shows one. Pure. */
import type { CampaignStatus } from '../../api/campaigns';
import type { Campaign } from '../../api/live.types';

export type Status = CampaignStatus;

/** Acts of a person upon a campaign. Those without a route of their own are links. */
export type Act = 'edit' | 'startNow' | 'unschedule' | 'pause' | 'resume' | 'cancel' | 'restart' | 'retryFailed' | 'clone' | 'rename' | 'report' | 'remove';

type Acted = Pick<Campaign, 'status' | 'startedAt' | 'whatsappId' | 'counters'>;

const ACTS: Readonly<Record<Status, readonly Act[]>> = {
  INATIVA: ['edit', 'clone', 'remove'],
  PROGRAMADA: ['edit', 'startNow', 'unschedule', 'pause', 'clone', 'cancel'],
  EM_ANDAMENTO: ['pause', 'report', 'retryFailed', 'rename', 'clone', 'cancel'],
  PAUSADA: ['resume', 'report', 'retryFailed', 'rename', 'clone', 'cancel', 'remove'],
  CANCELADA: ['report', 'restart', 'rename', 'clone', 'remove'],
  FINALIZADA: ['report', 'retryFailed', 'restart', 'rename', 'clone', 'remove'],
};

/** Sending again needs the connection that a started campaign was bound to. */
const NEEDS_CONNECTION: ReadonlySet<Act> = new Set(['resume', 'restart', 'retryFailed']);

/** The first is the one to offer as a button, the others belong into its menu. */
export function actsOf(campaign: Acted): readonly Act[] {
  const started = campaign.startedAt !== null;
  return ACTS[campaign.status].filter((act) => {
    if (act === 'retryFailed') return started && campaign.whatsappId !== null && campaign.counters.failed + campaign.counters.unknown > 0;
    return !(started && campaign.whatsappId === null && NEEDS_CONNECTION.has(act));
  });
}

/** All of it may be edited: nothing has left, and it is neither stopped nor over. */
export const isOpen = ({ status }: Pick<Campaign, 'status'>): boolean => status === 'INATIVA' || status === 'PROGRAMADA';

export interface HowFar {
  /** Taken by WhatsApp. */
  readonly sent: number;
  readonly failed: number;
  /** Of those who are to get it: skipped ones are not, and those not yet prepared are. */
  readonly total: number;
}

export function howFar({ counters, forecast }: Pick<Campaign, 'counters' | 'forecast'>): HowFar {
  const { total, pending, skipped, sent, delivered, read, failed } = counters;
  const unprepared = Math.max(0, (forecast?.remaining ?? 0) - pending);
  return { sent: sent + delivered + read, failed, total: total - skipped + unprepared };
}

/** 0..4: how many quarters of those it goes to are behind it. */
export function quarterOf({ sent, failed, total }: HowFar): number {
  return total === 0 ? 0 : Math.floor(((sent + failed) / total) * 4);
}

/** Whom a cancel leaves without the message. */
export const stillWaiting = ({ counters, forecast }: Pick<Campaign, 'counters' | 'forecast'>): number => Math.max(counters.pending, forecast?.remaining ?? 0);

/** In the words of the API's answer: what waits for a person, not for the next message's turn. */
const LONG_WAITS: ReadonlySet<string> = new Set(['window', 'daily_cap', 'hold', 'company_suspended']);

export type Outlook =
  | { readonly kind: 'none' }
  /** Its number is away: no hour can be named. */
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'waits'; readonly reason: string; readonly until: string | null; readonly endsAt: string }
  | { readonly kind: 'scheduled'; readonly startsAt: string; readonly endsAt: string }
  | { readonly kind: 'ifResumed'; readonly endsAt: string; readonly leftMs: number }
  | { readonly kind: 'between'; readonly from: string; readonly to: string }
  | { readonly kind: 'ends'; readonly endsAt: string; readonly leftMs: number };

/** Less apart than this is one hour on a clock. */
const SAME_MS = 120_000;

/** @param connected of its connection */
export function outlookOf({ status, forecast }: Pick<Campaign, 'status' | 'forecast'>, connected: boolean, now: Date): Outlook {
  if (forecast === null || status === 'INATIVA') return { kind: 'none' };
  const { startsAt, endsAt, range, waiting } = forecast;
  const leftMs = Math.max(0, Date.parse(endsAt) - now.getTime());
  if (status === 'PAUSADA') return { kind: 'ifResumed', endsAt, leftMs };
  if (status === 'PROGRAMADA') return { kind: 'scheduled', startsAt, endsAt };
  if (!connected) return { kind: 'disconnected' };
  if (waiting !== null && LONG_WAITS.has(waiting.reason)) return { kind: 'waits', reason: waiting.reason, until: waiting.until, endsAt };
  if (range !== null && Date.parse(range.to) - Date.parse(range.from) >= SAME_MS) return { kind: 'between', from: range.from, to: range.to };
  return { kind: 'ends', endsAt, leftMs };
}
