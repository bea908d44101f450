import { barsOf, bytesText, isStatus, isTrace, mayRetry, mergeRow, newsIn, retryCount, STATUSES, type Counters } from './report.rules';

const counters: Counters = { total: 200, pending: 20, sending: 10, sent: 30, delivered: 40, read: 60, replied: 12, failed: 25, skipped: 10, unknown: 5, cancelled: 0 };

it('makes a bar of every status, by its share of all recipients', () => {
  const bars = barsOf(counters);
  expect(bars.map(({ status }) => status)).toEqual(STATUSES);
  expect(bars.find(({ status }) => status === 'read')).toEqual({ status: 'read', count: 60, share: 0.3 });
  expect(barsOf({ ...counters, total: 0 }).every(({ share }) => share === 0)).toBe(true);
});

it.each([
  ['read', 'delivered', 'read'],
  ['delivered', 'sent', 'delivered'],
  ['delivered', 'failed', 'delivered'],
  ['sent', 'pending', 'sent'],
  ['sent', 'failed', 'failed'],
  ['sent', 'read', 'read'],
  ['failed', 'pending', 'pending'],
  ['unknown', 'sent', 'sent'],
  ['sending', 'pending', 'pending'],
])('shows %s, is told %s, and shows %s', (shown, told, result) => {
  expect(mergeRow({ status: shown }, { status: told }).status).toBe(result);
});

it('tells a few of many from nobody', () => {
  expect([isTrace(10, 0.0001), isTrace(0, 0), isTrace(10, 0.1)]).toEqual([true, false, false]);
});

it('knows statuses from what else may stand in an address', () => {
  expect(['read', 'toString', '', null].map(isStatus)).toEqual([true, false, false, false]);
});

it('offers news only of a list that was there', () => {
  expect([newsIn(null, 5), newsIn(5, 5), newsIn(5, 8), newsIn(5, 2)]).toEqual([0, 0, 3, -3]);
});

it('retries what has sent and was not cancelled', () => {
  expect((['EM_ANDAMENTO', 'PAUSADA', 'FINALIZADA', 'CANCELADA', 'INATIVA', 'PROGRAMADA'] as const).map(mayRetry)).toEqual([true, true, true, false, false, false]);
});

it('counts those in doubt only when they are wanted', () => {
  expect([retryCount({ failed: 3, unknown: 2 }, false), retryCount({ failed: 3, unknown: 2 }, true)]).toEqual([3, 5]);
});

it.each([[0, '0 B'], [900, '900 B'], [1_536, '1.5 kB'], [12_582_912, '12 MB']])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes, String)).toBe(text);
});
