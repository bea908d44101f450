/** The words of the ledger. Its state machine is told in README.md beside this file. */
import type { CampaignId, CompanyId, ConnectionId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { TicketPlan } from '../tickets';

export type { TicketPlan } from '../tickets';

export const DeliveryState = {
  pending: 'pending',
  /** The message of a recipient who was asked to confirm and has not answered. */
  awaiting: 'awaiting',
  sending: 'sending',
  /** The provider may or may not have taken it; a status with our reference resolves it. */
  unknown: 'unknown',
  /** Unknown beyond the window: never sent again by itself. A late status still moves it to sent. */
  held: 'held',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
} as const;
export type DeliveryState = (typeof DeliveryState)[keyof typeof DeliveryState];

/** States in which something is still to happen; a campaign is finished when no row of it is in one. */
export const OPEN_STATES = ['pending', 'awaiting', 'sending', 'unknown'] as const;

export type DeliveryKind = 'direct' | 'scheduled' | 'campaign' | 'system';

/** Place in the lane: smallest first, direct before scheduled before campaign. */
export const LanePriority = { urgent: 1, high: 2, direct: 3, low: 5, scheduled: 6, campaign: 9 } as const;

/** Why a delivery is skipped without being sent. Stored in `errorCode`. */
export type SkipReason = 'opt_out' | 'invalid_number' | 'contact_inactive' | 'confirmation_refused' | 'confirmation_expired' | 'empty_message';

export interface NewDelivery {
  readonly connectionId: ConnectionId;
  readonly kind: Exclude<DeliveryKind, 'campaign'>;
  readonly priority: number;
  /** E.164 digits, or a group's id. */
  readonly recipient: string;
  readonly isGroup: boolean;
  readonly name: string;
  readonly body: string;
  readonly media: Media | null;
  /** Into which conversation it is written once it is sent; null: none. */
  readonly ticketPlan: TicketPlan | null;
  /** The same key of the same company is the same delivery. */
  readonly idempotencyKey: string | null;
}

/** A new delivery and whose it is. */
export interface OwnedDelivery extends NewDelivery {
  readonly companyId: CompanyId;
}

/** One recipient of a campaign, as preparation writes it. */
export interface NewShipping {
  readonly listItemId: number;
  readonly recipient: string;
  readonly isGroup: boolean;
  readonly name: string;
  /** 0 the message, 1 the question that precedes it. */
  readonly step: 0 | 1;
  readonly variant: number;
  readonly body: string;
  readonly state: 'pending' | 'awaiting' | 'skipped';
  readonly skipReason: SkipReason | null;
}

/** A campaign of which some rows moved. */
export interface MovedCampaign {
  readonly companyId: CompanyId;
  readonly campaignId: CampaignId;
}

/** Why campaigns must stop. */
export type PauseCause = { readonly code: 'connection_blocked' | 'refused_in_a_row'; readonly detail: string };
