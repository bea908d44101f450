/** What conversations are told by themselves: greeting, out of hours, the question how it was, goodbye. */
import type { Tx } from '../../platform/transact';
import type { TicketKey } from '../tickets';
import { farewellOf, thanksOf, welcomeOf } from './automatic.rules';
import { automaticStore } from './automatic.store';
import type { MessagesDeps } from './index';
import type { Say } from './say';

export interface Automatic {
  /** Answers a received message while nobody has taken its ticket up. @param opened whether it began the conversation */
  welcome(tx: Tx, ticket: TicketKey, opened: boolean): Promise<void>;
  /** Answers a rating. */
  thank(tx: Tx, ticket: TicketKey): Promise<void>;
  /** After tickets were closed, of any companies: asks how it was, or says goodbye. */
  farewell(tx: Tx, tickets: readonly TicketKey[]): Promise<void>;
}

export function createAutomatic(say: Say, tickets: Pick<MessagesDeps['tickets'], 'awaitRatings'>): Automatic {
  return {
    async welcome(tx, ticket, opened) {
      const [occasion] = await automaticStore(tx).occasionsAcrossCompanies([ticket]);
      const saying = occasion === undefined ? null : welcomeOf(occasion, opened);
      if (saying !== null) await say(tx, [{ ...ticket, ...saying }]);
    },

    async thank(tx, ticket) {
      const occasions = await automaticStore(tx).occasionsAcrossCompanies([ticket]);
      await say(tx, occasions.map((occasion) => ({ ...ticket, ...thanksOf(occasion) })));
    },

    async farewell(tx, closed) {
      const occasions = await automaticStore(tx).occasionsAcrossCompanies(closed);
      const sayings = occasions.map((occasion) => ({ companyId: occasion.companyId, id: occasion.id, ...farewellOf(occasion) }));
      const heard = await say(tx, sayings);
      const asking = new Set(sayings.flatMap(({ id, asks }) => (asks ? [id] : [])));
      const asked = heard.filter(({ id }) => asking.has(id));
      if (asked.length > 0) await tickets.awaitRatings(tx, asked);
    },
  };
}
