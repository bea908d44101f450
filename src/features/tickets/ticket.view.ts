/** Tickets and messages as the API and the browser events show them. */
import { z } from 'zod';
import type { CompanyId, ConnectionId, ContactId, DeliveryId, MessageId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { TicketStatus } from './ticket.types';

export interface TicketRow {
  id: TicketId;
  uuid: string;
  companyId: CompanyId;
  contactId: ContactId;
  whatsappId: ConnectionId | null;
  queueId: ServiceQueueId | null;
  userId: UserId | null;
  status: TicketStatus;
  isGroup: boolean;
  lastMessage: string;
  lastMessageAt: Date | null;
  fromMe: boolean;
  unreadMessages: number;
  createdAt: Date;
  updatedAt: Date;
  waitingSince: Date | null;
  queuedAt: Date | null;
  assignedAt: Date | null;
  acceptedAt: Date | null;
  closedAt: Date | null;
  lastInboundAt: Date | null;
  contact: TicketView['contact'];
  tags: TicketView['tags'];
  queueName: string | null;
  queueColor: string | null;
  userName: string | null;
  whatsappName: string | null;
}

export interface MessageRow {
  id: MessageId;
  companyId: CompanyId;
  ticketId: TicketId;
  deliveryId: DeliveryId | null;
  body: string;
  fromMe: boolean;
  mediaPath: string | null;
  mediaName: string | null;
  mediaType: string | null;
  createdAt: Date;
}

const contactShape = z.object({
  id: z.number(),
  companyId: z.number(),
  name: z.string(),
  number: z.string(),
  email: z.string(),
  isGroup: z.boolean(),
  active: z.boolean(),
  profilePicUrl: z.string(),
});
/** `kanban`: the tag is a lane of the board, and this is the one the ticket is in. */
const tagShape = z.object({ id: z.number(), name: z.string(), color: z.string(), kanban: z.boolean() });

export const ticketShape = z.object({
  id: z.number(),
  uuid: z.string(),
  companyId: z.number(),
  contactId: z.number(),
  whatsappId: z.number().nullable(),
  queueId: z.number().nullable(),
  userId: z.number().nullable(),
  status: z.enum(['open', 'pending', 'closed']),
  isGroup: z.boolean(),
  lastMessage: z.string(),
  lastMessageAt: z.string().nullable(),
  fromMe: z.boolean(),
  unreadMessages: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Since when it is pending, in its queue, its user's; when it was last accepted and closed. Null where that is not so. */
  waitingSince: z.string().nullable(),
  queuedAt: z.string().nullable(),
  assignedAt: z.string().nullable(),
  acceptedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  lastInboundAt: z.string().nullable(),
  contact: contactShape,
  tags: z.array(tagShape),
  queue: z.object({ id: z.number(), name: z.string(), color: z.string() }).nullable(),
  user: z.object({ id: z.number(), name: z.string() }).nullable(),
  whatsapp: z.object({ id: z.number(), name: z.string() }).nullable(),
});
export type TicketView = z.output<typeof ticketShape>;

export const messageShape = z.object({
  /** Text, as front ends of the family expect. */
  id: z.string(),
  companyId: z.number(),
  ticketId: z.number(),
  contactId: z.number(),
  deliveryId: z.number().nullable(),
  body: z.string(),
  fromMe: z.boolean(),
  /** 0 waiting, 1 accepted by the provider, 2 delivered, 3 read. */
  ack: z.number(),
  /** The delivery's state in the ledger; null for a message that was received. */
  state: z.string().nullable(),
  mediaType: z.string(),
  mediaName: z.string().nullable(),
  /** Signed: an `<img>` may fetch it, for an hour at least. */
  mediaUrl: z.string().nullable(),
  createdAt: z.string(),
});
export type MessageView = z.output<typeof messageShape>;

export function ticketView(row: TicketRow): TicketView {
  return {
    id: row.id,
    uuid: row.uuid,
    companyId: row.companyId,
    contactId: row.contactId,
    whatsappId: row.whatsappId,
    queueId: row.queueId,
    userId: row.userId,
    status: row.status,
    isGroup: row.isGroup,
    lastMessage: row.lastMessage,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    fromMe: row.fromMe,
    unreadMessages: row.unreadMessages,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    waitingSince: row.waitingSince?.toISOString() ?? null,
    queuedAt: row.queuedAt?.toISOString() ?? null,
    assignedAt: row.assignedAt?.toISOString() ?? null,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    lastInboundAt: row.lastInboundAt?.toISOString() ?? null,
    contact: row.contact,
    tags: row.tags,
    queue: row.queueId === null ? null : { id: row.queueId, name: row.queueName ?? '', color: row.queueColor ?? '' },
    user: row.userId === null ? null : { id: row.userId, name: row.userName ?? '' },
    whatsapp: row.whatsappId === null ? null : { id: row.whatsappId, name: row.whatsappName ?? '' },
  };
}

const ACKS = new Map([['sent', 1], ['delivered', 2], ['read', 3]]);

/** Where the file of a message is fetched from; `Tokens.signLink` of that path. */
export type LinkOf = (companyId: CompanyId, path: string) => string;

/** @param state of the message's delivery; null for a received one. */
export function messageView(row: MessageRow, contactId: number, state: string | null, linkOf: LinkOf): MessageView {
  return {
    id: String(row.id),
    companyId: row.companyId,
    ticketId: row.ticketId,
    contactId,
    deliveryId: row.deliveryId,
    body: row.body,
    fromMe: row.fromMe,
    ack: ACKS.get(state ?? '') ?? 0,
    state,
    mediaType: row.mediaType?.split('/')[0] ?? 'chat',
    mediaName: row.mediaName,
    mediaUrl: row.mediaPath === null ? null : linkOf(row.companyId, `/messages/${row.id}/media`),
    createdAt: row.createdAt.toISOString(),
  };
}
