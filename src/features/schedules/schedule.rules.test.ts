import fc from 'fast-check';
import { localWeekday } from '../../kernel/clock';
import { firingsFrom, firstPlace, placeAfter } from './schedule.rules';
import { DayRule, Interval, type Rhythm } from './schedule.types';

const ZONES = [
  'America/Sao_Paulo', 'America/New_York', 'Europe/London', 'Europe/Lisbon', 'Australia/Lord_Howe', 'Australia/Sydney', 'Pacific/Apia', 'Asia/Kathmandu',
  'Africa/Cairo', 'America/Santiago', 'Asia/Tehran', 'UTC',
];

const rhythm = (over: Partial<Rhythm> = {}): Rhythm => ({
  startAt: new Date('2026-01-31T12:00:00Z'), timezone: 'America/Sao_Paulo', intervalo: Interval.days, valorIntervalo: 1, enviarQuantasVezes: 1_000,
  tipoDias: DayRule.anyDay, lateness: 'send', latenessMinutes: 60, ...over,
});
const firings = (over: Partial<Rhythm>, count: number) => {
  const r = rhythm(over);
  return firingsFrom(r, { number: 0, ...firstPlace(r, new Date(0)) }, count);
};
const times = (over: Partial<Rhythm>, count = 4) => firings(over, count).map(({ at }) => at.toISOString().slice(0, 16));

it.each<[string, Partial<Rhythm>, string[]]>([
  ['every second day', { valorIntervalo: 2 }, ['2026-01-31T12:00', '2026-02-02T12:00', '2026-02-04T12:00', '2026-02-06T12:00']],
  ['every week', { intervalo: Interval.weeks }, ['2026-01-31T12:00', '2026-02-07T12:00', '2026-02-14T12:00', '2026-02-21T12:00']],
  ['every month from a 31st', { intervalo: Interval.months }, ['2026-01-31T12:00', '2026-02-28T12:00', '2026-03-31T12:00', '2026-04-30T12:00']],
  ['every 90 minutes', { intervalo: Interval.minutes, valorIntervalo: 90 }, ['2026-01-31T12:00', '2026-01-31T13:30', '2026-01-31T15:00', '2026-01-31T16:30']],
  ['three times in all', { enviarQuantasVezes: 3 }, ['2026-01-31T12:00', '2026-02-01T12:00', '2026-02-02T12:00']],
  ['once, whatever the count', { valorIntervalo: 0, enviarQuantasVezes: 5 }, ['2026-01-31T12:00']],
  // 31 January 2026 is a Saturday.
  ['daily, business days after', { tipoDias: DayRule.businessDayAfter }, ['2026-02-02T12:00', '2026-02-03T12:00', '2026-02-04T12:00', '2026-02-05T12:00']],
  ['daily, business days before', { tipoDias: DayRule.businessDayBefore }, ['2026-01-30T12:00', '2026-02-02T12:00', '2026-02-03T12:00', '2026-02-04T12:00']],
  ['monthly, business days before', { intervalo: Interval.months, tipoDias: DayRule.businessDayBefore }, ['2026-01-30T12:00', '2026-02-27T12:00', '2026-03-31T12:00', '2026-04-30T12:00']],
  ['monthly, business days after', { intervalo: Interval.months, tipoDias: DayRule.businessDayAfter }, ['2026-02-02T12:00', '2026-03-02T12:00', '2026-03-31T12:00', '2026-04-30T12:00']],
  // Clocks go forward on 8 March 2026 at 02:00, back on 1 November at 02:00.
  ['through a leap', { timezone: 'America/New_York', startAt: new Date('2026-03-07T07:30:00Z') }, ['2026-03-07T07:30', '2026-03-08T07:00', '2026-03-09T06:30', '2026-03-10T06:30']],
  ['through a repeated hour', { timezone: 'America/New_York', startAt: new Date('2026-10-31T05:30:00Z') }, ['2026-10-31T05:30', '2026-11-01T05:30', '2026-11-02T06:30', '2026-11-03T06:30']],
])('%s', (_name, over, expected) => {
  expect(times(over)).toEqual(expected);
});

