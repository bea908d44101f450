/**
 * The one reader of the machine's clock here. Countdowns and "2 min ago" are about times that the server wrote, and the
 * clock of a person's computer may be minutes off: every answer tells how far.
 */
let offsetMs = 0;

/** What an HTTP `Date` header can tell: seconds, and the way the answer took. */
const RESOLUTION_MS = 2_000;

/** @param date of an answer's header, null when it has none */
export function learnServerTime(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now();
  if (!Number.isNaN(difference)) offsetMs = Math.abs(difference) < RESOLUTION_MS ? 0 : difference;
}

/** The server's time. */
export const now = (): Date => new Date(Date.now() + offsetMs);
