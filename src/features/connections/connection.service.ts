import { randomBytes } from 'node:crypto';
import { Conflict, found, Invalid, NotFound } from '../../kernel/errors';
import type { CompanyId, ConnectionId, ServiceQueueId } from '../../kernel/ids';
import { hashToken } from '../../platform/http/auth';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Transact, Tx } from '../../platform/transact';
import { requireRoom } from '../companies';
import { faultsBetween } from './connection.rules';
import { connectionStore } from './connection.store';
import { blankConnection, type Connection, type ConnectionFields, type ConnectionStatus } from './connection.types';
import { connectionEvent, connectionView, sessionEvent } from './connection.view';

const DUPLICATE = ['ERR_CONNECTION_NAME_EXISTS', 'There is a connection of that name', 'Whatsapps_companyId_name_key'] as const;

/** A bearer token of the external API: 256 random bits, recognisable when it leaks into a log or a repository. */
function newToken(): string {
  return `esq_${randomBytes(32).toString('base64url')}`;
}

/** @throws Invalid naming every fault */
function checked(fields: ConnectionFields): ConnectionFields {
  const faults = faultsBetween(fields);
  if (faults.length > 0) throw new Invalid('ERR_VALIDATION', 'The fields do not fit together', faults);
  return fields;
}

export type ConnectionChange = Partial<ConnectionFields> & { readonly queueIds?: readonly ServiceQueueId[] };

/** @throws Invalid naming each service queue that is not the company's */
async function requireOwnQueues(tx: Tx, companyId: CompanyId, { sendIdQueue }: Partial<ConnectionFields>, queueIds: readonly ServiceQueueId[] = []): Promise<void> {
  const named = [...queueIds.map((id, i) => ({ id, path: `queueIds.${i}` })), ...(sendIdQueue == null ? [] : [{ id: sendIdQueue, path: 'sendIdQueue' }])];
  if (named.length === 0) return;
  const own = await connectionStore(tx).ownQueues(companyId, named.map(({ id }) => id));
  const faults = named.flatMap(({ id, path }) => (own.has(id) ? [] : [{ path, code: 'unknown_queue', message: 'No such service queue' }]));
  if (faults.length > 0) throw new Invalid('ERR_VALIDATION', 'Service queues of another company, or of none', faults);
}

export function connectionService(transact: Transact) {
  return {
    /**
     * A company's first connection becomes its default.
     * @returns the connection and its token, which is not kept and cannot be shown again
     * @throws Invalid, Conflict on a name already taken or a plan without room
     */
    create: (
      companyId: CompanyId,
      channel: string,
      { queueIds, ...given }: Pick<ConnectionFields, 'name'> & ConnectionChange,
    ): Promise<{ connection: Connection; token: string }> =>
      transact(async (tx) => {
        const store = connectionStore(tx);
        await requireRoom(tx, companyId, 'connections');
        const isFirst = (await store.list(companyId)).length === 0;
        const fields = checked({ ...blankConnection, ...given, isDefault: given.isDefault || isFirst });
        if (fields.isDefault) await store.clearDefault(companyId);
        const token = newToken();
        await requireOwnQueues(tx, companyId, fields, queueIds);
        const id = await refuseDuplicate(store.add(companyId, channel, hashToken(token), fields), ...DUPLICATE);
        if (queueIds !== undefined) await store.setQueues(companyId, id, queueIds);
        const connection = found(await store.byId(companyId, id), 'Connection');
        tx.emit(companyId, connectionEvent, { action: 'create', whatsapp: connectionView(connection) });
        return { connection, token };
      }),

    /** @throws NotFound, Invalid, Conflict on a name already taken */
    update: (companyId: CompanyId, id: ConnectionId, { queueIds, ...change }: ConnectionChange): Promise<Connection> =>
      transact(async (tx) => {
        const store = connectionStore(tx);
        await store.lockCompany(companyId);
        const fields = checked({ ...found(await store.byId(companyId, id), 'Connection'), ...change });
        if (change.isDefault) await store.clearDefault(companyId);
        await requireOwnQueues(tx, companyId, change, queueIds);
        await refuseDuplicate(store.save(companyId, id, fields), ...DUPLICATE);
        if (queueIds !== undefined) await store.setQueues(companyId, id, queueIds);
        const connection = found(await store.byId(companyId, id), 'Connection');
        tx.emit(companyId, connectionEvent, { action: 'update', whatsapp: connectionView(connection) });
        return connection;
      }),

    /** The old token stops working at once. @returns the new one, shown once. @throws NotFound */
    replaceToken: (companyId: CompanyId, id: ConnectionId): Promise<string> =>
      transact(async (tx) => {
        const token = newToken();
        if (!(await connectionStore(tx).setTokenHash(companyId, id, hashToken(token)))) throw NotFound.of('Connection');
        return token;
      }),

    /** @throws NotFound */
    setStatus: (companyId: CompanyId, id: ConnectionId, status: ConnectionStatus): Promise<Connection> =>
      transact(async (tx) => {
        const connection = found(await connectionStore(tx).setStatus(companyId, id, status), 'Connection');
        const view = connectionView(connection);
        tx.emit(companyId, connectionEvent, { action: 'update', whatsapp: view });
        tx.emit(companyId, sessionEvent, { action: 'update', session: view });
        return connection;
      }),

    /**
     * No other connection becomes the default by itself: a number is never changed silently.
     * @throws NotFound, Conflict while a campaign needs it
     */
    remove: (companyId: CompanyId, id: ConnectionId): Promise<void> =>
      transact(async (tx) => {
        const store = connectionStore(tx);
        await store.lockCompany(companyId);
        found(await store.byId(companyId, id), 'Connection');
        const campaigns = await store.campaignsUsing(companyId, id);
        if (campaigns.length > 0) throw new Conflict('ERR_CONNECTION_IN_USE', `Campaigns need this connection: ${campaigns.join(', ')}`);
        await store.remove(companyId, id);
        tx.emit(companyId, connectionEvent, { action: 'delete', whatsappId: id });
      }),
  };
}
