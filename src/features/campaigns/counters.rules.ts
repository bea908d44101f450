/** Recipients of a campaign by where they are, from the counts that the ledger's trigger keeps. Pure. */
import { OPEN_STATES } from '../deliveries';
import type { CampaignRecord } from './campaign.store';
import { Step } from './campaign.types';

/** Their sum without `replied` is `total`. */
export type Counters = Readonly<Record<'total' | 'pending' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'skipped' | 'unknown' | 'cancelled' | 'replied', number>>;

export function countersOf({ counts }: Pick<CampaignRecord, 'counts'>): Counters {
  const at = (state: string): number => counts[`${Step.message}:${state}`] ?? 0;
  const byState = {
    pending: at('pending') + at('awaiting'),
    sending: at('sending'),
    sent: at('sent'),
    delivered: at('delivered'),
    read: at('read'),
    failed: at('failed'),
    skipped: at('skipped'),
    unknown: at('unknown') + at('held'),
    cancelled: at('cancelled'),
  };
  return { total: Object.values(byState).reduce((sum, count) => sum + count, 0), ...byState, replied: at('replied') };
}

/** What was asked, and what was answered with yes. */
export function confirmationsOf({ counts }: Pick<CampaignRecord, 'counts'>): { confirmationRequested: number; confirmed: number } {
  const at = (state: string): number => counts[`${Step.question}:${state}`] ?? 0;
  return { confirmationRequested: at('sent') + at('delivered') + at('read'), confirmed: at('confirmed') };
}

/** Whole per cents of the recipients for whom nothing more happens by itself; 100 only when that is all of them. */
export function progressOf(record: Pick<CampaignRecord, 'counts'>): number {
  const { total } = countersOf(record);
  const open = openOf(record);
  return total === 0 ? 0 : Math.floor(((total - open) / total) * 100);
}

/** For whom something is still to happen. */
export function openOf({ counts }: Pick<CampaignRecord, 'counts'>): number {
  return OPEN_STATES.reduce((sum, state) => sum + (counts[`${Step.message}:${state}`] ?? 0), 0);
}
