import type { Log } from '../../kernel/log';
import type { Transact } from '../../platform/transact';
import type { MessagesDoor } from '../messages';
import type { TicketsDoor } from '../tickets';

/** What a sweep needs to tell what it did: the history of tickets, their news to browsers, a word to the contact. */
export interface SweepDeps {
  readonly tickets: Pick<TicketsDoor, 'log' | 'tell'>;
  readonly messages: Pick<MessagesDoor, 'say'>;
}

export interface RoutingDeps extends SweepDeps {
  readonly transact: Transact;
  readonly log: Log;
  /** When each sweep runs: cron expressions, read in `timezone`. */
  readonly crons: { readonly router: string; readonly lanes: string; readonly autoClose: string; readonly timezone: string };
}
