/** Dates as clients write them: with an offset they are instants, without one the wall clock of the company's zone. */
import { z } from 'zod';
import { instantOfLocal } from '../../kernel/clock';

/** Wall clock of the company's zone, as a date field of a browser gives it. */
export interface LocalTime {
  readonly local: string;
}

const datetime = z.iso.datetime({ offset: true, local: true });

/** `2026-01-31T14:30`, with or without seconds, offset, and `T`. */
export const wallTime = z.string().transform((written, ctx): Date | LocalTime => {
  const iso = written.trim().replace(' ', 'T');
  if (datetime.safeParse(iso).success) return /(Z|[+-]\d{2}:\d{2})$/.test(iso) ? new Date(iso) : { local: iso };
  ctx.addIssue({ code: 'custom', message: 'invalid_datetime' });
  return z.NEVER;
});

/** @param zone IANA, of the company. */
export const instantOf = (when: Date | LocalTime, zone: string): Date => (when instanceof Date ? when : instantOfLocal(when.local, zone));
