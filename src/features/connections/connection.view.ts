import { z } from 'zod';
import { clockTimeOf } from '../../kernel/clock';
import { defineEvent } from '../../platform/realtime/realtime';
import { ConnectionStatus, type Connection } from './connection.types';

export const connectionShape = z.object({
  id: z.number(),
  name: z.string(),
  status: z.enum(ConnectionStatus),
  /** Text of the code to scan; always empty on channels that need none. */
  qrcode: z.string(),
  isDefault: z.boolean(),
  channel: z.string(),
  number: z.string().nullable(),
  /** Whether the external API may send by it; the token itself is shown once. */
  hasToken: z.boolean(),
  /** The service queues it offers; with exactly one, new tickets go straight into it. */
  queues: z.array(z.object({ id: z.number(), name: z.string(), color: z.string() })),
  limiterMax: z.number().nullable(),
  limiterDurationMs: z.number().nullable(),
  dailyCap: z.number().nullable(),
  windowStart: z.string().nullable(),
  windowEnd: z.string().nullable(),
  warmupSince: z.string().nullable(),
  greetingMessage: z.string(),
  outOfHoursMessage: z.string(),
  timeSendQueue: z.number(),
  sendIdQueue: z.number().nullable(),
  timeInactiveMessage: z.number(),
  inactiveMessage: z.string(),
  expiresTicket: z.number(),
  expiresInactiveMessage: z.string(),
  whenExpiresTicket: z.literal([0, 1]),
  expiresInBusinessHours: z.boolean(),
  ratingMessage: z.string(),
  ratingTimeout: z.number(),
  completionMessage: z.string(),
  groupAsTicket: z.boolean(),
  statusChangedAt: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ConnectionView = z.output<typeof connectionShape>;

/** One connection, with what it is doing. */
export const workingShape = connectionShape.extend({
  lane: z.object({
    /** Why nothing leaves right now, and until when (null: nobody knows); null while it may. */
    waiting: z.object({ reason: z.string(), until: z.string().nullable() }).nullable(),
    /** What left today of what may; null: there is no cap. */
    today: z.object({ sent: z.number(), cap: z.number() }).nullable(),
    /** Messages that wait: single ones, and those of campaigns under way or paused. */
    pending: z.object({ direct: z.number(), campaign: z.number() }),
  }),
});

/** A lane as the ledger tells it. */
export interface LaneNow {
  readonly waiting: { readonly reason: string; readonly until: Date | null } | null;
  readonly today: { readonly sent: number; readonly cap: number } | null;
}

export function workingView(connection: Connection, lane: LaneNow, pending: { direct: number; campaign: number }): z.output<typeof workingShape> {
  const waiting = lane.waiting && { reason: lane.waiting.reason, until: lane.waiting.until?.toISOString() ?? null };
  return { ...connectionView(connection), lane: { waiting, today: lane.today, pending } };
}

export const connectionEvent = defineEvent<{ action: 'create' | 'update'; whatsapp: ConnectionView } | { action: 'delete'; whatsappId: number }>('whatsapp');
/** The session of a connection opened or closed. */
export const sessionEvent = defineEvent<{ action: 'update'; session: ConnectionView }>('whatsappSession');

export function connectionView({ companyId: _, windowStartMinute, windowEndMinute, ...connection }: Connection): ConnectionView {
  const clockTime = (minute: number | null) => (minute === null ? null : clockTimeOf(minute));
  return {
    ...connection,
    qrcode: '',
    queues: [...connection.queues],
    windowStart: clockTime(windowStartMinute),
    windowEnd: clockTime(windowEndMinute),
    statusChangedAt: connection.statusChangedAt.toISOString(),
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
  };
}
