import fc from 'fast-check';
import { nextDueDate } from './invoice.rules';

it.each([
  ['2026-01-15', null, '2026-02-15', 15],
  ['2026-01-31', null, '2026-02-28', 31],
  ['2026-02-28', 31, '2026-03-31', 31],
  ['2026-03-31', 31, '2026-04-30', 31],
  ['2026-04-30', 31, '2026-05-31', 31],
  ['2028-01-30', null, '2028-02-29', 30],
  ['2028-02-29', 30, '2028-03-30', 30],
  ['2026-12-31', 31, '2027-01-31', 31],
  // A person has set another day meanwhile.
  ['2026-05-10', 31, '2026-06-10', 10],
])('%s anchored to %p is followed by %s', (from, anchor, next, kept) => {
  expect(nextDueDate(from, anchor)).toEqual({ dueDate: next, anchor: kept });
});

it('never drifts: after twelve months it is the same day a year later', () => {
  fc.assert(fc.property(fc.integer({ min: 2024, max: 2060 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), (year, month, day) => {
    const first = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    let at = { dueDate: first, anchor: null as number | null };
    for (let i = 0; i < 12; i += 1) at = nextDueDate(at.dueDate, at.anchor);
    expect(at.dueDate).toBe(first.replace(String(year), String(year + 1)));
  }));
});
