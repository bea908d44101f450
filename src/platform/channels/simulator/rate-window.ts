/** The strictest reading of "n a second": in no window of 1,000 ms, wherever it begins, more than n. */
export function createRateWindow() {
  const taken = new Map<number, number[]>();
  return {
    /** @returns false, and counts nothing, when one more would be too many for this key. */
    admits(key: number, perSecond: number, now: number): boolean {
      const times = taken.get(key) ?? [];
      taken.set(key, times);
      while (times[0] !== undefined && times[0] <= now - 1000) times.shift();
      if (times.length >= perSecond) return false;
      times.push(now);
      return true;
    },
  };
}
