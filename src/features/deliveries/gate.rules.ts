/**
 * The gate of a lane: how many messages may leave a number now and, if none, when and why.
 *
 * Pure: (policy, pace, state, now) → allowance, and advance(…) → the next state. The lane calls it with the database's
 * clock and stores the state in the same transaction as the claim, so a restart, a second process or an emptied Redis can
 * slow a number down, never speed it up. The forecast calls it with a virtual clock. All times are epoch milliseconds.
 *
 * Nothing is computed ahead: an interval counts from the send before it. A campaign that starts late, or resumes after a
 * night, goes on at its pace; the customary precomputed delays would all be in the past and leave as one burst.
 */
import { localDay, localMinute, nextLocalMinute } from '../../kernel/clock';

export interface Limiter {
  /** At most `max` messages in any window of `durationMs`. */
  readonly max: number;
  readonly durationMs: number;
}

/** What a connection may do, whatever leaves by it. */
export interface LanePolicy {
  readonly limiter: Limiter | null;
  readonly dailyCap: number | null;
  /** Campaigns leave only between these local minutes of the day; may wrap over midnight. */
  readonly window: { readonly startMinute: number; readonly endMinute: number } | null;
  /** Epoch ms of the first day of the warm-up ladder. */
  readonly warmupSince: number | null;
  readonly zone: string;
}

/** What a campaign asks for: a pause after each message, and a longer one after every `longerIntervalAfter`. */
export interface CampaignPace {
  readonly messageIntervalMs: number;
  /** 0: never a longer pause. */
  readonly longerIntervalAfter: number;
  readonly greaterIntervalMs: number;
}

export interface PaceState {
  /** Theoretical arrival time of the limiter (GCRA). */
  readonly limiterAt: number;
  readonly campaignAt: number;
  /** Campaign messages since the last longer pause. */
  readonly streak: number;
  readonly day: string;
  readonly dayCount: number;
  /** Nothing leaves before this: the provider asked for rest, or the connection does not answer. */
  readonly holdUntil: number;
  readonly holdReason: string | null;
  /** Sends in a row that the provider did not answer. */
  readonly failures: number;
}

export const freshPace: PaceState = {
  limiterAt: 0, campaignAt: 0, streak: 0, day: '', dayCount: 0, holdUntil: 0, holdReason: null, failures: 0,
};

export type WaitReason = 'limiter' | 'interval' | 'window' | 'daily_cap' | 'hold' | 'no_campaign';

export interface Allowance {
  /** May be Infinity: then only the channel's capacity bounds it. */
  readonly count: number;
  /** When to ask again; `now` when count > 0. */
  readonly at: number;
  readonly reason: WaitReason | null;
}

/** A pause is stretched by up to this share, never shortened: a constant beat looks like a machine. */
export const JITTER = 0.2;

/** Messages a day for a new number, by days since its warm-up began; past the ladder there is no cap. */
export const WARMUP_LADDER = [50, 100, 200, 400, 800, 1_500, 3_000, 6_000] as const;

/** Answers missing in a row before the connection is probed instead of used. */
const PROBE_AFTER = 5;
const DAY_MS = 86_400_000;

export function decide(policy: LanePolicy, pace: CampaignPace | null, state: PaceState, now: number): { direct: Allowance; campaign: Allowance } {
  const direct = directAllowance(policy, state, now);
  return { direct, campaign: campaignAllowance(policy, pace, state, now, direct) };
}

