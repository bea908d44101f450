/** Direct messages: the send API, sending in bulk, an operator's conversation, and jobs of other producers. */
import type { Clock } from '../../kernel/clock';
import type { Log } from '../../kernel/log';
import type { Feature } from '../../platform/feature';
import type { MediaStore } from '../../platform/media/media';
import type { Queryable, Transact } from '../../platform/transact';
import type { Connections } from '../connections';
import type { Deliveries } from '../deliveries';
import type { TicketsDoor } from '../tickets';
import { createAutomatic, type Automatic } from './automatic.service';
import { bulkRoutes } from './bulk.routes';
import { conversationRoutes } from './conversation.routes';
import { sendMessageHandler } from './jobs/send-message';
import { mediaRoutes } from './media.routes';
import { createSay, type Say } from './say';
import { sendRoutes } from './send.routes';
import { tickTeller } from './ticks';

export type { Automatic } from './automatic.service';
export type { Say, Word } from './say';

export interface MessagesDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly clock: Clock;
  readonly log: Log;
  readonly connections: Pick<Connections, 'get'>;
  readonly deliveries: Pick<Deliveries, 'submit' | 'submitAcrossCompanies' | 'serve' | 'onDirectMoved'>;
  readonly tickets: Pick<TicketsDoor, 'seen' | 'markRead' | 'recordReplies' | 'requireOwn' | 'viewMessage' | 'tellMessages' | 'onClosed' | 'awaitRatings'>;
  readonly media: MediaStore;
}

export interface MessagesDoor extends Automatic {
  readonly say: Say;
}

export function createMessages(deps: MessagesDeps): Feature & MessagesDoor {
  const say = createSay(deps);
  const automatic = createAutomatic(say, deps.tickets);
  deps.tickets.onClosed((tx, closed) => automatic.farewell(tx, closed));
  deps.deliveries.onDirectMoved(tickTeller(deps));
  return {
    ...automatic,
    say,
    routes: [...sendRoutes(deps), ...bulkRoutes(deps), ...conversationRoutes(deps), ...mediaRoutes(deps)],
    handlers: [sendMessageHandler(deps)],
  };
}
