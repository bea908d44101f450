/** What clients may write of a campaign. Front ends of the family send null or '' for what is empty, and dates without a zone. */
import { z } from 'zod';
import { connectionId, contactListId, serviceQueueId, userId } from '../../kernel/ids';
import { nullIfBlank } from '../../platform/http/form-values';
import { wallTime } from '../../platform/http/wall-time';
import { CampaignStatus, type CampaignDraft } from './campaign.types';

/** WhatsApp takes no longer one. */
const MAX_TEXT = 4_096;

const text = z
  .string()
  .max(MAX_TEXT)
  .nullable()
  .transform((value) => value ?? '');
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(nullIfBlank, schema.nullable());

const toggle = z.union([z.enum(['enabled', 'disabled']), z.boolean().transform((on) => (on ? 'enabled' : 'disabled'))]);

const fields = {
  name: z.string().trim().min(1).max(200),
  status: z.enum(CampaignStatus),
  scheduledAt: optional(wallTime),
  contactListId: optional(contactListId()),
  whatsappId: optional(connectionId()),
  message1: text,
  message2: text,
  message3: text,
  message4: text,
  message5: text,
  confirmation: z.boolean(),
  confirmationTimeoutMinutes: z.coerce.number().int().min(1).max(43_200),
  confirmationMessage1: text,
  confirmationMessage2: text,
  confirmationMessage3: text,
  confirmationMessage4: text,
  confirmationMessage5: text,
  openTicket: toggle,
  statusTicket: z.enum(['open', 'pending', 'closed']),
  queueId: optional(serviceQueueId()),
  userId: optional(userId()),
};

/** An edit names what it changes; what it leaves out stays. */
export const campaignPatch = z.object(fields).partial();
export type CampaignPatch = z.output<typeof campaignPatch>;

export const campaignInput = campaignPatch.required({ name: true });
export type CampaignInput = z.output<typeof campaignInput>;

/** A campaign about which nothing was said. */
export const blankCampaign: Omit<CampaignDraft, 'name'> = {
  status: CampaignStatus.draft,
  scheduledAt: null,
  contactListId: null,
  whatsappId: null,
  message1: '',
  message2: '',
  message3: '',
  message4: '',
  message5: '',
  confirmation: false,
  confirmationTimeoutMinutes: 1_440,
  confirmationMessage1: '',
  confirmationMessage2: '',
  confirmationMessage3: '',
  confirmationMessage4: '',
  confirmationMessage5: '',
  mediaPath: null,
  mediaName: null,
  mediaType: null,
  openTicket: 'disabled',
  statusTicket: 'pending',
  queueId: null,
  userId: null,
};
