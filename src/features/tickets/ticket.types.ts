/** The words of conversations. What is promised about them is told in README.md beside this file. */
import type { CompanyId, ConnectionId, ContactId, DeliveryId, TicketId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';

export const TicketStatus = { open: 'open', pending: 'pending', closed: 'closed' } as const;
export type TicketStatus = (typeof TicketStatus)[keyof typeof TicketStatus];

/** How a ticket is made when the contact has none to write into; a living ticket is left as it is. */
export interface TicketPlan {
  readonly status: TicketStatus;
  readonly queueId: number | null;
  readonly userId: number | null;
}

/** A delivery that the provider took, to be written into its conversation. */
export interface OutboundMessage {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  readonly deliveryId: DeliveryId;
  readonly providerMessageId: string | null;
  /** E.164 digits, or a group's id. */
  readonly recipient: string;
  readonly isGroup: boolean;
  /** Names a contact that is not known yet; the number does when empty. */
  readonly name: string;
  readonly body: string;
  readonly media: Media | null;
  readonly plan: TicketPlan;
  readonly at: Date;
}

export interface InboundMessage {
  readonly companyId: CompanyId;
  readonly connectionId: ConnectionId;
  /** E.164 digits, or a group's id. */
  readonly from: string;
  readonly isGroup: boolean;
  /** The name the person gave himself on WhatsApp. */
  readonly pushName: string | null;
  readonly text: string;
  /** A file that came with it, kept in the company's folder already. */
  readonly media?: Media | null;
  readonly providerMessageId: string;
  readonly at: Date;
}

export interface InboundRecorded {
  readonly ticketId: TicketId;
  readonly contactId: ContactId;
  /** The provider told it before: nothing was written now. */
  readonly duplicate: boolean;
  /** It began a conversation: there was no living one. */
  readonly opened: boolean;
  /** It was the answer, 1 to 5, to the question that closed this conversation; null: a message like any other. */
  readonly rate: number | null;
}

/** A message of ours that is seen from when it is submitted; its delivery tells how it fares. */
export interface Reply {
  readonly companyId: CompanyId;
  readonly ticketId: TicketId;
  readonly connectionId: ConnectionId;
  readonly deliveryId: DeliveryId;
  readonly body: string;
  readonly media: Media | null;
  readonly at: Date;
}
