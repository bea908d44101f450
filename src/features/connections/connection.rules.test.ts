import fc from 'fast-check';
import { clockTimeOf, faultsBetween, minuteOf } from './connection.rules';
import { blankConnection, type ConnectionFields } from './connection.types';

it.each([
  ['00:00', 0],
  ['08:30', 510],
  ['23:59', 1439],
])('%s is minute %i of the day', (time, minute) => {
  expect(minuteOf(time)).toBe(minute);
});

it('writes every minute so that it reads back', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => minuteOf(clockTimeOf(minute)) === minute && clockTimeOf(minute).length === 5));
});

const blank: ConnectionFields = { ...blankConnection, name: 'Vendas' };

it.each([
  ['nothing set', {}, []],
  ['a whole limit', { limiterMax: 1, limiterDurationMs: 3000 }, []],
  ['a window over midnight', { windowStartMinute: 1200, windowEndMinute: 360 }, []],
  ['a count without an interval', { limiterMax: 1 }, ['limiter_incomplete']],
  ['an interval without a count', { limiterDurationMs: 3000 }, ['limiter_incomplete']],
  ['a start without an end', { windowStartMinute: 480 }, ['window_incomplete']],
  ['a window without length', { windowStartMinute: 480, windowEndMinute: 480 }, ['window_empty']],
  ['several faults, all told', { limiterMax: 1, windowEndMinute: 0 }, ['limiter_incomplete', 'window_incomplete']],
])('%s: %j', (_, over, codes) => {
  expect(faultsBetween({ ...blank, ...over }).map((fault) => fault.code)).toEqual(codes);
});
