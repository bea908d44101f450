/** The history of a ticket, and why it is where it is, in plain words. */
import { z } from 'zod';
import type { Language, Text } from '../../platform/http/texts';
import type { TicketLogRow } from './ticket-log.store';
import { fullerTexts, logTexts, nobody, product, standingTexts } from './ticket-log.texts';
import type { TicketView } from './ticket.view';

const named = z.object({ id: z.number(), name: z.string() }).nullable();

export const logShape = z.object({
  id: z.number(),
  ticketId: z.number(),
  type: z.string(),
  userId: z.number().nullable(),
  queueId: z.number().nullable(),
  user: named,
  queue: named,
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  text: z.string(),
  createdAt: z.string(),
});

export const storyShape = z.object({
  summary: z.string(),
  /** Since when it stands so. */
  since: z.string().nullable(),
  steps: z.array(z.object({ at: z.string(), type: z.string(), text: z.string() })),
});

export function logView(row: TicketLogRow, language: Language): z.output<typeof logShape> {
  const { id, ticketId, type, userId, queueId, detail } = row;
  return {
    id, ticketId, type, userId, queueId, detail,
    user: userId === null ? null : { id: userId, name: row.userName ?? '' },
    queue: queueId === null ? null : { id: queueId, name: row.queueName ?? '' },
    text: sentenceOf(row, language),
    createdAt: row.createdAt.toISOString(),
  };
}

export function ticketStory(ticket: TicketView, logs: readonly TicketLogRow[], language: Language): z.output<typeof storyShape> {
  const { text, since } = standingOf(ticket);
  return {
    summary: say(text, language, { queue: ticket.queue?.name ?? '', user: ticket.user?.name ?? '' }),
    since,
    steps: logs.map((row) => ({ at: row.createdAt.toISOString(), type: row.type, text: sentenceOf(row, language) })),
  };
}

function standingOf({ status, queue, user, ...ticket }: TicketView): { text: Text; since: string | null } {
  if (status === 'closed') return { text: standingTexts.closed, since: ticket.closedAt };
  if (status === 'open') return { text: user === null ? standingTexts.openWithNobody : standingTexts.open, since: ticket.acceptedAt };
  if (user !== null) return { text: standingTexts.pendingForUser, since: ticket.assignedAt };
  return { text: queue === null ? standingTexts.pending : standingTexts.pendingInQueue, since: queue === null ? ticket.waitingSince : ticket.queuedAt };
}

function sentenceOf(row: TicketLogRow, language: Language): string {
  return say(textOf(row), language, {
    who: row.userName ?? product[language],
    queue: row.queueName ?? '',
    toUser: row.toUserName ?? row.userName ?? nobody[language],
    toQueue: row.toQueueName ?? '',
    toTag: row.toTagName ?? '',
    rate: String(row.detail['rate'] ?? ''),
  });
}

function textOf({ type, detail, userName, queueName, toUserName, toQueueName }: TicketLogRow): Text {
  if (type === 'create' && detail['reason'] === 'received') return queueName === null ? fullerTexts.createReceived : fullerTexts.createReceivedInto;
  if (type === 'create' && detail['reason'] === 'sent') return fullerTexts.createSent;
  if (type === 'transfered' && toUserName !== null) return fullerTexts.transferedToUser;
  if (type === 'transfered' && toQueueName !== null) return fullerTexts.transferedToQueue;
  if (type === 'receivedTransfer' && userName === null) return queueName === null ? fullerTexts.receivedByNobody : fullerTexts.receivedByQueue;
  return logTexts[type];
}

const say = (text: Text, language: Language, values: Readonly<Record<string, string>>): string =>
  text[language].replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
