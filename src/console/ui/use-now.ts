import { useEffect, useState } from 'react';
import { now } from '../api/clock';

/** The server's time, anew every so many ms: for countdowns and "2 min ago". */
export function useNow(everyMs = 30_000): Date {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = window.setInterval(() => setTime(now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return time;
}
