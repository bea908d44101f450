/** The ticks of a conversation, live: told when the deliveries behind its messages have moved. */
import type { DeliveryId } from '../../kernel/ids';
import type { MessagesDeps } from './index';
import { messageStore } from './message.store';

/** @returns the listener of `Deliveries.onDirectMoved`. What is not told is seen when the conversation is opened again. */
export function tickTeller({ transact, tickets, log }: Pick<MessagesDeps, 'transact' | 'tickets' | 'log'>): (ids: readonly DeliveryId[]) => void {
  return (ids) => {
    transact(async (tx) => {
      const rows = await messageStore(tx).ofDeliveriesAcrossCompanies(ids);
      await tickets.tellMessages(tx, rows.map(({ state, ...message }) => ({ action: 'update', message, state })));
    }).catch((error: unknown) => log.warn({ err: error, deliveries: ids.length }, 'ticks of messages were not told'));
  };
}
