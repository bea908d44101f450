/**
 * How a cron job is declared: a cheap sweep over rows, which one process of many runs. What it changes is decided by the rows
 * as they are, never by the time it was due, so that a run that is late, doubled or missing costs nothing but time.
 *
 *   export const processLanes = defineCron({ name: 'lanes', label: 'Process Lanes -> Verify', expression: '0 * * * * *', timezone, run });
 */
import type { Log } from '../../kernel/log';
import type { Transact } from '../transact';

export interface CronContext {
  /**
   * Units of work of this run. Each begins with a look at the fence: when another process has become the leader, it rejects
   * with `StaleEpoch` and nothing of it is written.
   */
  readonly transact: Transact;
  readonly log: Log;
  /** True once the process stops or is no longer the leader: a long sweep ends after its batch. */
  readonly stopping: () => boolean;
}

export interface Cron {
  /** Under which it is shown and recorded; a rename begins a new history. */
  readonly name: string;
  /** The words its errors begin with in the log: those that operators look for. */
  readonly label: string;
  /** Six fields, seconds first. */
  readonly expression: string;
  /** IANA zone in which the expression is read. */
  readonly timezone: string;
  /** @returns what it changed, for the record: `{ moved: 3 }`. */
  run(ctx: CronContext): Promise<object>;
}

export const defineCron = (cron: Cron): Cron => cron;
