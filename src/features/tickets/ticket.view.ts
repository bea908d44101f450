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
  contactName: string;
  contactNumber: string;
  contactEmail: string;
  contactPicture: string;
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

export const contactShape = z.object({
  id: z.number(),
  name: z.string(),
  number: z.string(),
  email: z.string(),
  isGroup: z.boolean(),
  profilePicUrl: z.string(),
});

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
  contact: contactShape,
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
  /** Needs the user's token, like every other path. */
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
    contact: {
      id: row.contactId,
      name: row.contactName,
      number: row.contactNumber,
      email: row.contactEmail,
      isGroup: row.isGroup,
      profilePicUrl: row.contactPicture,
    },
    queue: row.queueId === null ? null : { id: row.queueId, name: row.queueName ?? '', color: row.queueColor ?? '' },
    user: row.userId === null ? null : { id: row.userId, name: row.userName ?? '' },
    whatsapp: row.whatsappId === null ? null : { id: row.whatsappId, name: row.whatsappName ?? '' },
  };
}

const ACKS = new Map([['sent', 1], ['delivered', 2], ['read', 3]]);

/** @param state of the message's delivery; null for a received one. */
export function messageView(row: MessageRow, contactId: number, state: string | null): MessageView {
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
    mediaUrl: row.mediaPath === null ? null : `/messages/${row.id}/media`,
    createdAt: row.createdAt.toISOString(),
  };
}
