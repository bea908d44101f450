/** One message as the send API tells of it: where it is, and how it came there. */
import { z } from 'zod';
import type { ConnectionId, DeliveryId } from '../../kernel/ids';
import type { DeliveryState } from '../deliveries';

export interface StatusRow {
  id: DeliveryId;
  connectionId: ConnectionId;
  kind: string;
  recipient: string;
  body: string;
  state: DeliveryState;
  attempts: number;
  providerMessageId: string | null;
  errorClass: string | null;
  errorCode: string | null;
  errorText: string | null;
  createdAt: Date;
  claimedAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  repliedAt: Date | null;
  failedAt: Date | null;
  events: readonly { at: string; type: string; detail: Record<string, unknown> }[];
}

export const statusShape = z.object({
  id: z.number(),
  connectionId: z.number(),
  kind: z.string(),
  number: z.string(),
  body: z.string(),
  state: z.string(),
  attempts: z.number(),
  providerMessageId: z.string().nullable(),
  error: z.object({ class: z.string().nullable(), code: z.string().nullable(), message: z.string().nullable() }).nullable(),
  history: z.array(z.object({ at: z.string(), step: z.string(), detail: z.record(z.string(), z.unknown()).optional() })),
});

type Step = z.output<typeof statusShape>['history'][number];

export function statusView(row: StatusRow): z.output<typeof statusShape> {
  const { errorClass, errorCode, errorText } = row;
  return {
    id: row.id,
    connectionId: row.connectionId,
    kind: row.kind,
    number: row.recipient,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    providerMessageId: row.providerMessageId,
    error: errorCode === null && errorText === null ? null : { class: errorClass, code: errorCode, message: errorText },
    history: historyOf(row),
  };
}

/** Times of the ledger's rungs, with what happened beside the ladder, oldest first. */
function historyOf(row: StatusRow): Step[] {
  const rungs: [step: string, at: Date | null][] = [
    ['queued', row.createdAt],
    ['sending', row.claimedAt],
    ['sent', row.sentAt],
    ['delivered', row.deliveredAt],
    ['read', row.readAt],
    ['replied', row.repliedAt],
    ['failed', row.failedAt],
  ];
  const climbed = rungs.flatMap(([step, at]) => (at === null ? [] : [{ at: at.toISOString(), step }]));
  const beside = row.events.map(({ at, type, detail }) => ({ at: new Date(at).toISOString(), step: type, detail }));
  // A stable sort: rungs of the same instant stay in the ladder's order.
  return [...climbed, ...beside].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** What every route that sends answers for one message. */
export const acceptedShape = z.object({ id: z.number(), number: z.string(), duplicate: z.boolean(), statusUrl: z.string() });
