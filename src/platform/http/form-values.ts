/** How front ends of the family write values into forms and addresses. Functions are for `z.preprocess`. */
import { z } from 'zod';

/** Yes or no as a word. */
export const flagWord = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');

/** A field left empty comes as ''. */
export const nullIfBlank = (value: unknown): unknown => (value === '' ? null : value);
export const absentIfBlank = (value: unknown): unknown => (value === '' ? undefined : value);

/** A list or an object comes as JSON text; text that is no JSON stays as it is, and is refused as a text. */
export function jsonIfText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
