/** The ticks of a conversation, live: told when the deliveries behind its messages have moved. */
import type { DeliveryId } from '../../kernel/ids';
import type { MessagesDeps } from './index';
import { messageStore } from './message.store';

/**
 * One telling at a time, of the states that are true then: so ticks never go back, and what moves while one is under way is told
 * together by the next.
 * @returns the listener of `Deliveries.onDirectMoved`. What is not told is seen when the conversation is opened again.
 */
export function tickTeller({ transact, tickets, log }: Pick<MessagesDeps, 'transact' | 'tickets' | 'log'>): (ids: readonly DeliveryId[]) => void {
  const moved = new Set<DeliveryId>();
  let telling = false;

  async function tell(ids: readonly DeliveryId[]): Promise<void> {
    await transact(async (tx) => {
      const rows = await messageStore(tx).ofDeliveriesAcrossCompanies(ids);
      await tickets.tellMessages(tx, rows.map(({ state, ...message }) => ({ action: 'update', message, state })));
    }).catch((error: unknown) => log.warn({ err: error, deliveries: ids.length }, 'ticks of messages were not told'));
  }

  async function tellAll(): Promise<void> {
    telling = true;
    while (moved.size > 0) {
      const ids = [...moved];
      moved.clear();
      await tell(ids);
    }
    telling = false;
  }

  return (ids) => {
    for (const id of ids) moved.add(id);
    if (!telling) void tellAll();
  };
}
