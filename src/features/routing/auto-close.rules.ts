/** Since when a conversation must have been silent for its connection to say or do something about it. */
import { minutes } from '../../kernel/clock';
import { openMinutesBetween, type OpeningHours } from '../../kernel/hours';
import type { ConnectionId, ServiceQueueId } from '../../kernel/ids';

/** The rungs of a connection, in minutes of silence; 0: off. */
export interface Ladder {
  readonly connectionId: ConnectionId;
  readonly nudgeAfter: number;
  readonly closeAfter: number;
  /** Silence counts only while it is open. */
  readonly inOpeningHours: boolean;
  /** A contact who wrote last waits for us: his conversation is left alone. */
  readonly onlyOurs: boolean;
  readonly timezone: string;
  /** The company's. */
  readonly hours: OpeningHours | null;
  /** Service queues of the company that have hours of their own. */
  readonly queues: readonly { readonly id: ServiceQueueId; readonly hours: OpeningHours }[];
}

/** Silence that began at or before this instant is long enough; null: none is. */
export interface Threshold {
  readonly connectionId: ConnectionId;
  /** Of tickets in this service queue; null: of all those that are in none of `except`. */
  readonly queueId: ServiceQueueId | null;
  readonly except: readonly ServiceQueueId[];
  readonly onlyOurs: boolean;
  readonly nudgeBefore: Date | null;
  readonly closeBefore: Date | null;
}

/** Who is never open within this many days does not count silence at all. */
const FARTHEST_DAYS = 400;

/** The instants behind a ladder: however many tickets there are, the calendar is asked once for each set of hours. */
export function thresholdsOf(ladder: Ladder, now: Date): Threshold[] {
  const { connectionId, nudgeAfter, closeAfter, inOpeningHours, onlyOurs, timezone, hours, queues } = ladder;
  const under = (open: OpeningHours | null): Pick<Threshold, 'onlyOurs' | 'nudgeBefore' | 'closeBefore'> => ({
    onlyOurs,
    nudgeBefore: nudgeAfter === 0 ? null : silentSince(open, timezone, now, nudgeAfter),
    closeBefore: closeAfter === 0 ? null : silentSince(open, timezone, now, closeAfter),
  });
  if (!inOpeningHours) return [{ connectionId, queueId: null, except: [], ...under(null) }];
  return [
    { connectionId, queueId: null, except: queues.map(({ id }) => id), ...under(hours) },
    ...queues.map((queue) => ({ connectionId, queueId: queue.id, except: [], ...under(queue.hours) })),
  ];
}

/**
 * The latest instant since which it has been open for `wanted` minutes, to the second; null when that is more than a year ago.
 * @param open null: always.
 */
export function silentSince(open: OpeningHours | null, timezone: string, now: Date, wanted: number): Date | null {
  const enough = (since: number): boolean => openMinutesBetween(open, timezone, new Date(since), now) >= wanted;
  const end = now.getTime();
  if (open === null) return new Date(end - minutes(wanted));
  const farthest = end - minutes(FARTHEST_DAYS * 24 * 60);
  // Doubling, then halving: a night or a weekend is found in a few looks at a few days.
  let reach = minutes(wanted);
  while (!enough(end - reach)) {
    if (end - reach <= farthest) return null;
    reach *= 2;
  }
  let early = end - reach;
  let late = end - minutes(wanted);
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2);
    if (enough(middle)) early = middle;
    else late = middle;
  }
  return new Date(enough(late) ? late : early);
}
