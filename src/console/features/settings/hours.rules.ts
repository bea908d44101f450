/** Opening hours as the editor holds them: for each day of the week its spans. Pure. */

import { isClock } from './clock.rules';

/** As the server keeps them; 0 is Sunday. `24:00` ends a day. */
export interface OpenSpan {
  readonly weekday: number;
  readonly open: string;
  readonly close: string;
}

export interface Span {
  readonly open: string;
  readonly close: string;
}

/** By weekday, Sunday first. */
export type Week = readonly (readonly Span[])[];

/** As a week is read in Brazil and on most walls: Monday first. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const WORKDAY: Span = { open: '08:00', close: '18:00' };

/** A clock field cannot say 24:00; midnight at the end of a span is the same. */
const shownClose = (close: string): string => (close === '24:00' ? '00:00' : close);
const keptClose = (close: string): string => (close === '00:00' ? '24:00' : close);

export function weekOf(hours: readonly OpenSpan[]): Week {
  return Array.from({ length: 7 }, (_, weekday) =>
    hours
      .filter((span) => span.weekday === weekday)
      .map(({ open, close }) => ({ open, close: shownClose(close) }))
      .sort((a, b) => a.open.localeCompare(b.open)),
  );
}

export function hoursOf(week: Week): OpenSpan[] {
  return week.flatMap((spans, weekday) => spans.map(({ open, close }) => ({ weekday, open, close: keptClose(close) })));
}

/** What is wrong with a span; null: nothing. `before`: the one above it on the same day. */
export function faultOf(span: Span, before: Span | undefined): 'missing' | 'notClock' | 'closesBeforeOpening' | 'overlaps' | null {
  if (span.open === '' || span.close === '') return 'missing';
  if (!isClock(span.open) || !isClock(span.close)) return 'notClock';
  if (keptClose(span.close) <= span.open) return 'closesBeforeOpening';
  return before !== undefined && before.close !== '' && keptClose(before.close) > span.open ? 'overlaps' : null;
}

export const isSound = (week: Week): boolean => week.every((spans) => spans.every((span, index) => faultOf(span, spans[index - 1]) === null));

/** The hours of one day on all days from Monday to Friday. */
export const onWorkdays = (week: Week, from: number): Week => week.map((spans, weekday) => (weekday >= 1 && weekday <= 5 ? (week[from] ?? []) : spans));

export const withDay = (week: Week, weekday: number, spans: readonly Span[]): Week => week.map((old, index) => (index === weekday ? spans : old));

/** The next span of a day: after lunch, if there is room for one. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1);
  if (last === undefined) return WORKDAY;
  return { open: keptClose(last.close) === '24:00' ? '' : last.close, close: '' };
}
