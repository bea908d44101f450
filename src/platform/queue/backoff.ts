/** Waits between attempts. Full jitter: 200 jobs that failed together do not come back together. */
export type Backoff = (attempt: number, random: () => number) => number;

/**
 * @returns for the n-th failed attempt (1-based) a wait in ms, uniform in (base·2^(n-1) / 2, base·2^(n-1)], at most `maxMs`.
 */
export function exponential(baseMs: number, maxMs = 15 * 60_000): Backoff {
  return (attempt, random) => {
    const ceiling = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
    return Math.ceil(ceiling / 2 + (random() * ceiling) / 2);
  };
}

export function fixed(ms: number): Backoff {
  return () => ms;
}
