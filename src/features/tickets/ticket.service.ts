import { Forbidden, found, Invalid, NotFound } from '../../kernel/errors';
import type { CompanyId, TicketId } from '../../kernel/ids';
import type { Caller } from '../../platform/http/route';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { messageStore } from './message.store';
import { eyesOf } from './sight.store';
import { ticketEvent, type TellMessages } from './ticket.events';
import { ticketStore } from './ticket.store';
import type { Reply } from './ticket.types';
import { ticketView, type TicketView } from './ticket.view';

export type Viewer = Pick<Caller, 'companyId' | 'userId' | 'profile' | 'super'>;

export const unseen = (): Forbidden => new Forbidden('ERR_TICKET_NOT_SEEN', 'This ticket is somebody else’s, or in a service queue of which you are no member');

/** @throws NotFound for another company's ticket as for none. */
export async function getTicket(q: Queryable, companyId: CompanyId, id: TicketId): Promise<TicketView> {
  return ticketView(found(await ticketStore(q).find(companyId, id), 'Ticket'));
}

/** @throws NotFound, Forbidden for one that this caller does not see */
export async function requireSeen(q: Queryable, caller: Viewer, id: TicketId): Promise<void> {
  const seen = await ticketStore(q).inSight(caller.companyId, eyesOf(caller), id);
  if (seen === null) throw NotFound.of('Ticket');
  if (!seen) throw unseen();
}

/** @throws NotFound, Forbidden for one that this caller does not see */
export async function seenTicket(q: Queryable, caller: Viewer, id: TicketId): Promise<TicketView> {
  await requireSeen(q, caller, id);
  return getTicket(q, caller.companyId, id);
}

interface Plan {
  readonly queueId: number | null;
  readonly userId: number | null;
}

/** @throws Invalid on a service queue or user that is not this company's. */
export async function requireOwn(q: Queryable, companyId: CompanyId, plan: Plan): Promise<{ member: boolean }> {
  if (plan.queueId === null && plan.userId === null) return { member: true };
  const owns = await ticketStore(q).owns(companyId, plan.queueId, plan.userId);
  if (!owns.queue) throw Invalid.field('queueId', 'unknown_queue', 'No such service queue');
  if (!owns.user) throw Invalid.field('userId', 'unknown_user', 'No such user');
  return owns;
}

/** The same of where a ticket goes. @throws Invalid also on a user who is no member of the service queue. */
export async function requireAnswerable(q: Queryable, companyId: CompanyId, plan: Plan): Promise<void> {
  const { member } = await requireOwn(q, companyId, plan);
  if (!member) throw Invalid.field('userId', 'user_not_in_queue', 'This user is no member of the service queue');
}

/** The operator has seen the conversation: nothing of it is unread. */
export function markRead(transact: Transact, companyId: CompanyId, id: TicketId): Promise<void> {
  return transact(async (tx) => {
    if (await ticketStore(tx).markRead(companyId, id)) tx.emit(companyId, ticketEvent, { action: 'updateUnread', ticketId: id });
  });
}

/**
 * Writes messages of ours into their tickets at once, so that they are seen while their deliveries wait in the lane.
 * Again for the same deliveries: nothing.
 */
export async function recordReplies(tx: Tx, replies: readonly Reply[], tell: TellMessages): Promise<void> {
  const added = await messageStore(tx).addSentAcrossCompanies(replies.map((reply) => ({ ...reply, providerMessageId: null })));
  await tell(tx, added.map((message) => ({ action: 'create', message, state: 'pending' })));
}
