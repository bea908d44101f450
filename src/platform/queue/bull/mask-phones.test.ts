import { maskPhones } from './mask-phones';

it.each([
  ['5511987654321', '•••••••••4321'],
  ['call +5511987654321 now', 'call ••••••••••4321 now'],
  [
    { data: { number: '5511987654321', body: 'oi' }, list: ['551133334444', 7] },
    { data: { number: '•••••••••4321', body: 'oi' }, list: ['••••••••4444', 7] },
  ],
  [
    { companyId: 12, campaignId: 1_700_000_000_000, at: '2026-05-04' },
    { companyId: 12, campaignId: 1_700_000_000_000, at: '2026-05-04' },
  ],
  [null, null],
])('masks %j', (value, masked) => {
  expect(maskPhones(value)).toEqual(masked);
});
