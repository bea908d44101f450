/** The words of a campaign. What each status means and promises is told in README.md beside this file. */
import type { CampaignPace, NewShipping, TicketPlan } from '../deliveries';
import type { CampaignId, CompanyId, ConnectionId, ContactListId, ServiceQueueId, UserId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';

export const CampaignStatus = {
  draft: 'INATIVA',
  scheduled: 'PROGRAMADA',
  running: 'EM_ANDAMENTO',
  paused: 'PAUSADA',
  cancelled: 'CANCELADA',
  finished: 'FINALIZADA',
} as const;
export type CampaignStatus = (typeof CampaignStatus)[keyof typeof CampaignStatus];

/** The two rows a recipient may have in the ledger: the message, and the question that precedes it. */
export const Step = { message: 0, question: 1 } as const satisfies Record<string, NewShipping['step']>;

/** Places of the five messages and the five requests for confirmation, as stored and as the API names them. */
export const MESSAGE_FIELDS = ['message1', 'message2', 'message3', 'message4', 'message5'] as const;
export const CONFIRMATION_FIELDS = [
  'confirmationMessage1',
  'confirmationMessage2',
  'confirmationMessage3',
  'confirmationMessage4',
  'confirmationMessage5',
] as const;
export type MessageField = (typeof MESSAGE_FIELDS)[number] | (typeof CONFIRMATION_FIELDS)[number];

/** What a user writes and may change until the campaign has started. */
export interface CampaignDraft extends Record<MessageField, string> {
  readonly name: string;
  readonly status: CampaignStatus;
  readonly scheduledAt: Date | null;
  readonly contactListId: ContactListId | null;
  readonly whatsappId: ConnectionId | null;
  readonly confirmation: boolean;
  readonly confirmationTimeoutMinutes: number;
  readonly mediaPath: string | null;
  readonly mediaName: string | null;
  readonly mediaType: string | null;
  readonly openTicket: 'enabled' | 'disabled';
  readonly statusTicket: 'open' | 'pending' | 'closed';
  readonly queueId: ServiceQueueId | null;
  readonly userId: UserId | null;
}

/** One of the texts a recipient may get. `number` is its field's: 1 for message1. */
export interface Variant {
  readonly number: number;
  readonly text: string;
}

/** What a started campaign sends by, whatever is edited elsewhere afterwards. The lane reads `pace` from it. */
export interface Snapshot {
  readonly pace: CampaignPace;
  /** The company's own variables, by template key. */
  readonly variables: Readonly<Record<string, string>>;
  /** Columns of the list that the texts name: a blank cell there is a blank, not a missing variable. */
  readonly columns: readonly string[];
  readonly messages: readonly Variant[];
  /** Empty unless recipients are asked first. */
  readonly confirmationMessages: readonly Variant[];
}

/** Terminal rows that an operator asked to open again; worked off in chunks, then null. */
export interface Reopening {
  readonly states: readonly ('cancelled' | 'failed' | 'held')[];
  /** Rows that failed after this instant failed again, and stay failed. */
  readonly before: string;
  readonly by: UserId;
}

export interface Campaign extends CampaignDraft {
  readonly id: CampaignId;
  readonly companyId: CompanyId;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly snapshot: Snapshot | null;
  readonly preparedUpTo: number;
  readonly preparedAt: Date | null;
  /** A code of campaign.texts.ts, or one with its detail: `start_refused:whatsappId`. */
  readonly pauseReason: string | null;
  readonly pausedAt: Date | null;
  readonly reopening: Reopening | null;
  readonly eventSeq: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function mediaOf(campaign: Pick<Campaign, 'mediaPath' | 'mediaName' | 'mediaType'>): Media | null {
  const { mediaPath, mediaName, mediaType } = campaign;
  return mediaPath === null ? null : { path: mediaPath, name: mediaName ?? mediaPath, mimeType: mediaType ?? 'application/octet-stream' };
}

export function ticketPlanOf(campaign: Pick<Campaign, 'openTicket' | 'statusTicket' | 'queueId' | 'userId'>): TicketPlan | null {
  if (campaign.openTicket === 'disabled') return null;
  return { status: campaign.statusTicket, queueId: campaign.queueId, userId: campaign.userId };
}

/** The non-blank texts among `fields`, each with the number of its field. */
export function variantsOf(draft: Pick<CampaignDraft, MessageField>, fields: typeof MESSAGE_FIELDS | typeof CONFIRMATION_FIELDS): Variant[] {
  return fields.map((field, index) => ({ number: index + 1, text: draft[field] })).filter((variant) => variant.text.trim() !== '');
}
