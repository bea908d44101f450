/** Progress that changes a thousand times a second is told once a second, and its last state always. */
export interface Throttle<K> {
  /** Something of `key` changed: run at once, or when its second is over. */
  touch(key: K): void;
  /** Runs now what waits, and waits for what runs. */
  flush(): Promise<void>;
  /** Nothing runs any more. What waits is forgotten: flush first. */
  stop(): void;
}

/**
 * @param run called at most once per key in `everyMs`, never twice at once for one key. One that fails is called again when
 * its time is over, as if its key had been touched: an outage delays the news, it neither loses it nor ends the process.
 */
export function createThrottle<K>(everyMs: number, run: (key: K) => Promise<void> | void): Throttle<K> {
  const waiting = new Set<K>();
  const running = new Map<K, Promise<void>>();
  const resting = new Map<K, NodeJS.Timeout>();

  function start(key: K): void {
    waiting.delete(key);
    resting.set(key, setTimeout(() => rested(key), everyMs).unref());
    running.set(key, once(key));
  }

  async function once(key: K): Promise<void> {
    try {
      await run(key);
    } catch {
      waiting.add(key);
    }
    running.delete(key);
    // A run that outlasted its rest holds up the next one.
    if (waiting.has(key) && !resting.has(key)) start(key);
  }

  function rested(key: K): void {
    resting.delete(key);
    if (waiting.has(key) && !running.has(key)) start(key);
  }

  return {
    touch(key) {
      waiting.add(key);
      if (!resting.has(key) && !running.has(key)) start(key);
    },
    async flush() {
      await Promise.all(running.values());
      for (const key of [...waiting]) {
        clearTimeout(resting.get(key));
        start(key);
      }
      await Promise.all(running.values());
    },
    stop() {
      for (const timer of resting.values()) clearTimeout(timer);
      resting.clear();
      waiting.clear();
    },
  };
}
