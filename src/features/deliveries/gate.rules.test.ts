import fc from 'fast-check';
import { JITTER, WARMUP_LADDER, advance, decide, forecastEnd, freshPace, hold, noteFailure, noteSuccess, usageToday, type CampaignPace, type LanePolicy, type PaceState } from './gate.rules';

const NOON = Date.parse('2026-11-23T15:00:00Z'); // 12:00 in São Paulo
const open: LanePolicy = { limiter: null, dailyCap: null, window: null, warmupSince: null, zone: 'America/Sao_Paulo' };
const atOnce: CampaignPace = { messageIntervalMs: 0, longerIntervalAfter: 0, greaterIntervalMs: 0 };
const customary: CampaignPace = { messageIntervalMs: 20_000, longerIntervalAfter: 20, greaterIntervalMs: 60_000 };

/** Plays the gate against a virtual clock: the times at which `n` campaign messages leave. */
function play(policy: LanePolicy, pace: CampaignPace, n: number, from: number, start: PaceState = freshPace, random = () => 0): number[] {
  const times: number[] = [];
  let now = from;
  let state = start;
  while (times.length < n) {
    const { campaign } = decide(policy, pace, state, now);
    if (campaign.count === 0) {
      expect(campaign.at).toBeGreaterThan(now);
      now = Math.ceil(campaign.at);
      continue;
    }
    const count = Math.min(campaign.count, n - times.length);
    for (let i = 0; i < count; i += 1) times.push(now);
    state = advance(policy, pace, state, now, { direct: 0, campaign: count }, random);
  }
  return times;
}
const gaps = (times: number[]): number[] => times.slice(1).map((t, i) => t - times[i]!);

describe('the pace of a campaign', () => {
  it('waits messageInterval between messages and greaterInterval after every longerIntervalAfter', () => {
    const times = play(open, customary, 45, NOON);
    gaps(times).forEach((gap, i) => expect(gap).toBe((i + 1) % 20 === 0 ? 60_000 : 20_000));
  });

  it('stretches by at most the jitter and never shortens', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 50 }), (draws) => {
        let i = 0;
        const times = play(open, customary, 45, NOON, freshPace, () => draws[i++ % draws.length]!);
        gaps(times).forEach((gap, k) => {
          const base = (k + 1) % 20 === 0 ? 60_000 : 20_000;
          expect(gap).toBeGreaterThanOrEqual(base);
          expect(gap).toBeLessThanOrEqual(base * (1 + JITTER) + 1);
        });
      }),
    );
  });

  it('never bursts after an absence: late by hours, it goes on at its pace', () => {
    const before = play(open, customary, 5, NOON);
    let state = freshPace;
    for (const t of before) state = advance(open, customary, state, t, { direct: 0, campaign: 1 }, () => 0);
    const after = play(open, customary, 5, NOON + 8 * 3_600_000, state);
    gaps(after).forEach((gap) => expect(gap).toBeGreaterThanOrEqual(20_000));
  });

  it('leaves at once when every interval is zero', () => {
    expect(decide(open, atOnce, freshPace, NOON).campaign.count).toBe(Infinity);
  });

  it('a zero interval with a longer pause sends in groups', () => {
    const times = play(open, { messageIntervalMs: 0, longerIntervalAfter: 10, greaterIntervalMs: 5_000 }, 25, NOON);
    expect(gaps(times).filter((gap) => gap > 0)).toEqual([5_000, 5_000]);
    expect(times.filter((t) => t === NOON)).toHaveLength(10);
  });

  it('direct messages do not wait for a campaign interval', () => {
    const state = advance(open, customary, freshPace, NOON, { direct: 0, campaign: 1 }, () => 0);
    expect(decide(open, customary, state, NOON + 1).campaign.reason).toBe('interval');
    expect(decide(open, customary, state, NOON + 1).direct.count).toBe(Infinity);
  });
});

describe('the limiter of a connection', () => {
  it('never lets more than max into any window, and uses at least 85 % of what is allowed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 100, max: 5_000 }), (max, durationMs) => {
        const policy = { ...open, limiter: { max, durationMs } };
        const n = max * 4;
        const times = play(policy, atOnce, n, NOON);
        for (let i = 0; i + max < times.length; i += 1) expect(times[i + max]! - times[i]!).toBeGreaterThanOrEqual(durationMs - 1);
        // Ticks of whole milliseconds cost a little of very fast limiters.
        if (durationMs / max > 5) expect(n / ((times.at(-1)! - NOON) / durationMs)).toBeGreaterThanOrEqual(max * 0.85);
      }),
    );
  });

  it('one message per three seconds means three seconds between any two, of whatever kind', () => {
    const policy = { ...open, limiter: { max: 1, durationMs: 3_000 } };
    const state = advance(policy, null, freshPace, NOON, { direct: 1, campaign: 0 }, () => 0);
    expect(decide(policy, atOnce, state, NOON + 2_999)).toMatchObject({ direct: { count: 0, reason: 'limiter', at: NOON + 3_000 }, campaign: { count: 0 } });
    expect(decide(policy, atOnce, state, NOON + 3_000)).toMatchObject({ direct: { count: 1 }, campaign: { count: 1 } });
  });
});

