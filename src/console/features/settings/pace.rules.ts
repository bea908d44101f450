/** What the pace of campaigns comes to, said before anything is sent. Pure. */

export interface Pace {
  /** Seconds between two messages. */
  readonly messageInterval: number;
  /** A longer pause after every so many messages; 0: never. */
  readonly longerIntervalAfter: number;
  /** Seconds of that pause. */
  readonly greaterInterval: number;
}

/** The server stretches each pause by chance, by a fifth at most: a constant beat looks like a machine. */
const MEAN_STRETCH = 1.1;

export const hasLongPause = ({ longerIntervalAfter, greaterInterval }: Pace): boolean => longerIntervalAfter > 0 && greaterInterval > 0;

/** Mean seconds from one message to the next; 0: no pause at all. The longer pause stands instead of a short one. */
export function meanGap(pace: Pace): number {
  const { messageInterval, longerIntervalAfter, greaterInterval } = pace;
  if (!hasLongPause(pace)) return messageInterval * MEAN_STRETCH;
  const cycle = (longerIntervalAfter - 1) * messageInterval + Math.max(greaterInterval, messageInterval);
  return (cycle / longerIntervalAfter) * MEAN_STRETCH;
}

/** Messages an hour, to two figures; null: as fast as the connection can. */
export function perHour(pace: Pace): number | null {
  const gap = meanGap(pace);
  return gap === 0 ? null : Number((3_600 / gap).toPrecision(2));
}

/** Milliseconds that so many messages take, as exactly as it can be known: to ten minutes above an hour, to a minute above one. */
export function timeFor(pace: Pace, contacts: number): number {
  const seconds = Math.max(0, contacts - 1) * meanGap(pace);
  const step = seconds >= 3_600 ? 600 : seconds >= 60 ? 60 : 1;
  return Math.round(seconds / step) * step * 1_000;
}

/** Faster than this, new numbers get blocked. */
const HASTY_GAP = 8;
export const isHasty = (pace: Pace): boolean => meanGap(pace) < HASTY_GAP;