function directAllowance(policy: LanePolicy, state: PaceState, now: number): Allowance {
  if (state.holdUntil > now) return wait(state.holdUntil, 'hold');
  const cap = capOf(policy, now);
  const usedToday = state.day === localDayIfNeeded(policy, now) ? state.dayCount : 0;
  const left = cap === null ? Infinity : cap - usedToday;
  if (left <= 0) return wait(nextLocalMinute(new Date(now), policy.zone, 0).getTime(), 'daily_cap');
  // While the provider does not answer, one message at a time finds out whether it is back.
  const probe = state.failures >= PROBE_AFTER ? 1 : Infinity;
  if (policy.limiter === null) return go(Math.min(left, probe), now);
  const { intervalMs, burst } = gcra(policy.limiter);
  const ready = state.limiterAt - (burst - 1) * intervalMs;
  if (ready > now) return wait(ready, 'limiter');
  const free = intervalMs === 0 ? Infinity : Math.min(burst, Math.floor((now - ready) / intervalMs) + 1);
  return go(Math.min(left, probe, free), now);
}

function campaignAllowance(policy: LanePolicy, pace: CampaignPace | null, state: PaceState, now: number, direct: Allowance): Allowance {
  if (pace === null) return { count: 0, at: Infinity, reason: 'no_campaign' };
  if (direct.count === 0) return direct;
  const opens = windowOpensAt(policy, now);
  if (opens > now) return wait(opens, 'window');
  if (state.campaignAt > now) return wait(state.campaignAt, 'interval');
  if (pace.messageIntervalMs > 0) return go(1, now);
  const untilPause = hasLongPause(pace) ? pace.longerIntervalAfter - state.streak : Infinity;
  return go(Math.min(direct.count, Math.max(1, untilPause)), now);
}

/**
 * The state after `direct` + `campaign` messages were claimed at `now`.
 * @param random uniform in [0, 1): the jitter.
 */
export function advance(
  policy: LanePolicy, pace: CampaignPace | null, state: PaceState, now: number,
  claimed: { direct: number; campaign: number }, random: () => number,
): PaceState {
  const total = claimed.direct + claimed.campaign;
  if (total === 0) return state;
  const interval = policy.limiter === null ? 0 : gcra(policy.limiter).intervalMs;
  const day = localDayIfNeeded(policy, now);
  const next = {
    ...state,
    limiterAt: Math.max(state.limiterAt, now) + total * interval,
    day,
    dayCount: (state.day === day ? state.dayCount : 0) + total,
  };
  if (pace === null || claimed.campaign === 0) return next;
  const streak = state.streak + claimed.campaign;
  const long = hasLongPause(pace) && streak >= pace.longerIntervalAfter;
  const pause = long ? Math.max(pace.greaterIntervalMs, pace.messageIntervalMs) : pace.messageIntervalMs;
  return { ...next, streak: long ? 0 : streak, campaignAt: now + pause * (1 + JITTER * random()) };
}

/** What left today, by the connection's calendar, and how many may; null where nothing is counted because there is no cap. */
export function usageToday(policy: LanePolicy, state: PaceState, now: number): { sent: number; cap: number } | null {
  const cap = capOf(policy, now);
  return cap === null ? null : { cap, sent: state.day === localDayIfNeeded(policy, now) ? state.dayCount : 0 };
}

/** The provider asked to wait (`retryAfterMs`), or the connection must rest. */
export function hold(state: PaceState, now: number, ms: number, reason: string): PaceState {
  return { ...state, holdUntil: Math.max(state.holdUntil, now + ms), holdReason: reason };
}

/**
 * A send was not accepted because the provider or the way to it is down: probes get rarer, 1 s to 60 s apart.
 * Calls that were under way together are one failure, not fifty: while the lane rests, further ones say nothing new.
 */
export function noteFailure(state: PaceState, now: number): PaceState {
  if (state.holdUntil > now) return state;
  const failures = state.failures + 1;
  if (failures < PROBE_AFTER) return { ...state, failures };
  return hold({ ...state, failures }, now, Math.min(60_000, 1_000 * 2 ** Math.min(10, failures - PROBE_AFTER)), 'unavailable');
}

export function noteSuccess(state: PaceState): PaceState {
  return state.failures === 0 ? state : { ...state, failures: 0, holdUntil: 0, holdReason: null };
}

