import { verdictOf } from './variants.rules';

const sample = (variant: number, hits: number, tried: number) => ({ variant, hits, tried });

it.each([
  ['one message alone has no rival', [sample(1, 50, 100)], null],
  ['too few of one of them', [sample(1, 50, 100), sample(2, 20, 29)], { kind: 'small', fewest: 29 }],
  ['a difference that chance makes', [sample(1, 50, 100), sample(2, 55, 100)], { kind: 'even' }],
  ['the same difference of many', [sample(1, 5_000, 10_000), sample(2, 5_500, 10_000)], { kind: 'best', variant: 2 }],
  ['two leaders', [sample(1, 500, 1_000), sample(2, 505, 1_000), sample(3, 100, 1_000)], { kind: 'even' }],
  ['nobody ever', [sample(1, 0, 100), sample(2, 0, 100)], { kind: 'even' }],
  ['everybody always', [sample(1, 100, 100), sample(2, 100, 100)], { kind: 'even' }],
])('%s', (_, samples, verdict) => {
  expect(verdictOf(samples)).toEqual(verdict);
});
