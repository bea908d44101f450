import { faultOf, hoursOf, isSound, nextSpan, onWorkdays, weekOf, withDay } from './hours.rules';

const hours = [
  { weekday: 1, open: '13:00', close: '18:00' },
  { weekday: 1, open: '08:00', close: '12:00' },
  { weekday: 6, open: '22:00', close: '24:00' },
];

it('lays hours out by day and back', () => {
  const week = weekOf(hours);
  expect(week[1]).toEqual([{ open: '08:00', close: '12:00' }, { open: '13:00', close: '18:00' }]);
  expect(week[6]).toEqual([{ open: '22:00', close: '00:00' }]);
  expect(week[0]).toEqual([]);
  expect(hoursOf(week)).toEqual([hours[1], hours[0], hours[2]]);
});

test.each([
  [{ open: '08:00', close: '12:00' }, undefined, null],
  [{ open: '22:00', close: '00:00' }, undefined, null],
  [{ open: '08:00', close: '' }, undefined, 'missing'],
  [{ open: '8', close: '12:00' }, undefined, 'notClock'],
  [{ open: '12:00', close: '08:00' }, undefined, 'closesBeforeOpening'],
  [{ open: '12:00', close: '12:00' }, undefined, 'closesBeforeOpening'],
  [{ open: '11:00', close: '13:00' }, { open: '08:00', close: '12:00' }, 'overlaps'],
  [{ open: '12:00', close: '13:00' }, { open: '08:00', close: '12:00' }, null],
  [{ open: '23:00', close: '23:30' }, { open: '22:00', close: '00:00' }, 'overlaps'],
] as const)('%j after %j: %s', (span, before, fault) => {
  expect(faultOf(span, before)).toBe(fault);
});

it('copies a day to the workdays alone', () => {
  const week = onWorkdays(weekOf(hours), 1);
  expect(week.map((spans) => spans.length)).toEqual([0, 2, 2, 2, 2, 2, 1]);
});

it('is sound when every span of every day is', () => {
  const week = weekOf(hours);
  expect(isSound(week)).toBe(true);
  expect(isSound(withDay(week, 3, [{ open: '', close: '' }]))).toBe(false);
});

test.each([
  [[], { open: '08:00', close: '18:00' }],
  [[{ open: '08:00', close: '12:00' }], { open: '12:00', close: '' }],
  [[{ open: '20:00', close: '00:00' }], { open: '', close: '' }],
])('after %j comes %j', (spans, next) => {
  expect(nextSpan(spans)).toEqual(next);
});
