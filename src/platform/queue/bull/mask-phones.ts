/** A telephone number as it travels here: 10 to 15 digits, perhaps with a plus. */
const PHONE = /\+?\d{10,15}(?!\d)/g;

const mask = (text: string): string => text.replace(PHONE, (phone) => `${'•'.repeat(phone.length - 4)}${phone.slice(-4)}`);

/** Any JSON with the telephone numbers in its texts reduced to their last four digits, at any depth. */
export function maskPhones(value: unknown): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map(maskPhones);
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskPhones(inner)]));
  return value;
}
