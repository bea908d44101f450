import type { Cron } from './cron/cron';
import type { Handler } from './queue/job';
import type { ErrorTexts } from './http/texts';
import type { Route } from './http/route';

/** What a feature gives to the process. Everything else it has stays behind its `index.ts`. */
export interface Feature {
  readonly routes?: readonly Route[];
  readonly handlers?: readonly Handler[];
  /** Sweeps that one process of many runs. */
  readonly crons?: readonly Cron[];
  /** What its own error and fault codes say to a user, in both languages. */
  readonly texts?: ErrorTexts;
  /** Begins work that is neither a request nor a job (a lane, a subscription). */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}
