/** What to do with the firings that are due: which leave, which are missed and why, and which is next. None is passed over in silence. */
import { minutes } from '../../kernel/clock';
import { firingAfter, type Firing } from './schedule.rules';
import type { Rhythm } from './schedule.types';

export interface Missed extends Firing {
  /** `late`: later than the schedule allows. `coalesced`: a later one leaves for it. */
  readonly reason: 'late' | 'coalesced';
}

export interface FiringPlan {
  readonly leaving: readonly Firing[];
  readonly missed: readonly Missed[];
  /** Null when none is left. It may be due already: `send` hands over so many at a time. */
  readonly next: Firing | null;
}

/** Firings of one schedule that leave in one transaction: the others follow in the next one. */
const MOST_LEAVING = 20;

/** @param next the next firing of the schedule, due or not. */
export function planFirings(rhythm: Rhythm, next: Firing, now: Date): FiringPlan {
  const due: Firing[] = [];
  let coming: Firing | null = next;
  while (coming !== null && coming.at <= now && (rhythm.lateness !== 'send' || due.length < MOST_LEAVING)) {
    due.push(coming);
    coming = firingAfter(rhythm, coming);
  }
  return { ...judged(rhythm, due, now), next: coming };
}

function judged({ lateness, latenessMinutes }: Rhythm, due: readonly Firing[], now: Date): Pick<FiringPlan, 'leaving' | 'missed'> {
  if (lateness === 'send') return { leaving: due, missed: [] };
  if (lateness === 'coalesce') return { leaving: due.slice(-1), missed: due.slice(0, -1).map((firing) => ({ ...firing, reason: 'coalesced' })) };
  const earliest = now.getTime() - minutes(latenessMinutes);
  const isLate = ({ at }: Firing): boolean => at.getTime() < earliest;
  return { leaving: due.filter((firing) => !isLate(firing)), missed: due.filter(isLate).map((firing) => ({ ...firing, reason: 'late' })) };
}
