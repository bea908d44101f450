import fc from 'fast-check';
import { isOpenAt, nextOpening, openingHours, openMinutesBetween, type OpeningHours } from './hours';

const SP = 'America/Sao_Paulo';
const NY = 'America/New_York';
const daily = (open: string, close: string): OpeningHours => [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, open, close }));
/** Monday to Friday with lunch closed, Saturday morning. 2026-11-23 is a Monday. */
const shop: OpeningHours = [
  ...[1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, open: '08:00', close: '12:00' }, { weekday, open: '13:00', close: '18:00' }]),
  { weekday: 6, open: '08:00', close: '12:00' },
];
const at = (text: string) => new Date(text);

describe('isOpenAt', () => {
  it.each<[string, OpeningHours | null, string, string, boolean]>([
    ['always', null, SP, '2026-11-22T03:00:00Z', true],
    ['never', [], SP, '2026-11-23T15:00:00Z', false],
    ['at the opening', shop, SP, '2026-11-23T08:00:00-03:00', true],
    ['a moment before', shop, SP, '2026-11-23T07:59:59.999-03:00', false],
    ['at the close', shop, SP, '2026-11-23T12:00:00-03:00', false],
    ['after lunch', shop, SP, '2026-11-23T13:00:00-03:00', true],
    ['on Sunday', shop, SP, '2026-11-22T10:00:00-03:00', false],
    ['by the local weekday, not by that of UTC', [{ weekday: 1, open: '22:00', close: '24:00' }], SP, '2026-11-24T01:30:00Z', true],
    ['until midnight', [{ weekday: 1, open: '22:00', close: '24:00' }], SP, '2026-11-24T03:00:00Z', false],
    // New York leaps from 02:00 to 03:00 on 2026-03-08, and shows 01:00–02:00 twice on 2026-11-01.
    ['before a leap', daily('01:00', '02:30'), NY, '2026-03-08T01:59:59-05:00', true],
    ['after a leap over the close', daily('01:00', '02:30'), NY, '2026-03-08T03:00:00-04:00', false],
    ['after a leap over the opening', daily('02:30', '04:00'), NY, '2026-03-08T03:00:00-04:00', true],
    ['in hours that are leapt over', daily('02:10', '02:50'), NY, '2026-03-08T03:00:00-04:00', false],
    ['in an hour’s second coming, once opened', daily('01:30', '03:00'), NY, '2026-11-01T01:15:00-05:00', true],
    ['in an hour’s second coming, once closed', daily('00:30', '01:30'), NY, '2026-11-01T01:15:00-05:00', false],
    // São Paulo leapt from 00:00 to 01:00 on 2018-11-04: that day has no midnight.
    ['from a midnight that is not there', daily('00:00', '02:00'), SP, '2018-11-04T03:00:00Z', true],
  ])('%s', (_name, hours, zone, time, open) => {
    expect(isOpenAt(hours, zone, at(time))).toBe(open);
  });
});

describe('openMinutesBetween', () => {
  it.each<[string, OpeningHours | null, string, string, string, number]>([
    ['always open', null, SP, '2026-11-22T00:00:00Z', '2026-11-22T01:30:30Z', 90.5],
    ['never open', [], SP, '2026-11-22T00:00:00Z', '2026-12-22T00:00:00Z', 0],
    ['backwards', null, SP, '2026-11-22T01:00:00Z', '2026-11-22T00:00:00Z', 0],
    ['over lunch', shop, SP, '2026-11-23T11:30:00-03:00', '2026-11-23T13:15:00-03:00', 45],
    ['over a weekend', shop, SP, '2026-11-20T17:30:00-03:00', '2026-11-23T08:10:00-03:00', 30 + 240 + 10],
    ['a whole week', shop, SP, '2026-11-22T00:00:00-03:00', '2026-11-29T00:00:00-03:00', 5 * 540 + 240],
    ['spans that overlap', [...daily('08:00', '10:00'), ...daily('09:00', '11:00')], SP, '2026-11-23T00:00:00-03:00', '2026-11-24T00:00:00-03:00', 180],
    ['a day of 23 hours', daily('00:00', '24:00'), NY, '2026-03-08T00:00:00-05:00', '2026-03-09T00:00:00-04:00', 23 * 60],
    ['a day of 25 hours', daily('00:00', '24:00'), NY, '2026-11-01T00:00:00-04:00', '2026-11-02T00:00:00-05:00', 25 * 60],
  ])('%s', (_name, hours, zone, from, to, expected) => {
    expect(openMinutesBetween(hours, zone, at(from), at(to))).toBe(expected);
  });
});

describe('nextOpening', () => {
  it.each<[string, OpeningHours | null, string, string, string | null]>([
    ['now, when always open', null, SP, '2026-11-22T03:00:00.000Z', '2026-11-22T03:00:00.000Z'],
    ['never', [], SP, '2026-11-22T03:00:00Z', null],
    ['now, when open', shop, SP, '2026-11-23T12:00:00.000Z', '2026-11-23T12:00:00.000Z'],
    ['after lunch', shop, SP, '2026-11-23T12:00:00-03:00', '2026-11-23T16:00:00.000Z'],
    ['after the weekend', shop, SP, '2026-11-21T12:00:00-03:00', '2026-11-23T11:00:00.000Z'],
    ['the same weekday in a week', [{ weekday: 1, open: '08:00', close: '09:00' }], SP, '2026-11-23T09:00:00-03:00', '2026-11-30T11:00:00.000Z'],
    ['a week later when the clocks leap over it', [{ weekday: 0, open: '02:10', close: '02:50' }], NY, '2026-03-01T12:00:00-05:00', '2026-03-15T06:10:00.000Z'],
  ])('%s', (_name, hours, zone, from, expected) => {
    expect(nextOpening(hours, zone, at(from))?.toISOString() ?? null).toBe(expected);
  });
});

it('agrees with itself: how long it was open is how often it was found open', () => {
  const clock = fc.integer({ min: 0, max: 1_440 }).map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
  const span = fc.tuple(fc.integer({ min: 0, max: 6 }), clock, clock).filter(([, a, b]) => a < b).map(([weekday, open, close]) => ({ weekday, open, close }));
  const starts = fc.constantFrom('2026-03-07T20:00:00Z', '2026-10-31T20:00:00Z', '2018-11-03T12:00:00Z', '2018-02-17T12:00:00Z', '2026-11-22T00:00:00Z');
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), fc.constantFrom(SP, NY, 'Australia/Lord_Howe'), starts, (hours, zone, start) => {
      const from = at(start).getTime();
      const minutesOfTwoDays = Array.from({ length: 2_880 }, (_, i) => new Date(from + i * 60_000));
      const found = minutesOfTwoDays.filter((minute) => isOpenAt(hours, zone, minute)).length;
      expect(openMinutesBetween(hours, zone, new Date(from), new Date(from + 2_880 * 60_000))).toBe(found);
    }),
    { numRuns: 6 },
  );
});

it.each([
  [[{ weekday: 7, open: '08:00', close: '09:00' }], '0.weekday'],
  [[{ weekday: 1, open: '8:00', close: '09:00' }], '0.open'],
  [[{ weekday: 1, open: '24:00', close: '24:00' }], '0.open'],
  [[{ weekday: 1, open: '09:00', close: '09:00' }], '0.close'],
])('refuses %j', (input, path) => {
  expect(openingHours.safeParse(input).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
