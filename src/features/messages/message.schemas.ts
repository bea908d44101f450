/** What callers may say of a message, parsed at the edge into the words of the ledger. */
import { z } from 'zod';
import { connectionId, serviceQueueId, userId } from '../../kernel/ids';
import { flagWord, nullIfBlank } from '../../platform/http/form-values';
import { phone } from '../contacts';
import { LanePriority } from '../deliveries';

/** WhatsApp's own limit of a text. */
const LONGEST_TEXT = 65_536;

/** PostgreSQL has no NUL in its text, and WhatsApp shows none. */
const text = z
  .string()
  .max(LONGEST_TEXT)
  .transform((written) => written.replaceAll('\0', ''));
/** Blank is not a message. */
const messageText = text.refine((written) => written.trim() !== '', 'required');

const WORDS = { urgent: LanePriority.urgent, high: LanePriority.high, normal: LanePriority.direct, low: LanePriority.low } as const;
const words = Object.keys(WORDS) as (keyof typeof WORDS)[];

/** A word, or a number of which 1 is the most urgent and everything from 5 on the least. Never behind schedules or campaigns. */
export const priority = z
  .union([z.enum(words).transform((word): number => WORDS[word]), z.number().int().min(1).transform((rank) => Math.min(rank, LanePriority.low))])
  .default(LanePriority.direct);

/** Multipart forms and older scripts write flags as text. */
const flag = z.union([z.boolean(), flagWord, z.literal('').transform(() => false)]).default(false);
const optional = <Id extends number>(id: z.ZodType<Id>) =>
  z
    .preprocess(nullIfBlank, id.nullish())
    .transform((given) => given ?? null);

const sendFields = z.object({
  number: phone(),
  saveOnTicket: flag.describe('Write the message into the contact’s ticket'),
  queueId: optional(serviceQueueId()).describe('Service queue of a new ticket'),
  userId: optional(userId()).describe('Who answers a new ticket, and who signs'),
  sendSignature: flag.describe('Begin with the name of userId'),
  closeTicket: flag.describe('A new ticket is closed after the message'),
  noRegister: flag.describe('No ticket, whatever else is said'),
});
export const sendBody = sendFields.extend({ body: messageText, priority });
/** The same with files: the text is the caption of the first, and may be missing. */
export const sendForm = sendFields.extend({ body: text.default(''), priority: z.preprocess(asNumber, priority) });
export type SendOptions = z.output<typeof sendForm>;

const MOST_IN_BULK = 1_000;
export const bulkBody = z.object({
  connectionId: connectionId(),
  messages: z
    .array(z.object({ number: phone(), body: messageText, priority, idempotencyKey: z.string().min(1).max(200).optional() }))
    .min(1)
    .max(MOST_IN_BULK),
});

export const replyBody = z.object({ body: messageText });
export const replyForm = z.object({ body: text.default('') });

function asNumber(written: unknown): unknown {
  return typeof written === 'string' && /^\d+$/.test(written) ? Number(written) : written;
}
