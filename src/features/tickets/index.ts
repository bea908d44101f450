/** The door of conversations: contacts, their living tickets, and what was said in them. */
import type { CompanyId, ConnectionId, TicketId } from '../../kernel/ids';
import type { Feature } from '../../platform/feature';
import type { Caller } from '../../platform/http/route';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { messageStore } from './message.store';
import { recordInbound } from './record-inbound';
import { recordOutbound } from './record-outbound';
import { serviceQueueRoutes } from './service-queue.routes';
import { ticketRoutes } from './ticket.routes';
import { tellTickets } from './ticket.events';
import { ticketLogStore, type TicketLogEntry } from './ticket-log.store';
import { getTicket, markRead, recordReplies, requireOwn } from './ticket.service';
import { ticketStore } from './ticket.store';
import { ticketTexts } from './ticket.texts';
import type { InboundMessage, InboundRecorded, OutboundMessage, Reply } from './ticket.types';
import { ticketView, type TicketView } from './ticket.view';

export * from './ticket.types';
export type { TicketLogEntry, TicketLogType } from './ticket-log.store';
export { messageShape, messageView, ticketShape, type MessageRow, type MessageView, type TicketView } from './ticket.view';

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
  /** Writes an operator's replies when they are submitted; their deliveries, recorded later, find them there. */
  recordReplies(tx: Tx, companyId: CompanyId, ticketId: TicketId, replies: readonly Reply[]): Promise<void>;
  /** @throws NotFound */
  get(companyId: CompanyId, id: TicketId): Promise<TicketView>;
  /** Nothing of the ticket is unread any more. */
  markRead(companyId: CompanyId, id: TicketId): Promise<void>;
  /** @throws Invalid (`queueId`, `userId`) on one that is not this company's. */
  requireOwn(q: Queryable, companyId: CompanyId, plan: { queueId: number | null; userId: number | null }): Promise<void>;
  /** Writes the history of tickets that another feature moved, in the transaction that moved them. */
  log(tx: Tx, entries: readonly TicketLogEntry[]): Promise<void>;
  /** Tells browsers, after the commit, that tickets changed: up to 20 of a company one by one, more by one `refresh`. */
  tell(tx: Tx, tickets: readonly { readonly companyId: CompanyId; readonly id: TicketId }[]): Promise<void>;
  /** Whether a socket of this caller may hear the events of that ticket: it is his company's. */
  mayJoinTicket(caller: Pick<Caller, 'companyId'>, id: TicketId): Promise<boolean>;
}

export interface TicketsDeps {
  readonly db: Queryable;
  readonly transact: Transact;
}

export function createTickets({ db, transact }: TicketsDeps): Feature & TicketsDoor {
  return {
    routes: [...ticketRoutes({ db, transact }), ...serviceQueueRoutes({ db, transact })],
    texts: ticketTexts,
    recordOutbound,
    recordInbound,
    isReceived: async (q, ...key) => (await messageStore(q).findReceived(...key)) !== null,
    recordReplies,
    requireOwn,
    get: async (companyId, id) => ticketView(await getTicket(db, companyId, id)),
    markRead: (companyId, id) => markRead(transact, companyId, id),
    log: (tx, entries) => ticketLogStore(tx).addAcrossCompanies(entries),
    tell: tellTickets,
    mayJoinTicket: async ({ companyId }, id) => (await ticketStore(db).find(companyId, id)) !== null,
  };
}
