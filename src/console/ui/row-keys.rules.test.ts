import { rowAfter } from './row-keys.rules';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 7],
  ['PageUp', 2, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
  ['a', 2, null],
])('%s on row %d goes to %s', (key, row, next) => {
  expect(rowAfter(key, row, 10, 5)).toBe(next);
});
