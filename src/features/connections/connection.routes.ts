import { z } from 'zod';
import { found } from '../../kernel/errors';
import { isClockTime, minuteOf } from '../../kernel/clock';
import { given } from '../../kernel/given';
import { connectionId, serviceQueueId, type CompanyId, type ConnectionId } from '../../kernel/ids';
import type { Channels } from '../../platform/channels/channels';
import { nullIfBlank } from '../../platform/http/form-values';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { isPhoneNumber } from './connection.rules';
import { connectionService, type ConnectionChange } from './connection.service';
import { connectionStore } from './connection.store';
import { ConnectionStatus } from './connection.types';
import { connectionShape, connectionView, workingShape, workingView, type LaneNow } from './connection.view';

const params = z.object({ whatsappId: connectionId() });
const withToken = connectionShape.extend({ token: z.string() });

const orNull = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(nullIfBlank, schema.nullable());
// People paste "+55 (11) 98765-4321".
const phoneNumber = z
  .string()
  .transform((text) => text.replace(/[\s().+-]/g, ''))
  .refine(isPhoneNumber, 'invalid_number');
const clockTime = z.string().refine(isClockTime, 'invalid_clock_time');

const message = z.string().max(4_096).optional();
const MONTH_MINUTES = 43_200;
const upToMinutes = z.coerce.number().int().min(0).max(MONTH_MINUTES).optional();

const fields = z.object({
  name: z.string().trim().min(1).max(60),
  number: orNull(phoneNumber).optional(),
  isDefault: z.boolean().optional(),
  limiterMax: orNull(z.coerce.number().int().min(1).max(10_000)).optional(),
  limiterDurationMs: orNull(z.coerce.number().int().min(0).max(86_400_000)).optional(),
  dailyCap: orNull(z.coerce.number().int().min(1).max(1_000_000)).optional(),
  windowStart: orNull(clockTime).optional(),
  windowEnd: orNull(clockTime).optional(),
  warmupSince: orNull(z.iso.date()).optional(),
  greetingMessage: message,
  outOfHoursMessage: message,
  timeSendQueue: upToMinutes,
  sendIdQueue: orNull(serviceQueueId()).optional(),
  timeInactiveMessage: upToMinutes,
  inactiveMessage: message,
  expiresTicket: upToMinutes,
  expiresInactiveMessage: message,
  // Front ends of the family send it as text.
  whenExpiresTicket: z.coerce.number().pipe(z.literal([0, 1])).optional(),
  expiresInBusinessHours: z.boolean().optional(),
  ratingMessage: message,
  ratingTimeout: z.coerce.number().int().min(1).max(MONTH_MINUTES).optional(),
  completionMessage: message,
  groupAsTicket: z.boolean().optional(),
  queueIds: z.array(serviceQueueId()).max(500).optional(),
});
const change = fields.extend({ name: fields.shape.name.optional() });

/** Only what was given; a missing field stays as it is. */
function fieldsOf<Given extends z.output<typeof change>>({ windowStart, windowEnd, ...rest }: Given): ConnectionChange {
  const minute = (time: string | null | undefined) => (time == null ? time : minuteOf(time));
  return given({ ...rest, windowStartMinute: minute(windowStart), windowEndMinute: minute(windowEnd) });
}

export interface ConnectionRoutesDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly channels: Channels;
  /** What the ledger says of a connection's lane. */
  readonly laneOf: (companyId: CompanyId, id: ConnectionId) => Promise<LaneNow | null>;
}

export function connectionRoutes({ db, transact, channels, laneOf }: ConnectionRoutesDeps): Route[] {
  const service = connectionService(transact);
  const tag = 'Connections';

  const session = (method: 'post' | 'put' | 'delete', summary: string, status: ConnectionStatus): Route =>
    route({
      method,
      path: '/whatsappsession/:whatsappId',
      access: 'admin',
      tag,
      summary,
      params,
      response: connectionShape,
      run: async ({ caller, params: { whatsappId } }) => {
        const { channel } = found(await connectionStore(db).byId(caller.companyId, whatsappId), 'Connection');
        if (status === ConnectionStatus.connected) channels.get(channel);
        return connectionView(await service.setStatus(caller.companyId, whatsappId, status));
      },
    });

  return [
    route({
      method: 'get',
      path: '/whatsapp',
      access: 'user',
      tag,
      summary: 'Connections of the company',
      response: z.array(connectionShape),
      run: async ({ caller }) => (await connectionStore(db).list(caller.companyId)).map(connectionView),
    }),
    route({
      method: 'get',
      path: '/whatsapp/:whatsappId',
      access: 'user',
      tag,
      summary: 'One connection, what left by it today and what waits',
      params,
      response: workingShape,
      run: async ({ caller: { companyId }, params: { whatsappId } }) => {
        const store = connectionStore(db);
        const [connection, lane, pending] = await Promise.all([store.byId(companyId, whatsappId), laneOf(companyId, whatsappId), store.pending(companyId, whatsappId)]);
        return workingView(found(connection, 'Connection'), found(lane, 'Connection'), pending);
      },
    }),
    // Not idempotent by key: the kept answer would be a token in the clear. A repeated request meets the taken name.
    route({
      method: 'post',
      path: '/whatsapp',
      access: 'admin',
      tag,
      summary: 'Makes a connection; its API token is shown this once',
      body: fields.extend({ channel: z.string().min(1).max(40).default('simulator') }),
      response: withToken,
      run: async ({ caller, body: { channel, ...fields } }) => {
        channels.get(channel);
        const { connection, token } = await service.create(caller.companyId, channel, { ...fieldsOf(fields), name: fields.name });
        return { ...connectionView(connection), token };
      },
    }),
    route({
      method: 'put',
      path: '/whatsapp/:whatsappId',
      access: 'admin',
      tag,
      summary: 'Changes a connection: name, number, pace, window, warm-up, service queues, and what it says and does by itself',
      params,
      body: change,
      response: connectionShape,
      run: async ({ caller, params: { whatsappId }, body }) => connectionView(await service.update(caller.companyId, whatsappId, fieldsOf(body))),
    }),
    route({
      method: 'delete',
      path: '/whatsapp/:whatsappId',
      access: 'admin',
      tag,
      summary: 'Removes a connection that no campaign needs',
      params,
      response: z.object({ id: z.number() }),
      run: async ({ caller, params: { whatsappId } }) => {
        await service.remove(caller.companyId, whatsappId);
        return { id: whatsappId };
      },
    }),
    route({
      method: 'post',
      path: '/whatsapp/:whatsappId/token',
      access: 'admin',
      tag,
      summary: 'Makes a new API token, shown this once; the old one stops working',
      params,
      response: z.object({ token: z.string() }),
      run: async ({ caller, params: { whatsappId } }) => ({ token: await service.replaceToken(caller.companyId, whatsappId) }),
    }),
    session('post', 'Starts the session of a connection', ConnectionStatus.connected),
    session('put', 'Starts the session of a connection anew', ConnectionStatus.connected),
    session('delete', 'Logs a connection out: nothing leaves by it until it is started again', ConnectionStatus.disconnected),
  ];
}
