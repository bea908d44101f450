/** Between instants and what a clock on the wall of the company shows: people type the latter. Pure. */

/** `2026-01-31T14:30`, as `<input type="datetime-local">` writes it. */
export type WallTime = string;

export function wallTimeOf(instant: string | Date, timeZone: string): WallTime {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  return format.format(typeof instant === 'string' ? new Date(instant) : instant).replace(' ', 'T');
}

/** In an hour that the clock skips, the one after it; in one that comes twice, the first. @returns null for what is no time */
export function instantOf(wallTime: WallTime, timeZone: string): Date | null {
  const asUtc = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (ms: number): number => Date.parse(`${wallTimeOf(new Date(ms), timeZone)}Z`) - Math.floor(ms / 60_000) * 60_000;
  const candidates = [asUtc - offsetAt(asUtc - 86_400_000), asUtc - offsetAt(asUtc + 86_400_000)];
  const exact = candidates.filter((ms) => wallTimeOf(new Date(ms), timeZone) === wallTime.slice(0, 16));
  return new Date(Math.min(...(exact.length > 0 ? exact : [Math.max(...candidates)])));
}
