/** The simulator as the people of one company see it: only their own connections, whatever is asked. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { found, Invalid } from '../../kernel/errors';
import { connectionId, type CompanyId, type ConnectionId } from '../../kernel/ids';
import { MOST_RECEIVED_BYTES } from '../../platform/channels/channel';
import { faultsSchema, type Inbound, type LedgerEntry, type Simulator, type ThreadMessage } from '../../platform/channels/simulator';
import { cursorPage, cursorQuery, decodeCursor } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import { readForm, type UploadRules } from '../../platform/http/upload';
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
/** Of one conversation: what a phone shows without scrolling for long. */
const SHOWN = 200;
const threadMessageShape = z.object({
  id: z.number(),
  body: z.string(),
  mediaName: z.string().nullable(),
  at: z.string(),
  /** `heard`: the person wrote it. */
  status: z.enum(['accepted', 'sent', 'delivered', 'read', 'failed', 'refused', 'heard']),
});
const conversationShape = z.object({ connectionId: z.number(), contact: z.string(), messages: z.number(), last: threadMessageShape });
const threadMessageView = (message: ThreadMessage): z.output<typeof threadMessageShape> => ({ ...message, at: message.at.toISOString() });

const faultsShape = z.array(faultsSchema.extend({ connectionId: z.number() }));

/** What a person writes. */
const text = z.object({ connectionId: connectionId(), from: z.string().refine(isPhoneNumber, 'invalid_number'), body: z.string().min(1).max(4_096) });
const withFile = text.extend({ body: z.string().max(4_096).default('') });
const FILE: UploadRules = { field: 'file', maxBytes: MOST_RECEIVED_BYTES };

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
      method: 'get',
      path: '/simulator/conversations',
      access: 'admin',
      tag,
      summary: 'Whom the simulator has messages with, the last written in first; the first page tells how many messages it took in all',
      query: cursorQuery.extend({ ...ofConnection.shape, search: z.string().trim().max(100).default('') }),
      response: z.object({ conversations: z.array(conversationShape), cursor: z.string().nullable(), total: z.number().nullable() }),
      run: async ({ caller, query: { connectionId: asked, search, cursor, limit } }) => {
        const connectionIds = await ownConnections(caller.companyId, asked);
        const found = await simulator.threads({
          connectionIds,
          search,
          limit: limit + 1,
          ...(cursor !== undefined && { before: decodeCursor(cursor, place)[0] }),
        });
        const { rows, cursor: next } = cursorPage(found, limit, ({ last }) => [last.id]);
        return {
          conversations: rows.map((row) => ({ ...row, last: threadMessageView(row.last) })),
          cursor: next,
          total: cursor === undefined ? await simulator.total(connectionIds) : null,
        };
      },
    }),
    route({
      method: 'get',
      path: '/simulator/conversation',
      access: 'admin',
      tag,
      summary: 'The last messages with one person, both ways, oldest first',
      query: z.object({ connectionId: connectionId(), contact: z.string().min(1).max(100) }),
      response: z.object({ messages: z.array(threadMessageShape) }),
      run: async ({ caller, query: { connectionId: asked, contact } }) => {
        await ownConnections(caller.companyId, asked);
        return { messages: (await simulator.thread({ connectionId: asked, contact, limit: SHOWN })).map(threadMessageView) };
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
      summary: 'Writes to a connection as if it were a person: a text (JSON), or a file (multipart `file`, with `body` as its caption)',
      upload: { field: FILE.field },
      body: text,
      response: z.object({}),
      status: 202,
      run: async ({ caller, body, req, res }) => {
        const write = async (message: Inbound) => {
          await ownConnections(caller.companyId, message.connectionId);
          await simulator.injectInbound(message);
          return {};
        };
        if (!req.is('multipart/form-data')) return write(body);
        return readForm(req, res, FILE, withFile, async (form, [file]) => {
          if (file === undefined) throw Invalid.field(FILE.field, 'required', 'No file');
          return write({ ...form, file: { name: file.name, mimeType: file.mimeType, content: await readFile(file.path) } });
        });
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
