/** Messages the product sends by itself: greeting, out of hours, the question how it was, goodbye. */
import type { DeliveryId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { LanePriority } from '../deliveries';
import type { TicketKey } from '../tickets';
import { farewellOf, thanksOf, welcomeOf, type Saying } from './automatic.rules';
import { automaticStore, type Occasion } from './automatic.store';
import type { MessagesDeps } from './index';

export interface Automatic {
  /** Answers a received message while nobody has taken its ticket up. @param opened whether it began the conversation */
  welcome(tx: Tx, ticket: TicketKey, opened: boolean): Promise<void>;
  /** Answers a rating. */
  thank(tx: Tx, ticket: TicketKey): Promise<void>;
  /** After tickets were closed, of any companies: asks how it was, or says goodbye. */
  farewell(tx: Tx, tickets: readonly TicketKey[]): Promise<void>;
}

interface Said {
  readonly to: Occasion;
  readonly saying: Saying;
}

export function createAutomatic({ deliveries, tickets }: Pick<MessagesDeps, 'deliveries' | 'tickets'>): Automatic {
  /** Into the lane, and into the conversation at once; what was said before under its key is not said again. */
  async function say(tx: Tx, all: readonly Said[]): Promise<void> {
    const submitted = await deliveries.submitAcrossCompanies(tx, all.map(deliveryOf));
    const fresh = all.flatMap((said, i) => {
      const entry = submitted[i];
      return entry === undefined || entry.duplicate ? [] : [{ said, deliveryId: entry.id }];
    });
    await tickets.recordReplies(tx, fresh.map(({ said, deliveryId }) => replyOf(said, deliveryId)));
  }

  return {
    async welcome(tx, ticket, opened) {
      const [to] = await automaticStore(tx).occasionsAcrossCompanies([ticket]);
      const saying = to === undefined ? null : welcomeOf(to, opened);
      if (to === undefined || saying === null) return;
      await say(tx, [{ to, saying }]);
      if (saying.greets) await automaticStore(tx).greeted(to);
    },

    async thank(tx, ticket) {
      const [to] = await automaticStore(tx).occasionsAcrossCompanies([ticket]);
      const saying = to === undefined ? null : thanksOf(to);
      if (to !== undefined && saying !== null) await say(tx, [{ to, saying }]);
    },

    async farewell(tx, closed) {
      const occasions = await automaticStore(tx).occasionsAcrossCompanies(closed);
      const sayings = occasions.flatMap((to) => {
        const saying = farewellOf(to);
        return saying === null ? [] : [{ to, saying }];
      });
      if (sayings.length === 0) return;
      await say(tx, sayings);
      const asked = sayings.flatMap(({ to, saying }) => (saying.asks ? [{ companyId: to.companyId, id: to.ticketId }] : []));
      if (asked.length > 0) await tickets.awaitRatings(tx, asked);
    },
  };
}

const deliveryOf = ({ to, saying }: Said) => ({
  companyId: to.companyId,
  connectionId: to.connectionId,
  kind: 'system' as const,
  priority: LanePriority.direct,
  recipient: to.number,
  isGroup: false,
  name: to.name,
  body: saying.body,
  media: null,
  ticketPlan: to.plan,
  idempotencyKey: saying.key,
});

const replyOf = ({ to, saying }: Said, deliveryId: DeliveryId) => ({
  companyId: to.companyId, ticketId: to.ticketId, connectionId: to.connectionId, deliveryId, body: saying.body, media: null, at: to.now,
});
