/**
 * When a schedule fires. Every firing is counted from the first one as it was asked for, never from the one before, so nothing drifts
 * and no month is shortened twice: 31 January, 28 February, 31 March.
 *
 * Days, weeks and months keep the time of day of the zone. A time that the clocks leap over is the moment of the leap; one that comes
 * twice is its first coming. Minutes are real minutes.
 *
 * On business days only: planned days are moved, and those that then fall on a firing already there are one with it. A daily
 * message fires five times a week, not three times on Monday.
 */
import { addOnWall, localWeekday, minutes } from '../../kernel/clock';
import { DayRule, Interval, type Rhythm } from './schedule.types';

/** A place in the series: `step` intervals after the start. */
export interface Place {
  readonly step: number;
  readonly at: Date;
}

export interface Firing extends Place {
  /** 0 for the first. */
  readonly number: number;
}

type Calendar = Pick<Rhythm, 'startAt' | 'timezone' | 'intervalo' | 'valorIntervalo' | 'tipoDias'>;

const UNITS = { [Interval.days]: 'days', [Interval.weeks]: 'weeks', [Interval.months]: 'months' } as const;

/** `step` intervals after the start, before any move to a business day. */
export function plannedAt({ startAt, timezone, intervalo, valorIntervalo }: Calendar, step: number): Date {
  const amount = step * valorIntervalo;
  if (intervalo === Interval.minutes) return new Date(startAt.getTime() + minutes(amount));
  return addOnWall(startAt, amount, UNITS[intervalo], timezone);
}

/**
 * The first firing: the start, moved to a business day where that is asked. A business day before that is over already (the start is
 * next Saturday, and Friday's hour has passed) gives way to the one after: a first firing is never in the past because of the move.
 */
export function firstPlace(calendar: Calendar, now: Date): Place {
  const at = moved(calendar.startAt, calendar.timezone, calendar.tipoDias);
  const isOver = at < now && at < calendar.startAt;
  return { step: 0, at: isOver ? moved(calendar.startAt, calendar.timezone, DayRule.businessDayAfter) : at };
}

/** The next place that is later than `place`. Of a schedule that fires once there is none: do not ask. */
export function placeAfter(calendar: Calendar, place: Place): Place {
  for (let step = place.step + 1; ; step += 1) {
    const at = moved(plannedAt(calendar, step), calendar.timezone, calendar.tipoDias);
    if (at > place.at) return { step, at };
  }
}

/** Null when `firing` is the last one. */
export function firingAfter(rhythm: Calendar & Pick<Rhythm, 'enviarQuantasVezes'>, firing: Firing): Firing | null {
  const number = firing.number + 1;
  if (rhythm.valorIntervalo === 0 || number >= rhythm.enviarQuantasVezes) return null;
  return { number, ...placeAfter(rhythm, firing) };
}

/** `firing` and those after it, `count` at most. */
export function firingsFrom(rhythm: Calendar & Pick<Rhythm, 'enviarQuantasVezes'>, firing: Firing, count: number): Firing[] {
  const firings: Firing[] = [];
  for (let next: Firing | null = firing; next !== null && firings.length < count; next = firingAfter(rhythm, next)) firings.push(next);
  return firings;
}

/** Where the weekend is not worked: Saturday and Sunday. The time of day stays. */
function moved(at: Date, zone: string, rule: DayRule): Date {
  if (rule === DayRule.anyDay) return at;
  const weekday = localWeekday(at, zone);
  const before = rule === DayRule.businessDayBefore;
  if (weekday === 6) return addOnWall(at, before ? -1 : 2, 'days', zone);
  return weekday === 0 ? addOnWall(at, before ? -2 : 1, 'days', zone) : at;
}
