/** What travels between a remote simulator and its user: JSON both ways, answers of a send as one line each, as they come. */
import { z } from 'zod';
import { companyId, connectionId } from '../../../kernel/ids';
import { faultsSchema, type Answer, type Call, type LedgerEntry, type Thread, type ThreadMessage } from '../simulator';

const at = z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]);
const ids = z.array(z.number().int()).max(10_000);

const refusal = { code: z.string(), text: z.string() };
const answer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('accepted'), providerMessageId: z.string() }),
  z.object({ outcome: z.literal('answer_lost') }),
  z.object({ outcome: z.literal('rate_limited'), ...refusal, retryAfterMs: z.number() }),
  z.object({ outcome: z.enum(['rejected', 'unavailable', 'blocked']), ...refusal }),
]) satisfies z.ZodType<Answer>;

/** One line of the answer to POST /send: which call of the request, and what became of it. */
export const answerLine = z.object({ call: z.number().int(), answer });

const call = z.object({
  companyId: companyId(),
  connectionId: connectionId(),
  to: z.string().min(1).max(100),
  isGroup: z.boolean(),
  reference: z.string().min(1).max(512),
  body: z.string().max(65_536),
  mediaName: z.string().max(1_000).nullable(),
}) satisfies z.ZodType<Call>;

const event = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    connectionId: connectionId(),
    reference: z.string().nullable(),
    providerMessageId: z.string(),
    status: z.enum(['sent', 'delivered', 'read', 'failed']),
    at,
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
  z.object({
    type: z.literal('message'),
    connectionId: connectionId(),
    providerMessageId: z.string(),
    from: z.string(),
    isGroup: z.boolean(),
    pushName: z.string().nullable(),
    text: z.string(),
    /** Its content is asked for by the event's id. */
    media: z.object({ name: z.string(), mimeType: z.string() }).optional(),
    at,
  }),
]);

const entry = z.object({
  id: z.number().int(),
  reference: z.string(),
  connectionId: connectionId(),
  to: z.string(),
  body: z.string(),
  mediaName: z.string().nullable(),
  at,
  outcome: z.enum(['accepted', 'answer_lost', 'rejected', 'rate_limited', 'unavailable', 'blocked']),
  status: z.enum(['accepted', 'sent', 'delivered', 'read', 'failed', 'refused']),
}) satisfies z.ZodType<LedgerEntry>;

const threadMessage = z.object({
  id: z.number().int(),
  body: z.string(),
  mediaName: z.string().nullable(),
  at,
  status: z.enum(['accepted', 'sent', 'delivered', 'read', 'failed', 'refused', 'heard']),
}) satisfies z.ZodType<ThreadMessage>;

const thread = z.object({ connectionId: connectionId(), contact: z.string(), messages: z.number().int(), last: threadMessage }) satisfies z.ZodType<Thread>;

export const answers = {
  events: z.object({ events: z.array(z.object({ id: z.number().int(), event })) }),
  file: z.object({ content: z.base64() }),
  messages: z.object({ messages: z.array(entry) }),
  threads: z.object({ threads: z.array(thread) }),
  thread: z.object({ messages: z.array(threadMessage) }),
  total: z.object({ total: z.number().int() }),
  cleared: z.object({ cleared: z.number().int() }),
  faults: z.object({ faults: faultsSchema }),
  nothing: z.object({}),
};

const number = z.coerce.number().int().min(0);
const idList = z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value), z.array(connectionId()));

export const requests = {
  send: z.object({ calls: z.array(call).min(1).max(10_000) }),
  events: z.object({ limit: number.max(10_000).default(500), waitMs: number.max(60_000).default(0) }),
  acknowledge: z.object({ ids }),
  messages: z.object({
    connectionIds: idList.optional(),
    to: z.string().optional(),
    refused: z.stringbool().default(false),
    cursor: number.default(0),
    limit: number.max(10_000).default(1_000),
  }),
  threads: z.object({ connectionIds: idList, search: z.string().default(''), before: number.optional(), limit: number.max(1_000).default(50) }),
  thread: z.object({ connectionId: connectionId(), contact: z.string().min(1).max(100), limit: number.max(1_000).default(200) }),
  total: z.object({ connectionIds: idList }),
  clear: z.object({ connectionIds: idList.optional() }),
  faults: z.object({ connectionId: connectionId().nullable().default(null) }),
  setFaults: z.object({ connectionId: connectionId().nullable().default(null), faults: faultsSchema }),
  inbound: z.object({
    connectionId: connectionId(),
    from: z.string().min(1).max(100),
    body: z.string().max(65_536),
    file: z
      .object({ name: z.string(), mimeType: z.string(), content: z.base64().transform((text) => Buffer.from(text, 'base64')) })
      .optional(),
  }),
  file: z.object({ eventId: number }),
};
