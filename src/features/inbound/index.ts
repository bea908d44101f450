/** Everything that comes from WhatsApp enters here, whatever the channel. */
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Channels } from '../../platform/channels/channels';
import type { MediaStore } from '../../platform/media/media';
import type { Feature } from '../../platform/feature';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import type { Deliveries } from '../deliveries';
import type { Automatic } from '../messages';
import type { TicketsDoor } from '../tickets';
import { batchTaker } from './take-batch';

export interface Reply {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  /** E.164 digits, as contacts and deliveries are stored. */
  readonly from: string;
  readonly text: string;
}

/** Reacts to a person's message in the transaction that writes it: once per message, however often it is redelivered. */
export type ReplyHandler = (tx: Tx, reply: Reply) => Promise<void>;

export interface InboundDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly log: Log;
  /** Told of errors that made an event be given up. */
  readonly report: (error: unknown) => void;
  readonly channels: Pick<Channels, 'all'>;
  readonly tickets: Pick<TicketsDoor, 'recordInbound' | 'isReceived'>;
  readonly deliveries: Pick<Deliveries, 'applyStatuses' | 'markReplied'>;
  /** Where received files are kept, `MOST_RECEIVED_BYTES` each. */
  readonly media: Pick<MediaStore, 'save' | 'remove'>;
  readonly answers: Pick<Automatic, 'welcome' | 'thank'>;
  /** In this order; messages of groups, and answers that rate a closed conversation, reach none of them. */
  readonly onMessage: readonly ReplyHandler[];
}

/** Listens to every channel from `start` to `stop`. */
export function createInbound(deps: InboundDeps): Feature {
  const take = batchTaker(deps);
  const listening: { stop(): Promise<void> }[] = [];
  return {
    async start() {
      for (const [, channel] of deps.channels.all()) listening.push(await channel.listen(take));
    },
    async stop() {
      await Promise.all(listening.splice(0).map((listener) => listener.stop()));
    },
  };
}
