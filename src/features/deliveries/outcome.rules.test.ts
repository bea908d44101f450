import { AnswerLost, Blocked, Invalid, NotFound, RateLimited, Rejected, Unavailable } from '../../kernel/errors';
import { MAX_ATTEMPTS, outcomeOf } from './outcome.rules';

const half = (): number => 0.5;

it.each([
  ['a refusal', new Rejected('ERR_NOT_ON_WHATSAPP', 'no'), 1, 'failed', true],
  ['a message that cannot be sent as it is', Invalid.field('media', 'too_big', 'too big'), 1, 'failed', true],
  ['a media file that is gone', NotFound.of('media'), 1, 'failed', true],
  ['a rate limit', new RateLimited(7_000), 1, 'pending', false],
  ['a provider that is down', new Unavailable('ERR_DOWN', 'down'), 1, 'pending', true],
  ['a provider that is down, last attempt', new Unavailable('ERR_DOWN', 'down'), MAX_ATTEMPTS, 'failed', true],
  ['a lost answer', new AnswerLost('ERR_ANSWER_LOST', 'timeout'), 1, 'unknown', true],
  ['a blocked connection', new Blocked('ERR_BANNED', 'banned'), 1, 'pending', false],
  ['a bug in mid-call', new TypeError('x is not a function'), 1, 'unknown', true],
  ['something that is no error at all', 'oops', 1, 'unknown', true],
])('%s', (_name, error, attempt, state, spendAttempt) => {
  expect(outcomeOf(error, attempt, false, half)).toMatchObject({ state, spendAttempt });
});

it('a rate limit waits as long as it says', () => {
  expect(outcomeOf(new RateLimited(7_000), 1, false, half).retryInMs).toBe(7_000);
});

it('a probe of a connection that is down does not blame the message, whatever its attempts', () => {
  expect(outcomeOf(new Unavailable('ERR_DOWN', 'down'), MAX_ATTEMPTS, true, half)).toMatchObject({ state: 'pending', spendAttempt: false });
});

it('waits longer from attempt to attempt', () => {
  const waits = [1, 2, 3, 4].map((attempt) => outcomeOf(new Unavailable('ERR_DOWN', 'down'), attempt, false, half).retryInMs);
  expect(waits).toEqual([2_250, 4_500, 9_000, 18_000]);
});
