import { faultsBetween } from './connection.rules';
import { blankConnection, type ConnectionFields } from './connection.types';

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
