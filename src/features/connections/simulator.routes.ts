/** The simulator as the people of one company see it: only their own connections, whatever is asked. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { connectionId, type CompanyId, type ConnectionId } from '../../kernel/ids';
import { faultsSchema, type LedgerEntry, type Simulator } from '../../platform/channels/simulator';
import { cursorPage, cursorQuery, decodeCursor } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { isPhoneNumber } from './connection.rules';
import { connectionStore } from './connection.store';

const tag = 'Simulator';
const ofConnection = z.object({ connectionId: connectionId().optional() });
const place = z.tuple([z.number().int()]);

const messageShape = z.object({
  id: z.number(),
  clientRef: z.string(),
  connectionId: z.number(),
  to: z.string(),
  body: z.string(),
  mediaName: z.string().nullable(),
  acceptedAt: z.string(),
  /** `answer_lost`: accepted, but the sender was not told. */
  outcome: z.string(),
  status: z.string(),
});
const faultsShape = z.array(faultsSchema.extend({ connectionId: z.number() }));

const messageView = ({ id, reference, connectionId, to, body, mediaName, at, outcome, status }: LedgerEntry): z.output<typeof messageShape> => ({
  id,
  clientRef: reference,
  connectionId,
  to,
  body,
  mediaName,
  acceptedAt: at.toISOString(),
  outcome,
  status,
});

export function simulatorRoutes({ db, simulator }: { readonly db: Queryable; readonly simulator: Simulator }): Route[] {
  /** The connection asked for, or all of the company's. @throws NotFound for one of another company */
  async function ownConnections(companyId: CompanyId, asked: ConnectionId | undefined): Promise<ConnectionId[]> {
    const store = connectionStore(db);
    if (asked !== undefined) return [found(await store.byId(companyId, asked), 'Connection').id];
    return (await store.list(companyId)).map(({ id }) => id);
  }

  return [
    route({
      method: 'get',
      path: '/simulator/messages',
      access: 'admin',
      tag,
      summary: 'What the simulator accepted, in order: the oracle of doubles and losses',
      query: cursorQuery.extend({ ...ofConnection.shape, to: z.string().max(100).optional() }),
      response: z.object({ messages: z.array(messageShape), cursor: z.string().nullable() }),
      run: async ({ caller, query: { connectionId: asked, to, cursor, limit } }) => {
        const entries = await simulator.messages({
          connectionIds: await ownConnections(caller.companyId, asked),
          limit: limit + 1,
          ...(to !== undefined && { to }),
          ...(cursor !== undefined && { cursor: decodeCursor(cursor, place)[0] }),
        });
        const { rows, cursor: next } = cursorPage(entries, limit, ({ id }) => [id]);
        return { messages: rows.map(messageView), cursor: next };
      },
    }),
    route({
      method: 'delete',
      path: '/simulator/messages',
      access: 'admin',
      tag,
      summary: 'Forgets what was accepted for the connections of the company',
      query: ofConnection,
      response: z.object({ cleared: z.number() }),
      run: async ({ caller, query }) => ({ cleared: await simulator.clear(await ownConnections(caller.companyId, query.connectionId)) }),
    }),
    route({
      method: 'post',
      path: '/simulator/inbound',
      access: 'admin',
      tag,
      summary: 'Writes to a connection as if it were a person',
      body: z.object({ connectionId: connectionId(), from: z.string().refine(isPhoneNumber, 'invalid_number'), body: z.string().min(1).max(4_096) }),
      response: z.object({}),
      status: 202,
      run: async ({ caller, body }) => {
        await ownConnections(caller.companyId, body.connectionId);
        await simulator.injectInbound(body);
        return {};
      },
    }),
    route({
      method: 'get',
      path: '/simulator/faults',
      access: 'admin',
      tag,
      summary: 'What goes wrong on the connections of the company',
      query: ofConnection,
      response: faultsShape,
      run: async ({ caller, query }) => {
        const own = await ownConnections(caller.companyId, query.connectionId);
        return Promise.all(own.map(async (id) => ({ connectionId: id, ...(await simulator.faults(id)) })));
      },
    }),
    route({
      method: 'put',
      path: '/simulator/faults',
      access: 'admin',
      tag,
      summary: 'Replaces what goes wrong, on one connection or on all of the company; an empty body repairs everything',
      body: faultsSchema.extend(ofConnection.shape),
      response: faultsShape,
      run: async ({ caller, body: { connectionId: asked, ...faults } }) => {
        const own = await ownConnections(caller.companyId, asked);
        return Promise.all(own.map(async (id) => ({ connectionId: id, ...(await simulator.setFaults(id, faults)) })));
      },
    }),
  ];
}
