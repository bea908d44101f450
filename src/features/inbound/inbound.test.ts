/** Events of channels, taken by the real ledger and real tickets. */
import { createNotifications } from '../../platform/db/notifications';
import { Unavailable } from '../../kernel/errors';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import type { Channel, InboundEvent } from '../../platform/channels/channel';
import type { Feature } from '../../platform/feature';
import { anyNumber, buildCompany, buildConnection } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { direct, scriptedChannel } from '../../test/ledger';
import { createDeliveries, type Deliveries } from '../deliveries';
import { createTickets } from '../tickets';
import { createInbound, type Reply, type ReplyHandler } from './index';

let test: TestDatabase;
let deliveries: Deliveries;
let inbound: Feature;
let company: CompanyId;
let connection: ConnectionId;
let tell: (events: InboundEvent[]) => Promise<void>;
let react: ReplyHandler;
const replies: Reply[] = [];
const reported: unknown[] = [];
const warnings: object[] = [];

beforeAll(async () => {
  test = await testDatabase();
  const { db, transact } = test;
  const tickets = createTickets({ db, transact });
  const channel: Channel = {
    ...scriptedChannel(1).channel,
    listen: async (sink) => {
      tell = sink;
      return { stop: async () => { tell = () => Promise.reject(new Error('stopped')); } };
    },
  };
  deliveries = createDeliveries({
    db, transact, log: silentLog, tickets, channel: () => channel, echoingChannels: ['simulator'], defaultLimiter: () => null,
    bell: createNotifications(test.url, silentLog), serves: true, leaseMs: 15_000, laneLeaseMs: 10_000, unknownWaitMs: 15_000, sweepMs: 60_000, random: () => 0.5,
  });
  inbound = createInbound({
    db, transact, tickets, deliveries,
    log: { ...silentLog, warn: (fields) => void warnings.push(fields) },
    report: (error) => void reported.push(error),
    channels: { all: () => [['simulator', channel]] },
    onMessage: [(tx, reply) => react(tx, reply), async (_tx, reply) => void replies.push(reply)],
  });
  await inbound.start?.();
});
afterAll(async () => {
  await inbound.stop?.();
  await deliveries.stop?.();
  await test.close();
});
beforeEach(async () => {
  company = await buildCompany(test.db);
  connection = await buildConnection(test.db, company);
  react = async () => undefined;
  for (const list of [replies, reported, warnings]) list.length = 0;
});

const message = (over: Partial<Extract<InboundEvent, { type: 'message' }>> = {}): InboundEvent => ({
  type: 'message', connectionId: connection, providerMessageId: `in-${anyNumber()}`, from: '5511988887777', isGroup: false, pushName: 'Bia', text: 'Olá', at: new Date(), ...over,
});
const messagesOf = () => test.db.query<{ body: string }>('SELECT * FROM "Messages" WHERE "companyId" = $1 ORDER BY "id"', [company]);

it('writes a message and reacts to it, once however often the batch comes', async () => {
  const event = message();
  await tell([event, event]);
  await tell([event]);
  expect(await messagesOf()).toMatchObject([{ body: 'Olá' }]);
  expect(replies).toEqual([{ companyId: company, connectionId: connection, from: '5511988887777', text: 'Olá' }]);
});

it('knows a Brazilian mobile with and without the ninth digit as one person', async () => {
  await tell([message({ from: '551188887777' }), message({ from: '5511988887777' })]);
  expect(await test.db.query('SELECT "number" FROM "Contacts" WHERE "companyId" = $1', [company])).toEqual([{ number: '5511988887777' }]);
  expect(replies.map(({ from }) => from)).toEqual(['5511988887777', '5511988887777']);
});

it('writes a group’s message and asks nobody to react', async () => {
  await tell([message({ from: '120363041234567890', isGroup: true, text: 'SAIR' })]);
  expect(await messagesOf()).toHaveLength(1);
  expect(replies).toEqual([]);
});

it('keeps the order of a contact', async () => {
  await tell(['um', 'dois', 'três', 'quatro', 'cinco'].map((text) => message({ text })));
  expect((await messagesOf()).map(({ body }) => body)).toEqual(['um', 'dois', 'três', 'quatro', 'cinco']);
});

it('takes back the message when a reaction fails, gives it up at last, and harms no neighbour', async () => {
  react = async (_tx, { text }) => {
    if (text === 'veneno') throw new Error('poison');
  };
  const other = anyNumber();
  await tell([message({ text: 'veneno' }), message({ text: 'mesma pessoa' }), message({ text: 'outra', from: other })]);
  expect((await messagesOf()).map(({ body }) => body).sort()).toEqual(['mesma pessoa', 'outra']);
  expect(reported).toMatchObject([{ message: 'poison' }]);
});

it('lets the batch come again while the database is away', async () => {
  react = () => Promise.reject(new Unavailable('ERR_DATABASE_UNAVAILABLE', 'away'));
  const events = [message({ text: 'um' }), message({ text: 'dois' })];
  await expect(tell(events)).rejects.toThrow('away');
  expect(reported).toEqual([]);
  react = async () => undefined;
  await tell(events);
  expect((await messagesOf()).map(({ body }) => body)).toEqual(['um', 'dois']);
});

it('drops messages of an unknown connection and says so once', async () => {
  const stranger = 999_999 as ConnectionId;
  await tell([message({ connectionId: stranger }), message()]);
  await tell([message({ connectionId: stranger })]);
  expect(await messagesOf()).toHaveLength(1);
  expect(warnings).toEqual([{ connectionId: stranger }]);
});

it('lets deliveries climb, also beside a status that PostgreSQL cannot take', async () => {
  const [entry] = await test.transact((tx) => deliveries.submit(tx, company, [direct(connection, { ticketPlan: { status: 'pending', queueId: null, userId: null } })]));
  const status = (over: object): InboundEvent => ({ type: 'status', connectionId: connection, reference: String(entry!.id), providerMessageId: 'p-1', status: 'delivered', at: new Date(), error: null, ...over });
  await tell([status({}), status({ reference: null, providerMessageId: 'bad\0id' }), message()]);
  expect(await test.db.query('SELECT "state" FROM "Deliveries" WHERE "id" = $1', [entry!.id])).toEqual([{ state: 'delivered' }]);
  expect(reported).toHaveLength(1);
  expect(await messagesOf()).toHaveLength(2);
});

it('survives many people writing while their messages are recorded', async () => {
  const numbers = Array.from({ length: 40 }, anyNumber);
  const plan = { status: 'pending' as const, queueId: null, userId: null };
  const entries = await test.transact((tx) => deliveries.submit(tx, company, numbers.map((recipient) => direct(connection, { recipient, ticketPlan: plan }))));
  const statuses = entries.map(({ id }, i): InboundEvent => ({ type: 'status', connectionId: connection, reference: String(id), providerMessageId: `p-${numbers[i]}`, status: 'sent', at: new Date(), error: null }));
  await Promise.all([tell(statuses), tell(numbers.map((from) => message({ from }))), tell(numbers.map((from) => message({ from })))]);
  expect(await messagesOf()).toHaveLength(120);
  const [tickets] = await test.db.query<{ n: number }>('SELECT count(*) AS n FROM "Tickets" WHERE "companyId" = $1', [company]);
  expect(tickets).toEqual({ n: 40 });
  expect(reported).toEqual([]);
});
