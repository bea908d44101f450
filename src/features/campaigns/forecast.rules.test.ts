import fc from 'fast-check';
import { CampaignStatus } from './campaign.types';
import { isUncertain, leftOf, turnsUntilLast } from './forecast.rules';

const underWay = { status: CampaignStatus.running, preparedAt: new Date(), listSize: 90, confirmation: false, counts: {} };

describe('leftOf', () => {
  it.each([
    ['who waits, once all are written', { counts: { '0:pending': 7, '0:sent': 3 } }, { recipients: 7, messages: 7 }],
    ['who is not written yet too', { preparedAt: null, counts: { '0:pending': 20, '0:sent': 10 } }, { recipients: 80, messages: 80 }],
    ['the whole list, before the start', { status: CampaignStatus.draft, preparedAt: null }, { recipients: 90, messages: 90 }],
    ['nobody, of a list that shrank meanwhile', { preparedAt: null, counts: { '0:sent': 91 } }, { recipients: 0, messages: 0 }],
    ['nobody, of one that was cancelled', { status: CampaignStatus.cancelled, counts: { '0:pending': 5 } }, { recipients: 0, messages: 0 }],
    ['questions still to be asked', { confirmation: true, counts: { '0:awaiting': 8, '1:pending': 5 } }, { recipients: 8, messages: 13 }],
    ['a question each of those to be written', { confirmation: true, preparedAt: null, listSize: 4 }, { recipients: 4, messages: 8 }],
  ])('counts %s', (_, over, left) => {
    expect(leftOf({ ...underWay, ...over })).toEqual(left);
  });
});

describe('turnsUntilLast', () => {
  it('is where a lane that serves in turn sends the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.array(fc.nat(30), { maxLength: 4 }), (own, others) => {
        const left = [...others, own];
        let turns = 0;
        while (left.at(-1)! > 0) {
          left.forEach((n, i) => {
            if (n === 0) return;
            left[i] = n - 1;
            turns += 1;
          });
        }
        expect(turnsUntilLast(own, others)).toBe(turns);
      }),
    );
  });
});

it('is uncertain until twenty have been tried, whatever became of them', () => {
  const after = (tried: object): boolean => isUncertain({ counts: { '0:pending': 500, '0:skipped': 40, ...tried } });
  expect([after({}), after({ '0:sent': 19 }), after({ '0:sent': 12, '0:read': 5, '0:failed': 3 })]).toEqual([true, true, false]);
});
