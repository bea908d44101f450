import fc from 'fast-check';
import { addOnWall, clockTimeOf, instantOfLocal, isClockTime, localWeekday, minuteOf, type CalendarUnit } from './clock';

describe('addOnWall', () => {
  it.each<[string, number, CalendarUnit, string, string]>([
    ['2026-01-31T12:00:00Z', 1, 'months', 'America/Sao_Paulo', '2026-02-28T12:00:00.000Z'],
    ['2026-01-31T12:00:00Z', 2, 'months', 'America/Sao_Paulo', '2026-03-31T12:00:00.000Z'],
    ['2028-01-31T12:00:00Z', 1, 'months', 'America/Sao_Paulo', '2028-02-29T12:00:00.000Z'],
    // 23:30 of the 31st there is already the 1st in UTC: the calendar is the zone's.
    ['2026-02-01T02:30:00Z', 1, 'months', 'America/Sao_Paulo', '2026-03-01T02:30:00.000Z'],
    ['2026-03-07T14:00:00Z', 1, 'days', 'America/New_York', '2026-03-08T13:00:00.000Z'],
    ['2026-03-07T14:00:00Z', -1, 'weeks', 'America/New_York', '2026-02-28T14:00:00.000Z'],
    // 02:30 does not exist on the 8th: the leap itself, 03:00.
    ['2026-03-07T07:30:00Z', 1, 'days', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-03-07T07:30:15.250Z', 2, 'days', 'America/New_York', '2026-03-09T06:30:15.250Z'],
    // 01:30 comes twice on 1 November: the first.
    ['2026-10-31T05:30:00Z', 1, 'days', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-10-02T15:45:00Z', 1, 'days', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
    // Samoa had no 30 December 2011.
    ['2011-12-29T20:00:00Z', 1, 'days', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2026-10-31T06:30:00Z', 0, 'days', 'America/New_York', '2026-10-31T06:30:00.000Z'],
  ])('%s + %i %s in %s is %s', (at, amount, unit, zone, expected) => {
    expect(addOnWall(new Date(at), amount, unit, zone).toISOString()).toBe(expected);
  });
});

it.each([
  ['2026-01-31T14:30', 'America/Sao_Paulo', '2026-01-31T17:30:00.000Z'],
  ['2026-01-31T14:30:10', 'Asia/Kathmandu', '2026-01-31T08:45:10.000Z'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00:00.000Z'],
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
])('%s in %s is %s', (local, zone, expected) => {
  expect(instantOfLocal(local, zone).toISOString()).toBe(expected);
});

it('knows the day of the week where it is asked', () => {
  const at = new Date('2026-02-01T02:30:00Z');
  expect([localWeekday(at, 'America/Sao_Paulo'), localWeekday(at, 'UTC')]).toEqual([6, 0]);
});

it.each([
  ['00:00', 0],
  ['08:30', 510],
  ['23:59', 1439],
  ['24:00', 1440],
])('%s is minute %i of the day', (time, minute) => {
  expect(minuteOf(time)).toBe(minute);
});

it('writes every minute so that it reads back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => minuteOf(clockTimeOf(minute)) === minute && clockTimeOf(minute).length === 5));
});

it.each(['24:00', '8:30', '08:60', '08:3', '', '08:30:00'])('%j is no time of the day', (text) => {
  expect(isClockTime(text)).toBe(false);
});
