import type { Clock } from '../../../kernel/clock';

export interface Alarm {
  /** Rings at `at` (epoch ms), or earlier if it was already set to. */
  set(at: number): void;
  /** Resolves when the alarm rings, when `signal` aborts, or when it is closed. */
  wait(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** One timer for any number of sleepers: all wake, look, and set it again. */
export function createAlarm(clock: Clock): Alarm {
  const sleepers = new Set<() => void>();
  let at = Infinity;
  let timer: NodeJS.Timeout | undefined;

  function ring(): void {
    clearTimeout(timer);
    at = Infinity;
    for (const wake of sleepers) wake();
  }

  return {
    set(next) {
      if (next >= at) return;
      clearTimeout(timer);
      at = next;
      timer = setTimeout(ring, Math.max(0, next - clock.now().getTime()));
    },
    wait: (signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        sleepers.add(wake);
        signal.addEventListener('abort', wake);
        if (signal.aborted) wake();
      }),
    close: ring,
  };
}
