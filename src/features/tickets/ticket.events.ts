import { found } from '../../kernel/errors';
import type { CompanyId, TicketId } from '../../kernel/ids';
import { defineEvent } from '../../platform/realtime/realtime';
import { fewOrRefresh } from '../../platform/tell-few';
import type { Tx } from '../../platform/transact';
import type { QueueView } from './service-queue.view';
import { ticketStore } from './ticket.store';
import type { NoteView } from './note.view';
import { messageView, ticketView, type LinkOf, type MessageRow, type MessageView, type TicketView } from './ticket.view';

export const ticketEvent = defineEvent<
  | { action: 'create' | 'update'; ticket: TicketView; ticketId: number }
  | { action: 'delete' | 'updateUnread'; ticketId: number }
  | { action: 'note'; ticketId: number; note: NoteView }
  | { action: 'deleteNote'; ticketId: number; noteId: number }
  /** Many tickets moved at once: fetch the list again. */
  | { action: 'refresh' }
>('ticket');
const messageEvent = defineEvent<{ action: 'create' | 'update'; message: MessageView; ticket: TicketView; contact: TicketView['contact'] }>('appMessage');
export const queueEvent = defineEvent<{ action: 'create' | 'update'; queue: QueueView } | { action: 'delete'; queueId: number }>('queue');

export interface Told {
  readonly action: 'create' | 'update';
  readonly message: MessageRow;
  /** State of the message's delivery; null for a received one. */
  readonly state: string | null;
}

/**
 * Tells each company's browsers about its messages and their tickets: up to 20 one by one (`appMessage`, and one `ticket`
 * update per ticket), more by a single `ticket {action: 'refresh'}`.
 */
export const messageTeller = (linkOf: LinkOf) => async (tx: Tx, told: readonly Told[]): Promise<void> => {
  const few = fewTickets(tx, told, ({ message }) => message.companyId);
  if (few.length === 0) return;
  const rows = await ticketStore(tx).byIdsAcrossCompanies([...new Set(few.map(({ message }) => message.ticketId))]);
  const tickets = new Map(rows.map((row) => [row.id, ticketView(row)]));
  for (const { action, message, state } of few) {
    const ticket = tickets.get(message.ticketId);
    if (ticket === undefined) continue;
    tx.emit(message.companyId, messageEvent, { action, message: messageView(message, ticket.contactId, state, linkOf), ticket, contact: ticket.contact });
  }
  for (const row of rows) tx.emit(row.companyId, ticketEvent, { action: 'update', ticket: ticketView(row), ticketId: row.id });
};
export type TellMessages = ReturnType<typeof messageTeller>;

/** Tells that tickets of any companies changed: up to 20 of a company one by one, more by a single `refresh`. */
export async function tellTickets(tx: Tx, tickets: readonly { readonly companyId: CompanyId; readonly id: TicketId }[]): Promise<void> {
  const few = fewTickets(tx, tickets, ({ companyId }) => companyId);
  if (few.length === 0) return;
  for (const row of await ticketStore(tx).byIdsAcrossCompanies(few.map(({ id }) => id))) {
    tx.emit(row.companyId, ticketEvent, { action: 'update', ticket: ticketView(row), ticketId: row.id });
  }
}

function fewTickets<T>(tx: Tx, items: readonly T[], companyOf: (item: T) => CompanyId): T[] {
  return fewOrRefresh(items, companyOf, (companyId) => tx.emit(companyId, ticketEvent, { action: 'refresh' }));
}

/** Tells that a ticket was made, or itself changed (status, service queue, user). */
export async function tellTicket(tx: Tx, companyId: CompanyId, id: TicketId, action: 'create' | 'update' = 'update'): Promise<TicketView> {
  const ticket = ticketView(found(await ticketStore(tx).find(companyId, id), 'Ticket'));
  tx.emit(companyId, ticketEvent, { action, ticket, ticketId: id });
  return ticket;
}
