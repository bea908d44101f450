import * as fc from 'fast-check';
import { exponential, fixed } from './backoff';

it('waits within half and all of a doubling ceiling, never beyond the maximum', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, base, random) => {
        const wait = exponential(base, 900_000)(attempt, () => random);
        const ceiling = Math.min(900_000, base * 2 ** (attempt - 1));
        expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
        expect(wait).toBeLessThanOrEqual(Math.ceil(ceiling));
      },
    ),
  );
});

it('knows a fixed wait', () => {
  expect([1, 2, 9].map((attempt) => fixed(5_000)(attempt, Math.random))).toEqual([5_000, 5_000, 5_000]);
});
