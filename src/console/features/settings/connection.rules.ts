/** The limits of a connection as the form holds them. Pure. */
import type { Connection } from '../../api/live.types';
import { numberOf, typedOf, type Typed } from './number.rules';

export interface LimitsForm {
  readonly limiterMax: Typed;
  readonly limiterSeconds: Typed;
  readonly dailyCap: Typed;
  /** `HH:mm`, blank: none. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** `YYYY-MM-DD`, blank: a warm number. */
  readonly warmupSince: string;
}

type Stored = Pick<Connection, 'limiterMax' | 'limiterDurationMs' | 'dailyCap' | 'windowStart' | 'windowEnd' | 'warmupSince'>;

export const formOf = ({ limiterMax, limiterDurationMs, dailyCap, windowStart, windowEnd, warmupSince }: Stored): LimitsForm => ({
  limiterMax: typedOf(limiterMax),
  limiterSeconds: limiterDurationMs === null ? '' : limiterDurationMs / 1_000,
  dailyCap: typedOf(dailyCap),
  windowStart: windowStart ?? '',
  windowEnd: windowEnd ?? '',
  warmupSince: warmupSince ?? '',
});

export const bodyOf = ({ limiterMax, limiterSeconds, dailyCap, windowStart, windowEnd, warmupSince }: LimitsForm): Stored => ({
  limiterMax: numberOf(limiterMax),
  limiterDurationMs: limiterSeconds === '' ? null : Math.round(limiterSeconds * 1_000),
  dailyCap: numberOf(dailyCap),
  windowStart: windowStart || null,
  windowEnd: windowEnd || null,
  warmupSince: warmupSince || null,
});

/** 22:00 to 06:00 ends the day after. */
export const overMidnight = ({ windowStart, windowEnd }: LimitsForm): boolean => windowStart !== '' && windowEnd !== '' && windowEnd < windowStart;
