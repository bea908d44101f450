import type { Tx } from '../../platform/transact';
import { messageStore } from './message.store';
import { openConversations } from './open-conversations';
import type { TellMessages } from './ticket.events';
import type { OutboundMessage } from './ticket.types';
import type { MessageRow } from './ticket.view';

/**
 * Writes sent deliveries into their conversations: nine statements at most for a thousand rows of any companies, three when
 * contacts and tickets are known. Recording a delivery again changes nothing.
 */
export async function recordOutbound(tx: Tx, messages: readonly OutboundMessage[], tell: TellMessages): Promise<void> {
  if (messages.length === 0) return;
  // An operator's reply is in its ticket since it was submitted: it must not open another one if that was closed meanwhile.
  const there = await messageStore(tx).confirmAcrossCompanies(messages);
  const known = new Set(there.map(({ deliveryId }) => deliveryId));
  const fresh = messages.filter(({ deliveryId }) => !known.has(deliveryId));
  const added = fresh.length === 0 ? [] : await addAll(tx, fresh);
  await tell(tx, [
    ...there.map((message) => ({ action: 'update' as const, message, state: 'sent' })),
    ...added.map((message) => ({ action: 'create' as const, message, state: 'sent' })),
  ]);
}

async function addAll(tx: Tx, messages: readonly OutboundMessage[]): Promise<MessageRow[]> {
  const placed = messages.map((message) => ({ ...message, number: message.recipient, reason: 'sent' as const }));
  const placeOf = await openConversations(tx, placed);
  return messageStore(tx).addSentAcrossCompanies(placed.map((message) => ({ ...message, ticketId: placeOf(message).ticketId })));
}
