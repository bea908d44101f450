/** How front ends of the family write values into forms and addresses. Each is for `z.preprocess`. */

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
