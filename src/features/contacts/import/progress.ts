import type { Clock } from '../../../kernel/clock';
import type { ImportProgress } from '../contact.events';
import type { Sheet } from './sheet';

const EVERY_MS = 1_000;

/** Tells how far an import is, at most once a second. @returns what to call after each batch. */
export function reportProgress(clock: Clock, sheet: Sheet, fileName: string, publish: (progress: ImportProgress) => void): (lines: number) => void {
  const startedAt = clock.now().getTime();
  let toldAt = startedAt;
  return (lines) => {
    const now = clock.now().getTime();
    if (now - toldAt < EVERY_MS) return;
    toldAt = now;
    const share = sheet.progress();
    publish({
      fileName,
      lines,
      percent: Math.floor(share * 100),
      secondsLeft: share > 0 ? Math.ceil(((now - startedAt) * (1 - share)) / share / 1_000) : null,
    });
  };
}
