import { isHasty, meanGap, perHour, timeFor, type Pace } from './pace.rules';

const pace = (messageInterval: number, longerIntervalAfter: number, greaterInterval: number): Pace => ({ messageInterval, longerIntervalAfter, greaterInterval });

test.each([
  // 19 pauses of 20 s and one of 60 s: 22 s, stretched by a tenth.
  [pace(20, 20, 60), 24.2, 150],
  [pace(20, 0, 60), 22, 160],
  [pace(20, 20, 0), 22, 160],
  [pace(20, 1, 60), 66, 55],
  // A longer pause that is shorter does not make it faster.
  [pace(20, 5, 1), 22, 160],
  [pace(0, 100, 50), 0.55, 6_500],
])('%j: %f s, %i an hour', (given, gap, hourly) => {
  expect(meanGap(given)).toBeCloseTo(gap);
  expect(perHour(given)).toBe(hourly);
});

it('has no rate without a pause', () => {
  expect(perHour(pace(0, 0, 0))).toBeNull();
  expect(timeFor(pace(0, 0, 0), 1_000)).toBe(0);
});

test.each([
  [1_000, 6 * 3_600 + 40 * 60],
  [100, 40 * 60],
  [3, 48],
  [1, 0],
  [0, 0],
])('%i contacts take %i s', (contacts, seconds) => {
  expect(timeFor(pace(20, 20, 60), contacts)).toBe(seconds * 1_000);
});

it('knows haste', () => {
  expect([pace(20, 20, 60), pace(7, 0, 0), pace(0, 0, 0)].map(isHasty)).toEqual([false, true, true]);
});
