/**
 * Opening hours: spans of local time, each of one weekday. Over midnight it takes two (`22:00–24:00`, then `00:00–02:00`).
 *
 * Everything here is said of instants, not of wall clocks: a span begins and ends where `localInstant` says, so whether it is
 * open and for how long agree on the days on which the clocks leap, too.
 */
import { z } from 'zod';
import { dayAfter, isClockTime, localDay, localInstant, minuteOf, minutes, weekdayOf } from './clock';

const span = z
  .object({
    /** 0 Sunday to 6 Saturday. */
    weekday: z.number().int().min(0).max(6),
    open: z.string().refine(isClockTime, 'invalid_clock'),
    /** `24:00` is the end of the day. */
    close: z.string().refine((time) => isClockTime(time) || time === '24:00', 'invalid_clock'),
  })
  .refine(({ open, close }) => minuteOf(open) < minuteOf(close), { error: 'closes_before_opening', path: ['close'] });

/** No span at all means never open. That nothing is said (always open) is null, and not of this schema. */
export const openingHours = z.array(span).max(70);
export type OpeningHours = z.output<typeof openingHours>;

/** @param hours null: always open. @param zone IANA, of the company. */
export function isOpenAt(hours: OpeningHours | null, zone: string, at: Date): boolean {
  if (hours === null) return true;
  const time = at.getTime();
  return spansOf(hours, zone, localDay(at, zone)).some(([from, to]) => from <= time && time < to);
}

/** Minutes (with their fraction) between two instants during which it is open; 0 when `to` is not after `from`. */
export function openMinutesBetween(hours: OpeningHours | null, zone: string, from: Date, to: Date): number {
  const [begin, end] = [from.getTime(), to.getTime()];
  if (end <= begin) return 0;
  if (hours === null) return (end - begin) / minutes(1);
  let open = 0;
  const lastDay = localDay(to, zone);
  for (let day = localDay(from, zone); day <= lastDay; day = dayAfter(day)) {
    let counted = begin;
    // Spans that overlap count once.
    for (const [opens, closes] of spansOf(hours, zone, day)) {
      const since = Math.max(opens, counted);
      const until = Math.min(closes, end);
      if (until > since) {
        open += until - since;
        counted = until;
      }
    }
  }
  return open / minutes(1);
}

/** The first instant from `at` on at which it is open: `at` itself when it is. Null: it never opens. */
export function nextOpening(hours: OpeningHours | null, zone: string, at: Date): Date | null {
  if (hours === null) return at;
  const time = at.getTime();
  let day = localDay(at, zone);
  // Beyond a week for a weekday whose hours the clocks leap over.
  for (let i = 0; i <= 14; i += 1, day = dayAfter(day)) {
    const next = spansOf(hours, zone, day).find(([, to]) => to > time);
    if (next !== undefined) return new Date(Math.max(next[0], time));
  }
  return null;
}

/** The spans of one day as instants (epoch ms), in order; one that the clocks leap over is not there. */
function spansOf(hours: OpeningHours, zone: string, day: string): [from: number, to: number][] {
  const weekday = weekdayOf(day);
  return hours
    .filter((row) => row.weekday === weekday)
    .map(({ open, close }): [number, number] => [localInstant(day, minuteOf(open), zone).getTime(), localInstant(day, minuteOf(close), zone).getTime()])
    .filter(([from, to]) => from < to)
    .sort(([a], [b]) => a - b);
}
