import fc from 'fast-check';
import { planFirings } from './lateness.rules';
import { DayRule, Interval, LATENESS, type Lateness, type Rhythm } from './schedule.types';

const start = new Date('2026-03-02T12:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const every10 = (lateness: Lateness, over: Partial<Rhythm> = {}): Rhythm => ({
  startAt: start, timezone: 'UTC', intervalo: Interval.minutes, valorIntervalo: 10, enviarQuantasVezes: 6, tipoDias: DayRule.anyDay, lateness, latenessMinutes: 15, ...over,
});
const plan = (rhythm: Rhythm, now: Date) => {
  const { leaving, missed, next } = planFirings(rhythm, { number: 0, step: 0, at: start }, now);
  return [leaving.map(({ number }) => number), missed.map(({ number, reason }) => `${number} ${reason}`), next?.number ?? null];
};

it.each<[Lateness, number, unknown[]]>([
  ['send', -1, [[], [], 0]],
  ['send', 0, [[0], [], 1]],
  ['send', 35, [[0, 1, 2, 3], [], 4]],
  ['send', 5_000, [[0, 1, 2, 3, 4, 5], [], null]],
  ['skip', 15, [[0, 1], [], 2]],
  ['skip', 35, [[2, 3], ['0 late', '1 late'], 4]],
  ['skip', 5_000, [[], ['0 late', '1 late', '2 late', '3 late', '4 late', '5 late'], null]],
  ['coalesce', 5, [[0], [], 1]],
  ['coalesce', 35, [[3], ['0 coalesced', '1 coalesced', '2 coalesced'], 4]],
  ['coalesce', 5_000, [[5], ['0 coalesced', '1 coalesced', '2 coalesced', '3 coalesced', '4 coalesced'], null]],
])('%s, looked at after %i minutes', (lateness, minutes, expected) => {
  expect(plan(every10(lateness), after(minutes))).toEqual(expected);
});

it.each<[Lateness, unknown[]]>([
  ['send', [[0], [], null]],
  ['skip', [[], ['0 late'], null]],
  ['coalesce', [[0], [], null]],
])('%s, fired once and two hours late', (lateness, expected) => {
  expect(plan(every10(lateness, { valorIntervalo: 0, enviarQuantasVezes: 1 }), after(120))).toEqual(expected);
});

it('accounts for every firing exactly once, whenever it is looked at', () => {
  const lateness = fc.constantFrom(...LATENESS);
  fc.assert(
    fc.property(lateness, fc.integer({ min: 1, max: 60 }), fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 8 }), (policy, times, waits) => {
      const rhythm = every10(policy, { enviarQuantasVezes: times });
      const told: number[] = [];
      let next: ReturnType<typeof planFirings>['next'] = { number: 0, step: 0, at: start };
      let now = start;
      for (const wait of [...waits, 100_000, 0, 0, 0]) {
        if (next === null) break;
        now = new Date(now.getTime() + wait * 60_000);
        const planned = planFirings(rhythm, next, now);
        told.push(...[...planned.leaving, ...planned.missed].map(({ number }) => number));
        next = planned.next;
      }
      expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: times }, (_, i) => i));
    }),
  );
});