/**
 * When the last of `count` campaign messages will have left, if nothing else leaves by the connection.
 * Arithmetic over the same rules, day by day, so that a million contacts cost microseconds.
 * @param jitter the share by which pauses are stretched: mean unless told; 0 and JITTER are the bounds of what can come.
 */
export function forecastEnd(policy: LanePolicy, pace: CampaignPace, count: number, from: Date, perSecondCeiling: number, jitter = JITTER / 2): Date {
  const gapMs = meanGapMs(policy, pace, perSecondCeiling, jitter);
  let at = from.getTime();
  let left = count;
  for (let day = 0; left > 0 && day < 3_650; day += 1) {
    at = Math.max(at, windowOpensAt(policy, at));
    const midnight = nextLocalMinute(new Date(at), policy.zone, 0).getTime();
    const closes = Math.min(midnight, windowClosesAt(policy, at));
    const today = Math.min(left, capOf(policy, at) ?? Infinity, Math.floor((closes - at) / gapMs) + 1);
    left -= today;
    at = left > 0 ? closes : at + (today - 1) * gapMs;
  }
  return new Date(at);
}

/** Mean time between two campaign messages, ms, at the slowest of interval, limiter and what the channel can take. */
export function meanGapMs(policy: LanePolicy, pace: CampaignPace, perSecondCeiling: number, jitter = JITTER / 2): number {
  const cycle = hasLongPause(pace) ? pace.longerIntervalAfter : 1;
  const long = Math.max(pace.greaterIntervalMs, pace.messageIntervalMs);
  const pauses = hasLongPause(pace) ? (cycle - 1) * pace.messageIntervalMs + long : pace.messageIntervalMs;
  const paced = (pauses / cycle) * (1 + jitter);
  const limited = policy.limiter === null ? 0 : gcra(policy.limiter).intervalMs;
  return Math.max(paced, limited, 1_000 / perSecondCeiling);
}

/**
 * A limiter as GCRA: at most `max` in any window, with a burst of a tenth so that the allowed rate is used to 90 % and more.
 * (burst - 1) + rate · window = max.
 */
function gcra({ max, durationMs }: Limiter): { intervalMs: number; burst: number } {
  const burst = 1 + Math.floor(max / 10);
  return { intervalMs: durationMs / (max - (burst - 1)), burst };
}

const hasLongPause = (pace: CampaignPace): boolean => pace.longerIntervalAfter > 0 && pace.greaterIntervalMs > 0;

function capOf(policy: LanePolicy, now: number): number | null {
  if (policy.warmupSince === null) return policy.dailyCap;
  const step = WARMUP_LADDER[Math.max(0, Math.floor((now - policy.warmupSince) / DAY_MS))];
  if (step === undefined) return policy.dailyCap;
  return policy.dailyCap === null ? step : Math.min(step, policy.dailyCap);
}

// Calendar text costs microseconds a call; a lane without caps has no use for it.
function localDayIfNeeded(policy: LanePolicy, now: number): string {
  return capOf(policy, now) === null ? '' : localDay(new Date(now), policy.zone);
}

function windowOpensAt(policy: LanePolicy, now: number): number {
  if (policy.window === null) return now;
  const { startMinute, endMinute } = policy.window;
  const minute = localMinute(new Date(now), policy.zone);
  const open = startMinute <= endMinute ? minute >= startMinute && minute < endMinute : minute >= startMinute || minute < endMinute;
  return open ? now : nextLocalMinute(new Date(now), policy.zone, startMinute).getTime();
}

function windowClosesAt(policy: LanePolicy, now: number): number {
  return policy.window === null ? Infinity : nextLocalMinute(new Date(now), policy.zone, policy.window.endMinute).getTime();
}

const go = (count: number, now: number): Allowance => ({ count, at: now, reason: null });
const wait = (at: number, reason: WaitReason): Allowance => ({ count: 0, at, reason });
