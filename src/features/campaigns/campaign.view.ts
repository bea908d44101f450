/** Campaigns as the API and the browser events show them. */
import { z } from 'zod';
import type { Language } from '../../platform/http/texts';
import { defineEvent } from '../../platform/realtime/realtime';
import type { CampaignRecord } from './campaign.store';
import { pausedByOf, pauseTextOf } from './campaign.texts';
import { CampaignStatus } from './campaign.types';
import { confirmationsOf, countersOf, progressOf } from './counters.rules';

const instant = z.string().nullable();

/** Recipients by where they are now; their sum without `replied` is `total`. */
const countersShape = z.object({
  total: z.number(),
  /** Waits for its turn, or for the answer to a question. */
  pending: z.number(),
  sending: z.number(),
  sent: z.number(),
  delivered: z.number(),
  read: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** May or may not have been taken by the provider. */
  unknown: z.number(),
  cancelled: z.number(),
  /** Of those sent, how many answered. */
  replied: z.number(),
});

const forecastShape = z.object({
  startsAt: z.string(),
  endsAt: z.string(),
  /** Between these it will end; null once enough has left for `endsAt` to be told alone. */
  range: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** Recipients still to be served. */
  remaining: z.number(),
  /** Messages of this campaign, on average. */
  perMinute: z.number(),
  /** What keeps its connection from sending just now: limiter, interval, window, daily_cap, hold, company_suspended. */
  waiting: z.object({ reason: z.string(), until: z.string().nullable() }).nullable(),
});
export type Forecast = z.output<typeof forecastShape>;

export const campaignShape = z.object({
  id: z.number(),
  companyId: z.number(),
  name: z.string(),
  status: z.enum(CampaignStatus),
  scheduledAt: instant,
  startedAt: instant,
  completedAt: instant,
  contactListId: z.number().nullable(),
  whatsappId: z.number().nullable(),
  message1: z.string(),
  message2: z.string(),
  message3: z.string(),
  message4: z.string(),
  message5: z.string(),
  confirmation: z.boolean(),
  confirmationTimeoutMinutes: z.number(),
  confirmationMessage1: z.string(),
  confirmationMessage2: z.string(),
  confirmationMessage3: z.string(),
  confirmationMessage4: z.string(),
  confirmationMessage5: z.string(),
  mediaPath: z.string().nullable(),
  mediaName: z.string().nullable(),
  mediaType: z.string().nullable(),
  openTicket: z.enum(['enabled', 'disabled']),
  statusTicket: z.enum(['open', 'pending', 'closed']),
  queueId: z.number().nullable(),
  userId: z.number().nullable(),
  contactList: z.object({ id: z.number(), name: z.string() }).nullable(),
  whatsapp: z.object({ id: z.number(), name: z.string(), status: z.string() }).nullable(),
  /** Why it is paused, or ended without a message, in the reader's language; `pauseCode` is the same for programs. */
  pauseReason: z.string().nullable(),
  pauseCode: z.string().nullable(),
  pausedAt: instant,
  /** The user who paused it; null when it was nobody. */
  pausedBy: z.string().nullable(),
  /** All recipients have been written; before that `total` still grows. */
  prepared: z.boolean(),
  counters: countersShape,
  /** Of campaigns that ask first: what was asked, and what was answered with yes. */
  confirmationRequested: z.number(),
  confirmed: z.number(),
  /** Per cent of the recipients for whom nothing is left to happen. */
  progress: z.number(),
  /** Null when nothing is left to send, or nobody can say. Of a paused one: as if it were resumed now. */
  forecast: forecastShape.nullable(),
  /** Number of the campaign's last event; a client that sees a gap fetches the campaign again. */
  seq: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type CampaignView = z.output<typeof campaignShape>;

export const previewShape = z.object({
  recipients: z.number(),
  /** `text` says the reason in the reader's language. */
  excluded: z.array(z.object({ reason: z.string(), text: z.string(), count: z.number() })),
  samples: z.array(
    z.object({
      itemId: z.number(),
      number: z.string(),
      name: z.string(),
      text: z.string(),
      variant: z.number(),
      /** Every variable this contact has a value for, so that a screen renders what is being typed with the same values. */
      values: z.record(z.string(), z.string()),
    }),
  ),
  /** What the texts may name, and whose it is. */
  variables: z.array(z.object({ key: z.string(), source: z.enum(['contact', 'list', 'company']) })),
  /** Variables of the texts that have no value anywhere; with one of these the campaign does not start. */
  unresolved: z.array(z.string()),
  forecast: forecastShape.nullable(),
});
export type Preview = z.output<typeof previewShape>;

/** One campaign: the record itself, and the five members that front ends of the family read. */
export const campaignPageShape = campaignShape.extend({
  campaign: campaignShape,
  /** Recipients with a usable number. */
  valids: z.number(),
  /** Taken by the provider, whatever was heard of them since. */
  delivered: z.number(),
});

/** The wire name is `company-<id>-campaign`. */
export const campaignChanged = defineEvent<
  { readonly action: 'create' | 'update'; readonly record: CampaignView } | { readonly action: 'delete'; readonly id: number }
>('campaign');

export function campaignView(record: CampaignRecord, forecast: Forecast | null, language: Language = 'pt-BR'): CampaignView {
  return {
    id: record.id,
    companyId: record.companyId,
    name: record.name,
    status: record.status,
    scheduledAt: iso(record.scheduledAt),
    startedAt: iso(record.startedAt),
    completedAt: iso(record.completedAt),
    contactListId: record.contactListId,
    whatsappId: record.whatsappId,
    message1: record.message1,
    message2: record.message2,
    message3: record.message3,
    message4: record.message4,
    message5: record.message5,
    confirmation: record.confirmation,
    confirmationTimeoutMinutes: record.confirmationTimeoutMinutes,
    confirmationMessage1: record.confirmationMessage1,
    confirmationMessage2: record.confirmationMessage2,
    confirmationMessage3: record.confirmationMessage3,
    confirmationMessage4: record.confirmationMessage4,
    confirmationMessage5: record.confirmationMessage5,
    mediaPath: record.mediaPath,
    mediaName: record.mediaName,
    mediaType: record.mediaType,
    openTicket: record.openTicket,
    statusTicket: record.statusTicket,
    queueId: record.queueId,
    userId: record.userId,
    contactList: record.contactListId === null ? null : { id: record.contactListId, name: record.listName ?? '' },
    whatsapp: record.whatsappId === null ? null : { id: record.whatsappId, name: record.connectionName ?? '', status: record.connectionStatus ?? '' },
    pauseReason: record.pauseReason === null ? null : pauseTextOf(record.pauseReason, language),
    // Stored as `code:detail`; programs want the code.
    pauseCode: record.pauseReason?.split(':')[0] ?? null,
    pausedAt: iso(record.pausedAt),
    pausedBy: record.pauseReason === null ? null : pausedByOf(record.pauseReason),
    prepared: record.preparedAt !== null,
    counters: countersOf(record),
    ...confirmationsOf(record),
    progress: progressOf(record),
    forecast,
    seq: record.eventSeq,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
