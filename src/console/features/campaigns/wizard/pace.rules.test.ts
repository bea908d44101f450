import { paceOf } from './pace.rules';

it('reads seconds and counts, and takes what is missing for none', () => {
  const settings = [
    { key: 'messageInterval', value: '20' },
    { key: 'longerIntervalAfter', value: '15' },
    { key: 'variables', value: '[]' },
  ];
  expect(paceOf(settings)).toEqual({ intervalMs: 20_000, longAfter: 15, longMs: 0 });
});
