import { z } from 'zod';
import { parsePhone } from './phone.rules';

/** A number in any spelling, of JSON text or number, read as `{ number, isGroup }`; the fault's code says what is wrong with it. */
export const phone = () =>
  z.union([z.string().max(100), z.number().int().positive()]).transform((written, ctx) => {
    const verdict = parsePhone(String(written));
    if (!('fault' in verdict)) return verdict;
    ctx.addIssue({ code: 'custom', message: verdict.fault });
    return z.NEVER;
  });
