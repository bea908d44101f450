import { numberOf, typed, typedOf } from './number.rules';

test.each([[20, 20], ['20', 20], ['', ''], ['-', ''], ['1.5', 1.5]])('%j typed is %j', (value, held) => {
  expect(typed(value)).toBe(held);
});

it('keeps nothing as nothing', () => {
  expect([typedOf(null), typedOf(0), numberOf(''), numberOf(0)]).toEqual(['', 0, null, 0]);
});
