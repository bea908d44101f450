import { wholeNumber } from './whole-number.rules';

it.each([
  ['11988887777', '5511988887777'],
  ['(11) 98888-7777', '5511988887777'],
  ['+55 11 98888-7777', '5511988887777'],
  ['351912345678', '351912345678'],
  ['1198888', null],
  ['Ana', null],
  ['', null],
])('%s → %s', (text, number) => {
  expect(wholeNumber(text)).toBe(number);
});
