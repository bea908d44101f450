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