describe('what a number may do in a day', () => {
  it('keeps the daily cap and goes on at local midnight', () => {
    const policy = { ...open, dailyCap: 3 };
    const times = play(policy, customary, 4, NOON);
    expect(times[2]! - NOON).toBeLessThan(3_600_000);
    expect(new Date(times[3]!).toISOString()).toBe('2026-11-24T03:00:00.000Z');
  });

  it('climbs the warm-up ladder and leaves it', () => {
    const policy = (since: number): LanePolicy => ({ ...open, warmupSince: since });
    expect(decide(policy(NOON), atOnce, freshPace, NOON).campaign.count).toBe(WARMUP_LADDER[0]);
    expect(decide(policy(NOON - 2 * 86_400_000), atOnce, freshPace, NOON).campaign.count).toBe(WARMUP_LADDER[2]);
    expect(decide(policy(NOON - 30 * 86_400_000), atOnce, freshPace, NOON).campaign.count).toBe(Infinity);
  });

  it.each([
    ['08:00-18:00 at noon', 480, 1_080, 0],
    ['13:00-18:00 at noon', 780, 1_080, 3_600_000],
    ['22:00-13:00, over midnight', 1_320, 780, 0],
    ['22:00-11:00, over midnight, closed', 1_320, 660, 10 * 3_600_000],
  ])('campaigns keep to the window %s', (_name, startMinute, endMinute, waitMs) => {
    const { campaign, direct } = decide({ ...open, window: { startMinute, endMinute } }, atOnce, freshPace, NOON);
    expect(campaign.at - NOON).toBe(waitMs);
    expect(direct.count).toBe(Infinity);
  });
});

describe('a connection in trouble', () => {
  it('rests for as long as the provider asks', () => {
    const state = hold(freshPace, NOON, 30_000, 'rate_limited');
    expect(decide(open, atOnce, state, NOON).direct).toMatchObject({ count: 0, at: NOON + 30_000, reason: 'hold' });
    expect(decide(open, atOnce, state, NOON + 30_000).direct.count).toBe(Infinity);
  });

  it('is probed one message at a time, ever less often, until it answers', () => {
    let state: PaceState = freshPace;
    for (let i = 0; i < 4; i += 1) state = noteFailure(state, NOON);
    expect(decide(open, atOnce, state, NOON).direct.count).toBe(Infinity);
    const rests: number[] = [];
    let now = NOON;
    for (let i = 0; i < 9; i += 1) {
      state = noteFailure(state, now);
      rests.push(state.holdUntil - now);
      now = state.holdUntil;
      expect(decide(open, atOnce, state, now).direct.count).toBe(1);
    }
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(decide(open, atOnce, noteSuccess(state), now).direct.count).toBe(Infinity);
  });
});

describe('the forecast', () => {
  it('has its mean between the bounds of the jitter', () => {
    const at = (jitter?: number): number => forecastEnd(open, { messageIntervalMs: 10_000, longerIntervalAfter: 0, greaterIntervalMs: 0 }, 11, new Date(NOON), 1_000, jitter).getTime() - NOON;
    expect([at(0), at(), at(JITTER)]).toEqual([100_000, 110_000, 120_000]);
  });

  it('agrees with the gate played to the end', () => {
    fc.assert(
      fc.property(
        fc.record({
          count: fc.integer({ min: 1, max: 400 }),
          messageIntervalMs: fc.integer({ min: 1_000, max: 120_000 }),
          longerIntervalAfter: fc.integer({ min: 0, max: 40 }),
          greaterIntervalMs: fc.integer({ min: 0, max: 600_000 }),
          dailyCap: fc.option(fc.integer({ min: 20, max: 300 })),
          window: fc.option(fc.constant({ startMinute: 480, endMinute: 1_080 })),
        }),
        ({ count, dailyCap, window, ...pace }) => {
          const policy = { ...open, dailyCap, window };
          const played = play(policy, pace, count, NOON, freshPace, () => 0.5).at(-1)!;
          const told = forecastEnd(policy, pace, count, new Date(NOON), 1_000_000).getTime();
          const cycle = Math.max(pace.greaterIntervalMs, pace.messageIntervalMs * Math.max(1, pace.longerIntervalAfter)) * 1.2;
          // Within one cycle of pauses for each day that the campaign spans: where a pause falls is not worth a simulation.
          const days = Math.ceil((played - NOON) / 86_400_000) + 1;
          const overnight = window === null && dailyCap === null ? 0 : 86_400_000;
          expect(Math.abs(told - played)).toBeLessThanOrEqual((cycle + 120_000) * days + overnight * (days > 1 ? 1 : 0));
        },
      ),
    );
  });
});

describe('what left today', () => {
  it('counts by the days of the connection, and only where there is a cap', () => {
    const capped: LanePolicy = { ...open, dailyCap: 50 };
    const sent = advance(capped, null, freshPace, NOON, { direct: 3, campaign: 0 }, () => 0);
    expect(usageToday(capped, sent, NOON)).toEqual({ sent: 3, cap: 50 });
    expect(usageToday(capped, sent, NOON + 86_400_000)).toEqual({ sent: 0, cap: 50 });
    expect(usageToday({ ...capped, warmupSince: NOON, dailyCap: 10 }, freshPace, NOON)).toEqual({ sent: 0, cap: 10 });
    expect(usageToday(open, sent, NOON)).toBeNull();
  });
});
