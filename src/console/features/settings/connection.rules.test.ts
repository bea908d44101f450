import { bodyOf, formOf, overMidnight } from './connection.rules';

const stored = { limiterMax: 20, limiterDurationMs: 60_000, dailyCap: null, windowStart: '08:00', windowEnd: '18:00', warmupSince: null };
const blank = { limiterMax: null, limiterDurationMs: null, dailyCap: null, windowStart: null, windowEnd: null, warmupSince: null };

test.each([stored, blank, { ...stored, dailyCap: 500, warmupSince: '2026-03-01', limiterDurationMs: 1_500 }])('%j comes back as it was', (limits) => {
  expect(bodyOf(formOf(limits))).toEqual(limits);
});

it('shows seconds', () => {
  expect(formOf(stored)).toMatchObject({ limiterMax: 20, limiterSeconds: 60, dailyCap: '', warmupSince: '' });
});

test.each([['08:00', '18:00', false], ['22:00', '06:00', true], ['', '06:00', false]])('%s to %s over midnight: %s', (windowStart, windowEnd, over) => {
  expect(overMidnight({ ...formOf(blank), windowStart, windowEnd })).toBe(over);
});