it('takes the business day after when the one before is over already', () => {
  const saturday = rhythm({ tipoDias: DayRule.businessDayBefore });
  const first = (now: string) => firstPlace(saturday, new Date(now)).at.toISOString();
  expect(first('2026-01-30T11:00:00Z')).toBe('2026-01-30T12:00:00.000Z');
  expect(first('2026-01-30T13:00:00Z')).toBe('2026-02-02T12:00:00.000Z');
  // A start that is over is late, not moved: that is for its lateness to judge.
  expect(first('2026-03-01T00:00:00Z')).toBe('2026-02-02T12:00:00.000Z');
});

/** By another calendar than ours: what the zone's clock shows. */
const clocks = new Map(ZONES.map((zone) => [zone, new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })]));
const shown = (at: Date, zone: string) => clocks.get(zone)!.format(at);
const offsetOf = (at: Date, zone: string) => Date.parse(`${shown(at, zone).replace(' ', 'T')}Z`) - at.getTime();

const startOf = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 }).map((minute) => new Date(minute * 60_000));

describe.each(ZONES)('%s', (timezone) => {
  it('a daily firing comes once on each local day of 400, at its time of day', () => {
    fc.assert(
      fc.property(startOf, (startAt) => {
        const all = firings({ timezone, startAt }, 400);
        const timeOfDay = shown(startAt, timezone).slice(11);
        const days = all.map(({ at }) => shown(at, timezone).slice(0, 10));
        expect(new Set(days).size).toBe(400);
        expect(Date.parse(days[399]!) - Date.parse(days[0]!)).toBe(399 * 86_400_000);
        for (const { at } of all.slice(1)) {
          if (shown(at, timezone).slice(11) === timeOfDay) {
            // The first coming: an hour earlier the clock did not show the same.
            const earlier = new Date(at.getTime() - 3_600_000);
            expect(shown(earlier, timezone)).not.toBe(shown(at, timezone));
          } else {
            // A leap, and this is its very moment.
            expect(offsetOf(at, timezone)).toBeGreaterThan(offsetOf(new Date(at.getTime() - 1), timezone));
          }
        }
      }),
      { numRuns: 6 },
    );
  });

  it.each([Interval.weeks, Interval.months, Interval.minutes])('interval %i never stands still, nor drifts', (intervalo) => {
    fc.assert(
      fc.property(startOf, fc.constantFrom(DayRule.anyDay, DayRule.businessDayBefore, DayRule.businessDayAfter), fc.integer({ min: 1, max: 5 }), (startAt, tipoDias, factor) => {
        const valorIntervalo = intervalo === Interval.minutes ? factor * 137 : factor;
        const all = firings({ timezone, startAt, intervalo, valorIntervalo, tipoDias }, 30);
        all.slice(1).forEach(({ at }, i) => expect(at.getTime()).toBeGreaterThan(all[i]!.at.getTime()));
        if (tipoDias !== DayRule.anyDay) for (const { at } of all) expect([0, 6]).not.toContain(localWeekday(at, timezone));
        // Wherever one goes on from, the series is the same.
        const r = rhythm({ timezone, startAt, intervalo, valorIntervalo, tipoDias });
        expect(placeAfter(r, all[10]!)).toEqual({ step: all[11]!.step, at: all[11]!.at });
        if (intervalo === Interval.months && tipoDias === DayRule.anyDay) {
          const day = (at: Date) => Number(shown(at, timezone).slice(8, 10));
          for (const { at } of all) {
            const [year, month] = shown(at, timezone).split('-').map(Number);
            expect(day(at)).toBe(Math.min(day(startAt), new Date(Date.UTC(year!, month, 0)).getUTCDate()));
          }
        }
      }),
      { numRuns: 6 },
    );
  });
});
