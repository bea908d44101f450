/** A time of the day as people type it. Pure. */
const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

export const isClock = (text: string): boolean => CLOCK.test(text);

/** `8` → `08:00`, `830` → `08:30`, `8h30` → `08:30`, `24:00` → `00:00`. What is no time stays as it is, to be corrected. */
export function clockOf(text: string): string {
  const parts = /^(\d{1,2})(?:\s*[:h.,]?\s*(\d{2}))?\s*h?$/i.exec(text.trim());
  if (parts === null) return text.trim();
  const clock = `${(parts[1] ?? '').padStart(2, '0')}:${parts[2] ?? '00'}`;
  return clock === '24:00' ? '00:00' : isClock(clock) ? clock : text.trim();
}
