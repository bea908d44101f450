import type { Tx } from '../../platform/transact';
import type { SchedulesDeps } from './deps';
import { fireDue } from './schedule.jobs';

/** A schedule that is due before the monitor's next look is rung for now, for its very second. */
export function ringIfSoon(tx: Tx, sendAt: Date, { clock, checkMs }: Pick<SchedulesDeps, 'clock' | 'checkMs'>): void {
  const second = Math.ceil(sendAt.getTime() / 1_000);
  const inMs = second * 1_000 - clock.now().getTime();
  if (inMs <= checkMs) tx.enqueue(fireDue, { second }, { delayMs: Math.max(0, inMs) });
}
