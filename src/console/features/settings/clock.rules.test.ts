import { clockOf, isClock } from './clock.rules';

test.each([
  ['8', '08:00'],
  ['830', '08:30'],
  ['1830', '18:30'],
  ['8:30', '08:30'],
  [' 8h30 ', '08:30'],
  ['18h', '18:00'],
  ['24:00', '00:00'],
  ['', ''],
  ['25:00', '25:00'],
  ['8:3', '8:3'],
  ['cedo', 'cedo'],
])('%j is %j', (text, clock) => {
  expect(clockOf(text)).toBe(clock);
});

test.each([['08:30', true], ['23:59', true], ['24:00', false], ['8:30', false], ['', false]])('%j a time: %s', (text, is) => {
  expect(isClock(text)).toBe(is);
});
