/** What tests of messages and conversations share: the real ledger, tickets and routes; only the provider is scripted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from 'supertest';
import { createConnections } from '../features/connections';
import { createContacts } from '../features/contacts';
import { createDeliveries } from '../features/deliveries';
import { createMessages } from '../features/messages';
import { createTickets } from '../features/tickets';
import { systemClock } from '../kernel/clock';
import type { CompanyId, ConnectionId } from '../kernel/ids';
import { silentLog } from '../kernel/log';
import { createChannels } from '../platform/channels/channels';
import { createNotifications } from '../platform/db/notifications';
import { hashToken } from '../platform/http/auth';
import { createMediaStore } from '../platform/media/media';
import { testApp, type TestApp } from './app';
import { anyNumber, buildCompany, buildConnection } from './build';
import { testDatabase } from './database';
import { scriptedChannel, until } from './ledger';

export const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');

export interface LedgerRow {
  readonly id: number;
  readonly state: string;
  readonly body: string;
  readonly priority: number;
  readonly media: { readonly path: string; readonly name: string; readonly mimeType: string } | null;
}

export async function setupTalk() {
  const test = await testDatabase();
  const { db, transact } = test;
  const publicDir = await mkdtemp(join(tmpdir(), 'talk-'));
  const media = createMediaStore(publicDir);
  const provider = scriptedChannel(1);
  const tickets = createTickets({ db, transact, linkOf: (companyId, path) => http.tokens.signLink(companyId, path) });
  const bell = createNotifications(test.url, silentLog);
  const deliveries = createDeliveries({
    db, transact, log: silentLog, tickets, channel: () => provider.channel, echoingChannels: ['simulator'], defaultLimiter: () => null,
    bell, serves: true, leaseMs: 15_000, laneLeaseMs: 10_000, unknownWaitMs: 15_000, sweepMs: 60_000, random: () => 0.5,
  });
  const connections = createConnections({ db, transact, channels: createChannels({}), laneOf: (...of) => deliveries.laneView(...of) });
  const realtime = { publish: () => undefined };
  const contacts = createContacts({ db, transact, realtime, clock: systemClock, log: silentLog, imports: { maxBytes: 1, maxLines: 1 } });
  const messages = createMessages({ db, transact, clock: systemClock, log: silentLog, connections, deliveries, tickets, media });
  const http: TestApp = testApp({ db, features: [contacts, tickets, messages] });

  /** A new company with a connection and the token of its send API. */
  async function buildTenant(): Promise<{ company: CompanyId; connection: ConnectionId; token: string }> {
    const company = await buildCompany(db);
    const token = `token-${company}`;
    return { company, token, connection: await buildConnection(db, company, { tokenHash: hashToken(token) }) };
  }

  const ledgerOf = (company: CompanyId) => db.query<LedgerRow & object>('SELECT * FROM "Deliveries" WHERE "companyId" = $1 ORDER BY "id"', [company]);

  return {
    ...test, publicDir, media, provider, tickets, deliveries, messages, http, buildTenant, ledgerOf,

    /** Lets the lane send everything that waits on it. */
    async sendAll({ company, connection }: { company: CompanyId; connection: ConnectionId }): Promise<void> {
      await deliveries.serve(connection, 5_000);
      await until(async () => (await ledgerOf(company)).every(({ state }) => state !== 'pending' && state !== 'sending'));
    },

    receive({ company, connection }: { company: CompanyId; connection: ConnectionId }, text = 'Olá') {
      const at = new Date();
      const message = { companyId: company, connectionId: connection, from: '5511988887777', isGroup: false, pushName: 'Bia', text, providerMessageId: `in-${anyNumber()}`, at };
      return transact((tx) => tickets.recordInbound(tx, message));
    },

    async stop(): Promise<void> {
      await deliveries.stop?.();
      await test.close();
      await rm(publicDir, { recursive: true });
    },
  };
}
export type Talk = Awaited<ReturnType<typeof setupTalk>>;

/** Paths of the faults that a refused request names. */
export const faultsOf = ({ body }: Pick<Response, 'body'>): string[] => (body as { errors: { path: string }[] }).errors.map(({ path }) => path);
