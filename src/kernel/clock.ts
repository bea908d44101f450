import moment from 'moment-timezone';

/** The time, passed in: nothing below `compose.ts` reads the machine's clock by itself. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until told: for tests. */
export function manualClock(start: Date): Clock & { advance(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
}

export const seconds = (n: number): number => n * 1_000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;

export function isTimeZone(name: string): boolean {
  return moment.tz.zone(name) !== null;
}

/** The calendar day of `at` in `zone` as `YYYY-MM-DD`: the key of daily caps. */
export function localDay(at: Date, zone: string): string {
  return moment.tz(at, zone).format('YYYY-MM-DD');
}

/** Minutes since local midnight of `at` in `zone`, 0..1439. */
export function localMinute(at: Date, zone: string): number {
  const local = moment.tz(at, zone);
  return local.hour() * 60 + local.minute();
}

/** `HH:mm`, 00:00 to 23:59. */
export const isClockTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** `"08:30"` → 510; `"24:00"` → 1440. */
export function minuteOf(clockTime: string): number {
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  return hour * 60 + minute;
}

/** 510 → `"08:30"`. */
export function clockTimeOf(minuteOfDay: number): string {
  return [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/**
 * The next instant strictly after `at` whose wall clock in `zone` shows `minuteOfDay`.
 * In a gap (clocks go forward) the first valid instant after it.
 */
export function nextLocalMinute(at: Date, zone: string, minuteOfDay: number): Date {
  const day = moment.tz(at, zone).startOf('day');
  for (let i = 0; ; i += 1) {
    const candidate = day
      .clone()
      .add(i, 'days')
      .hour(Math.floor(minuteOfDay / 60))
      .minute(minuteOfDay % 60);
    if (candidate.valueOf() > at.getTime()) return candidate.toDate();
  }
}

/**
 * When the wall clock in `zone` shows `minuteOfDay` (0..1440, 1440 being the end of the day) of `day` (`YYYY-MM-DD`).
 * A minute that the clocks leap over is the instant of the leap; one that comes twice is its first coming.
 */
export function localInstant(day: string, minuteOfDay: number, zone: string): Date {
  const [wholeDay, minute] = minuteOfDay === 1_440 ? [dayAfter(day), 0] : [day, minuteOfDay];
  return instantOfLocal(`${wholeDay}T${clockTimeOf(minute)}`, zone);
}

/** The day after `day`, both `YYYY-MM-DD`. */
export function dayAfter(day: string): string {
  return moment.utc(day).add(1, 'day').format('YYYY-MM-DD');
}

/** 0 Sunday to 6 Saturday, of `day` as `YYYY-MM-DD`. */
export function weekdayOf(day: string): number {
  return moment.utc(day).day();
}

export type CalendarUnit = 'days' | 'weeks' | 'months';

/**
 * The instant whose wall clock in `zone` shows what `at` showed there, `amount` calendar units later (or earlier). A month without the
 * day ends on its last one: 31 January and one month is 28 February. Leapt and repeated times as with `localInstant`.
 */
export function addOnWall(at: Date, amount: number, unit: CalendarUnit, zone: string): Date {
  if (amount === 0) return at;
  return instantShowing(moment.tz(at, zone).format(WALL), zone, (wall) => wall.add(amount, unit));
}

/** When the wall clock in `zone` shows `local` (`2026-01-31T14:30`, seconds allowed). Leapt and repeated times as with `localInstant`. */
export function instantOfLocal(local: string, zone: string): Date {
  return instantShowing(local, zone, (wall) => wall);
}

/** The day of the week of `at` in `zone`: 0 Sunday to 6 Saturday. */
export function localWeekday(at: Date, zone: string): number {
  return moment.tz(at, zone).day();
}

const WALL = 'YYYY-MM-DDTHH:mm:ss.SSS';

function instantShowing(local: string, zone: string, move: (wall: moment.Moment) => moment.Moment): Date {
  const wall = move(moment.utc(local)).format(WALL);
  const shown = moment.tz(wall, zone);
  if (shown.format(WALL) === wall) return shown.toDate();
  const leap = moment.tz.zone(zone)?.untils.findLast((until) => until !== null && until <= shown.valueOf());
  return new Date(leap ?? shown.valueOf());
}
