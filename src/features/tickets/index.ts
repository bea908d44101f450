/** The door of conversations: contacts, their living tickets, and what was said in them. */
import type { CompanyId, ConnectionId, TicketId } from '../../kernel/ids';
import type { Feature } from '../../platform/feature';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { messageStore } from './message.store';
import { recordInbound } from './record-inbound';
import { recordOutbound } from './record-outbound';
import { kanbanRoutes } from './kanban.routes';
import { serviceQueueRoutes } from './service-queue.routes';
import { tagRoutes } from './tag.routes';
import { tagTexts } from './tag.texts';
import { ticketTagRoutes } from './ticket-tag.routes';
import { noteRoutes } from './note.routes';
import { ratingRoutes } from './rating.routes';
import { ratingStore } from './rating.store';
import { eyesOf } from './sight.store';
import { ticketRoutes } from './ticket.routes';
import { messageTeller, tellTickets, type Told } from './ticket.events';
import { ticketLogRoutes } from './ticket-log.routes';
import { ticketLogStore, type TicketLogEntry } from './ticket-log.store';
import { ticketMoveRoutes } from './ticket-move.routes';
import type { ClosedListener } from './ticket-move.service';
import { getTicket, markRead, recordReplies, requireOwn, seenTicket, type Viewer } from './ticket.service';
import { ticketStore } from './ticket.store';
import { ticketTexts } from './ticket.texts';
import type { InboundMessage, InboundRecorded, OutboundMessage, Reply } from './ticket.types';
import { messageView, type LinkOf, type MessageRow, type MessageView, type TicketView } from './ticket.view';

export * from './ticket.types';
export type { TicketLogEntry, TicketLogType } from './ticket-log.store';
export type { Told } from './ticket.events';
export type { ClosedListener } from './ticket-move.service';
export type { Viewer } from './ticket.service';
export { messageShape, ticketShape, type LinkOf, type MessageRow, type MessageView, type TicketView } from './ticket.view';

/** What names a ticket of any company. */
export interface TicketKey {
  readonly companyId: CompanyId;
  readonly id: TicketId;
}

export interface TicketsDoor {
  /**
   * Writes deliveries the provider took into their conversations, making contacts and tickets that are missing; in at most
   * nine statements for a thousand rows of any companies. A delivery recorded twice is one message.
   */
  recordOutbound(tx: Tx, messages: readonly OutboundMessage[]): Promise<void>;
  /** Writes a received message, opening a pending ticket when none lives; a provider's redelivery is the same message. */
  recordInbound(tx: Tx, message: InboundMessage): Promise<InboundRecorded>;
  /** Whether a provider's message is here already. Takes no lock: two redeliveries at once may both be told no. */
  isReceived(q: Queryable, companyId: CompanyId, connectionId: ConnectionId, providerMessageId: string): Promise<boolean>;
  /** Writes messages of ours of any companies when they are submitted; their deliveries, recorded later, find them there. */
  recordReplies(tx: Tx, replies: readonly Reply[]): Promise<void>;
  /** @throws NotFound */
  get(companyId: CompanyId, id: TicketId): Promise<TicketView>;
  /** The same for somebody's eyes: his own, those of nobody in his service queues, all for an admin. @throws Forbidden too */
  seen(caller: Viewer, id: TicketId): Promise<TicketView>;
  /** Nothing of the ticket is unread any more. */
  markRead(companyId: CompanyId, id: TicketId): Promise<void>;
  /** @throws Invalid (`queueId`, `userId`) on one that is not this company's. */
  requireOwn(q: Queryable, companyId: CompanyId, plan: { queueId: number | null; userId: number | null }): Promise<void>;
  /** Writes the history of tickets that another feature moved, in the transaction that moved them. */
  log(tx: Tx, entries: readonly TicketLogEntry[]): Promise<void>;
  /** Tells browsers, after the commit, that tickets changed: up to 20 of a company one by one, more by one `refresh`. */
  tell(tx: Tx, tickets: readonly TicketKey[]): Promise<void>;
  /** Tells browsers, after the commit, of messages: up to 20 of a company one by one, more by one `refresh` of its tickets. */
  tellMessages(tx: Tx, told: readonly Told[]): Promise<void>;
  /** @param state of the message's delivery; null for a received one. */
  viewMessage(row: MessageRow, contactId: number, state: string | null): MessageView;
  /** Lets the contacts of tickets that were closed hear of it (the listeners of `onClosed`), in the transaction that closed them. */
  announceClosed(tx: Tx, tickets: readonly TicketKey[]): Promise<void>;
  /** Called inside the transaction that closes tickets, unless whoever closes them wants it silent. */
  onClosed(listener: ClosedListener): void;
  /** From now on the contact's answer, 1 to 5, rates these closed tickets, as long as their connection waits for it. */
  awaitRatings(tx: Tx, tickets: readonly TicketKey[]): Promise<void>;
  /** Whether a socket of this caller may hear the events of that ticket: he sees it. */
  mayJoinTicket(caller: Viewer, id: TicketId): Promise<boolean>;
}

export interface TicketsDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  /** Signs the address of a message's file (`Tokens.signLink`); without it the address needs a user's token. */
  readonly linkOf?: LinkOf;
  /** Of the company's folder; without it files stay. */
  readonly removeFile?: (companyId: CompanyId, path: string) => Promise<void>;
}

export function createTickets({ db, transact, linkOf = (_companyId, path) => path, removeFile = async () => undefined }: TicketsDeps): Feature & TicketsDoor {
  const tellMessages = messageTeller(linkOf);
  const listeners: ClosedListener[] = [];
  const announceClosed: ClosedListener = async (tx, closed) => {
    if (closed.length > 0) for (const listener of listeners) await listener(tx, closed);
  };
  return {
    routes: [
      ...ticketRoutes(db), ...ticketMoveRoutes({ transact, closed: announceClosed, removeFile }), ...noteRoutes({ db, transact }), ...ticketLogRoutes(db), ...ratingRoutes(db),
      ...serviceQueueRoutes({ db, transact }), ...tagRoutes({ db, transact }), ...ticketTagRoutes(transact), ...kanbanRoutes(db),
    ],
    texts: { ...ticketTexts, ...tagTexts },
    recordOutbound: (tx, messages) => recordOutbound(tx, messages, tellMessages),
    recordInbound: (tx, message) => recordInbound(tx, message, tellMessages),
    isReceived: async (q, ...key) => (await messageStore(q).findReceived(...key)) !== null,
    recordReplies: (tx, replies) => recordReplies(tx, replies, tellMessages),
    requireOwn: async (...plan) => void (await requireOwn(...plan)),
    get: (companyId, id) => getTicket(db, companyId, id),
    seen: (caller, id) => seenTicket(db, caller, id),
    tellMessages,
    viewMessage: (row, contactId, state) => messageView(row, contactId, state, linkOf),
    announceClosed,
    onClosed: (listener) => void listeners.push(listener),
    awaitRatings: (tx, tickets) => ratingStore(tx).askAcrossCompanies(tickets),
    markRead: (companyId, id) => markRead(transact, companyId, id),
    log: (tx, entries) => ticketLogStore(tx).addAcrossCompanies(entries),
    tell: tellTickets,
    mayJoinTicket: async (caller, id) => (await ticketStore(db).inSight(caller.companyId, eyesOf(caller), id)) === true,
  };
}
