import fc from 'fast-check';
import { minutes } from '../../kernel/clock';
import { openMinutesBetween, type OpeningHours } from '../../kernel/hours';
import type { ConnectionId, ServiceQueueId } from '../../kernel/ids';
import { silentSince, thresholdsOf, type Ladder } from './auto-close.rules';

const weekdays: OpeningHours = [1, 2, 3, 4, 5].flatMap((weekday) => [{ weekday, open: '08:00', close: '12:00' }, { weekday, open: '13:00', close: '18:00' }]);
const nights: OpeningHours = [0, 6].flatMap((weekday) => [{ weekday, open: '00:00', close: '06:00' }]);
const SP = 'America/Sao_Paulo';
const at = (text: string): Date => new Date(text);

describe('since when it has been open for so long', () => {
  // 2026-05-04 is a Monday; Sao Paulo is three hours behind.
  it.each([
    ['always open', null, '2026-05-04T11:00:00Z', 30, '2026-05-04T10:30:00.000Z'],
    ['within a morning', weekdays, '2026-05-04T13:00:00Z', 60, '2026-05-04T12:00:00.000Z'],
    ['over lunch', weekdays, '2026-05-04T17:00:00Z', 120, '2026-05-04T14:00:00.000Z'],
    ['over the weekend', weekdays, '2026-05-04T12:00:00Z', 120, '2026-05-01T20:00:00.000Z'],
    ['asked while it is closed', weekdays, '2026-05-03T12:00:00Z', 60, '2026-05-01T20:00:00.000Z'],
  ])('%s', (_, hours, now, wanted, expected) => {
    const since = silentSince(hours, SP, at(now), wanted)!;
    expect(Math.abs(since.getTime() - at(expected).getTime())).toBeLessThanOrEqual(1_000);
  });

  it('is never where it never opens', () => {
    expect(silentSince([], SP, at('2026-05-04T11:00:00Z'), 1)).toBeNull();
  });

  it('counts the hour that is skipped and the one that comes twice as they were', () => {
    // New York, 8 March 2026: from 02:00 to 03:00 there is nothing; 1 November: 01:00 to 02:00 is two hours long.
    const spring = silentSince(nights, 'America/New_York', at('2026-03-08T10:00:00Z'), 300)!;
    expect(spring.toISOString().slice(0, 16)).toMatch(/2026-03-08T0(4:59|5:00)/);
    const autumn = silentSince(nights, 'America/New_York', at('2026-11-01T11:00:00Z'), 420)!;
    expect(autumn.toISOString().slice(0, 16)).toMatch(/2026-11-01T0(3:59|4:00)/);
  });

  it('says of any silence what counting its open minutes says', () => {
    const zone = fc.constantFrom(SP, 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const now = fc.integer({ min: at('2026-01-01').getTime(), max: at('2026-12-31').getTime() });
    fc.assert(fc.property(zone, now, fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 0, max: 12_000 }), (timezone, ms, wanted, ago) => {
      const since = silentSince(weekdays, timezone, new Date(ms), wanted)!;
      const began = ms - minutes(ago);
      // Within the second to which it is told, either answer is right.
      if (Math.abs(began - since.getTime()) <= 1_000) return;
      expect(began < since.getTime()).toBe(openMinutesBetween(weekdays, timezone, new Date(began), new Date(ms)) >= wanted);
    }), { numRuns: 60 });
  });
});

it('asks the calendar once for each set of hours', () => {
  const ladder: Ladder = {
    connectionId: 1 as ConnectionId, nudgeAfter: 0, closeAfter: 60, inOpeningHours: true, onlyOurs: true, timezone: SP, hours: null,
    queues: [{ id: 7 as ServiceQueueId, hours: weekdays }],
  };
  const now = at('2026-05-04T11:30:00Z');
  expect(thresholdsOf(ladder, now)).toMatchObject([
    { queueId: null, except: [7], nudgeBefore: null, closeBefore: at('2026-05-04T10:30:00Z') },
    { queueId: 7, except: [], closeBefore: expect.any(Date) },
  ]);
  expect(thresholdsOf({ ...ladder, inOpeningHours: false }, now)).toHaveLength(1);
});
