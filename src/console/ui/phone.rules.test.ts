import { phoneText } from './phone.rules';

test.each([
  ['5511988887777', '+55 (11) 98888-7777'],
  ['551133334444', '+55 (11) 3333-4444'],
  ['351912345678', '+351912345678'],
  ['abc', 'abc'],
])('%s → %s', (number, text) => {
  expect(phoneText(number)).toBe(text);
});
