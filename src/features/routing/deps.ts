import type { Log } from '../../kernel/log';
import type { Transact } from '../../platform/transact';
import type { Deliveries } from '../deliveries';
import type { TicketsDoor } from '../tickets';

/** What a sweep needs to tell what it did: the history of tickets, their news to browsers, a word to the contact. */
export interface SweepDeps {
  readonly tickets: Pick<TicketsDoor, 'log' | 'tell'>;
  readonly deliveries: Pick<Deliveries, 'submitAcrossCompanies'>;
}

export interface RoutingDeps extends SweepDeps {
  readonly transact: Transact;
  readonly log: Log;
  /** When each sweep runs: cron expressions, read in `timezone`. */
  readonly crons: { readonly router: string; readonly lanes: string; readonly autoClose: string; readonly timezone: string };
}
