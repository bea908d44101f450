import fc from 'fast-check';
import { pauseTextOf } from './campaign.texts';
import { confirmationsOf, countersOf, progressOf } from './counters.rules';

const STATES = ['pending', 'awaiting', 'sending', 'unknown', 'held', 'sent', 'delivered', 'read', 'failed', 'skipped', 'cancelled'];
const anyCounts = fc.dictionary(
  fc.tuple(fc.constantFrom('0', '1'), fc.constantFrom(...STATES, 'replied', 'confirmed', 'refused')).map((parts) => parts.join(':')),
  fc.nat(1_000_000),
);

describe('countersOf', () => {
  it('always adds up: the total is the sum of the others without the replies', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const { total, replied, ...byState } = countersOf({ counts });
        expect(Object.values(byState).reduce((sum, count) => sum + count, 0)).toBe(total);
        expect(total).toBe(STATES.reduce((sum, state) => sum + (counts[`0:${state}`] ?? 0), 0));
        expect(replied).toBe(counts['0:replied'] ?? 0);
      }),
    );
  });

  it('counts who awaits an answer as pending, and who is held as unknown', () => {
    expect(countersOf({ counts: { '0:awaiting': 2, '0:pending': 1, '0:held': 3, '0:unknown': 4, '1:sent': 9 } })).toMatchObject({
      total: 10,
      pending: 3,
      unknown: 7,
      sent: 0,
    });
  });
});

describe('progressOf', () => {
  it('is 100 only when nobody is left', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const left = ['pending', 'awaiting', 'sending', 'unknown'].some((state) => (counts[`0:${state}`] ?? 0) > 0);
        const progress = progressOf({ counts });
        expect(progress >= 0 && progress <= 100).toBe(true);
        expect(progress === 100).toBe(countersOf({ counts }).total > 0 && !left);
      }),
    );
  });
});

it('counts questions that left as asked', () => {
  expect(confirmationsOf({ counts: { '1:sent': 1, '1:delivered': 2, '1:read': 3, '1:pending': 9, '1:confirmed': 4, '1:refused': 1 } })).toEqual({
    confirmationRequested: 6,
    confirmed: 4,
  });
});

test.each([
  ['user', 'pt-BR', 'Pausada por um usuário.'],
  ['start_refused:list_not_found', 'en', 'It could not start. There is no such contact list. Choose another.'],
  ['connection_blocked:token: revoked $&', 'en', 'The provider refused the connection. Reconnect the number and resume. (token: revoked $&)'],
  ['of the future', 'en', 'of the future'],
] as const)('the reason %p in %s', (reason, language, text) => {
  expect(pauseTextOf(reason, language)).toBe(text);
});
