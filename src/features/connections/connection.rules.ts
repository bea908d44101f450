import type { Fault } from '../../kernel/errors';
import type { ConnectionFields } from './connection.types';

/** Digits with country code, as long as E.164 allows. */
export const isPhoneNumber = (text: string): boolean => /^\d{8,15}$/.test(text);

/** What the fields say only together: half a limit, half a window, a window without length, a nudge after the end mean nothing. */
export function faultsBetween({ limiterMax, limiterDurationMs, windowStartMinute, windowEndMinute, timeInactiveMessage, expiresTicket }: ConnectionFields): Fault[] {
  const rules: [broken: boolean, fault: Fault][] = [
    [
      (limiterMax === null) !== (limiterDurationMs === null),
      {
        path: limiterMax === null ? 'limiterMax' : 'limiterDurationMs',
        code: 'limiter_incomplete',
        message: 'Give limiterMax and limiterDurationMs, or neither',
      },
    ],
    [
      (windowStartMinute === null) !== (windowEndMinute === null),
      { path: windowStartMinute === null ? 'windowStart' : 'windowEnd', code: 'window_incomplete', message: 'Give windowStart and windowEnd, or neither' },
    ],
    [
      windowStartMinute !== null && windowStartMinute === windowEndMinute,
      { path: 'windowEnd', code: 'window_empty', message: 'windowEnd must differ from windowStart' },
    ],
    [
      expiresTicket > 0 && timeInactiveMessage >= expiresTicket,
      { path: 'timeInactiveMessage', code: 'nudge_after_end', message: 'timeInactiveMessage must be less than expiresTicket' },
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, fault]) => fault);
}
