import { Conflict, found, Invalid } from '../../kernel/errors';
import type { CompanyId, TicketId } from '../../kernel/ids';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { messageStore } from './message.store';
import { tellMessages, tellTicket, ticketEvent } from './ticket.events';
import { ticketStore, type TicketChange } from './ticket.store';
import type { Reply } from './ticket.types';
import type { TicketRow, TicketView } from './ticket.view';

/** @throws NotFound for another company's ticket as for none. */
export async function getTicket(q: Queryable, companyId: CompanyId, id: TicketId): Promise<TicketRow> {
  return found(await ticketStore(q).find(companyId, id), 'Ticket');
}

/** @throws Invalid on a service queue or user that is not this company's. */
export async function requireOwn(q: Queryable, companyId: CompanyId, { queueId, userId }: { queueId: number | null; userId: number | null }): Promise<void> {
  if (queueId === null && userId === null) return;
  const owns = await ticketStore(q).owns(companyId, queueId, userId);
  if (!owns.queue) throw Invalid.field('queueId', 'unknown_queue', 'No such service queue');
  if (!owns.user) throw Invalid.field('userId', 'unknown_user', 'No such user');
}

/**
 * Accepts, hands on, closes or reopens a ticket.
 * @throws NotFound, Invalid (foreign queue or user), Conflict when reopening would make a second living ticket.
 */
export function changeTicket(transact: Transact, companyId: CompanyId, id: TicketId, change: TicketChange): Promise<TicketView> {
  return transact(async (tx) => {
    const store = ticketStore(tx);
    found(await store.lockContactOf(companyId, id), 'Ticket');
    await requireOwn(tx, companyId, { queueId: change.queueId ?? null, userId: change.userId ?? null });
    if (!(await store.change(companyId, id, change))) throw new Conflict('ERR_OTHER_OPEN_TICKET', 'The contact has another living ticket on this connection');
    return tellTicket(tx, companyId, id);
  });
}

/** The operator has seen the conversation: nothing of it is unread. */
export function markRead(transact: Transact, companyId: CompanyId, id: TicketId): Promise<void> {
  return transact(async (tx) => {
    if (await ticketStore(tx).markRead(companyId, id)) tx.emit(companyId, ticketEvent, { action: 'updateUnread', ticketId: id });
  });
}

/**
 * Writes an operator's replies into their ticket at once, so that he sees them while their deliveries wait in the lane.
 * Again for the same deliveries: nothing.
 */
export async function recordReplies(tx: Tx, companyId: CompanyId, ticketId: TicketId, replies: readonly Reply[]): Promise<void> {
  const added = await messageStore(tx).addSentAcrossCompanies(replies.map((reply) => ({ ...reply, companyId, ticketId, providerMessageId: null })));
  await tellMessages(tx, added.map((message) => ({ action: 'create', message, state: 'pending' })));
}
