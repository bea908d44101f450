/** What is left of a campaign, and what of it can be said about the end. Pure. */
import type { CampaignRecord } from './campaign.store';
import { CampaignStatus, Step } from './campaign.types';
import { countersOf, openOf } from './counters.rules';

/** After so many sends the jitter of single pauses has evened out, and a range says no more than its middle. */
const EVENED_OUT = 20;

export interface Left {
  /** Who is still to get the message. */
  readonly recipients: number;
  /** Messages that have to leave for it, questions included. */
  readonly messages: number;
}

/** Recipients still to be written, plus those that wait; before the start, all of the list. Nothing of what has ended. */
export function leftOf(record: Pick<CampaignRecord, 'status' | 'counts' | 'preparedAt' | 'listSize' | 'confirmation'>): Left {
  const { status, counts, preparedAt, listSize, confirmation } = record;
  if (status === CampaignStatus.cancelled || status === CampaignStatus.finished) return { recipients: 0, messages: 0 };
  const { total, pending } = countersOf(record);
  const toWrite = preparedAt === null ? Math.max(0, (listSize ?? 0) - total) : 0;
  const questions = (counts[`${Step.question}:pending`] ?? 0) + (confirmation ? toWrite : 0);
  return { recipients: pending + toWrite, messages: pending + toWrite + questions };
}

/**
 * A lane serves its campaigns in turn: how many messages will have left by it when the last of `own` has.
 * @param others what the other campaigns under way on the same connection have left
 */
export function turnsUntilLast(own: number, others: readonly number[]): number {
  return others.reduce((turns, other) => turns + Math.min(other, own), own);
}

/** Too little has left to name one minute. */
export function isUncertain({ counts }: Pick<CampaignRecord, 'counts'>): boolean {
  const { total, skipped, cancelled } = countersOf({ counts });
  return total - skipped - cancelled - openOf({ counts }) < EVENED_OUT;
}
