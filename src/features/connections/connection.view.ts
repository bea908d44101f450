import { z } from 'zod';
import { defineEvent } from '../../platform/realtime/realtime';
import { clockTimeOf } from './connection.rules';
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
  /** Service queues of the connection: front ends of the family expect the list. */
  queues: z.array(z.object({ id: z.number(), name: z.string(), color: z.string() })),
  limiterMax: z.number().nullable(),
  limiterDurationMs: z.number().nullable(),
  dailyCap: z.number().nullable(),
  windowStart: z.string().nullable(),
  windowEnd: z.string().nullable(),
  warmupSince: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ConnectionView = z.output<typeof connectionShape>;

export const connectionEvent = defineEvent<{ action: 'create' | 'update'; whatsapp: ConnectionView } | { action: 'delete'; whatsappId: number }>('whatsapp');
/** The session of a connection opened or closed. */
export const sessionEvent = defineEvent<{ action: 'update'; session: ConnectionView }>('whatsappSession');

export function connectionView(connection: Connection): ConnectionView {
  const { id, name, status, isDefault, channel, number, hasToken, limiterMax, limiterDurationMs, dailyCap, warmupSince } = connection;
  const clockTime = (minute: number | null) => (minute === null ? null : clockTimeOf(minute));
  return {
    id,
    name,
    status,
    qrcode: '',
    isDefault,
    channel,
    number,
    hasToken,
    queues: [],
    limiterMax,
    limiterDurationMs,
    dailyCap,
    windowStart: clockTime(connection.windowStartMinute),
    windowEnd: clockTime(connection.windowEndMinute),
    warmupSince,
    createdAt: connection.createdAt.toISOString(),
    updatedAt: connection.updatedAt.toISOString(),
  };
}
