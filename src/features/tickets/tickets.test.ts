import type { CompanyId, ConnectionId, DeliveryId, TicketId } from '../../kernel/ids';
import type { Queryable, Tx } from '../../platform/transact';
import { silentLog } from '../../kernel/log';
import { openDatabase } from '../../platform/db/database';
import { createTransact } from '../../platform/db/transact';
import { anyNumber, buildCompany, buildConnection, buildContact, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createTickets, type InboundMessage, type OutboundMessage, type TicketsDoor } from '.';

let test: TestDatabase;
let tickets: TicketsDoor;
let company: CompanyId;
let connection: ConnectionId;

beforeAll(async () => {
  test = await testDatabase();
  tickets = createTickets({ db: test.db, transact: test.transact });
});
afterAll(() => test.close());
beforeEach(async () => {
  company = await buildCompany(test.db);
  connection = await buildConnection(test.db, company);
  test.released.events.length = 0;
});

let deliveries = 0;
const sent = (over: Partial<OutboundMessage> = {}): OutboundMessage => {
  deliveries += 1;
  return {
    companyId: company,
    connectionId: connection,
    deliveryId: deliveries as DeliveryId,
    providerMessageId: `wamid-${deliveries}`,
    recipient: anyNumber(),
    isGroup: false,
    name: 'Bia',
    body: `Oi ${deliveries}`,
    media: null,
    plan: { status: 'pending', queueId: null, userId: null },
    at: new Date(),
    ...over,
  };
};
const received = (over: Partial<InboundMessage> = {}): InboundMessage => ({
  companyId: company,
  connectionId: connection,
  from: '5511988887777',
  isGroup: false,
  pushName: 'Bia',
  text: 'Olá',
  providerMessageId: `in-${anyNumber()}`,
  at: new Date(),
  ...over,
});
const record = (...messages: OutboundMessage[]) => test.transact((tx) => tickets.recordOutbound(tx, messages));
const receive = (message: InboundMessage) => test.transact((tx) => tickets.recordInbound(tx, message));
const ticketsOf = () => test.db.query<{ id: TicketId; status: string }>('SELECT * FROM "Tickets" WHERE "companyId" = $1 ORDER BY "id"', [company]);
const messagesOf = () => test.db.query<{ ticketId: TicketId; body: string }>('SELECT * FROM "Messages" WHERE "companyId" = $1 ORDER BY "id"', [company]);
const contactsOf = () => test.db.query<{ name: string }>('SELECT * FROM "Contacts" WHERE "companyId" = $1', [company]);
const eventsOf = (topic: string) => test.released.events.filter((event) => event.topic === topic);

describe('recordOutbound', () => {
  it('makes the contact, his ticket by the plan, and the message', async () => {
    const userId = await buildUser(test.db, company);
    await record(sent({ recipient: '5511900000001', body: 'Bom dia', plan: { status: 'open', queueId: null, userId } }));
    expect(await contactsOf()).toMatchObject([{ name: 'Bia', number: '5511900000001' }]);
    expect(await ticketsOf()).toMatchObject([{ status: 'open', userId, whatsappId: connection, lastMessage: 'Bom dia', fromMe: true, unreadMessages: 0 }]);
    expect(await messagesOf()).toMatchObject([{ body: 'Bom dia', fromMe: true }]);
  });

  it('writes further messages into the living ticket, whatever their plan', async () => {
    const recipient = anyNumber();
    await record(sent({ recipient, plan: { status: 'open', queueId: null, userId: null } }));
    await record(sent({ recipient, body: 'um' }), sent({ recipient, body: 'dois', plan: { status: 'closed', queueId: null, userId: null } }));
    expect(await ticketsOf()).toMatchObject([{ status: 'open', lastMessage: 'dois' }]);
    expect(await messagesOf()).toHaveLength(3);
  });

  it('keeps one closed ticket for all firings of a closed plan', async () => {
    const recipient = anyNumber();
    const plan = { status: 'closed' as const, queueId: null, userId: null };
    await record(sent({ recipient, plan }));
    await record(sent({ recipient, plan }));
    await Promise.all(Array.from({ length: 8 }, () => record(sent({ recipient, plan }))));
    expect(await ticketsOf()).toMatchObject([{ status: 'closed' }]);
    expect(await messagesOf()).toHaveLength(10);
  });

  it('keeps one closed ticket when the first firings come at once', async () => {
    const recipient = anyNumber();
    const plan = { status: 'closed' as const, queueId: null, userId: null };
    await Promise.all(Array.from({ length: 8 }, () => record(sent({ recipient, plan }))));
    expect(await ticketsOf()).toMatchObject([{ status: 'closed' }]);
  });

  it('opens a new ticket for a plan that is not closed when the last one is', async () => {
    const recipient = anyNumber();
    await record(sent({ recipient, plan: { status: 'closed', queueId: null, userId: null } }));
    await record(sent({ recipient }));
    expect((await ticketsOf()).map(({ status }) => status)).toEqual(['closed', 'pending']);
  });

  it('is the same message however often it is recorded', async () => {
    const message = sent();
    await record(message);
    await record(message);
    await Promise.all([record(message), record(message)]);
    expect(await messagesOf()).toHaveLength(1);
  });

  it('leaves out a service queue or user that is gone or foreign, not the message', async () => {
    const stranger = await buildUser(test.db, await buildCompany(test.db));
    await record(sent({ plan: { status: 'open', queueId: 4711, userId: stranger } }));
    expect(await ticketsOf()).toMatchObject([{ queueId: null, userId: null }]);
  });

  it('names an unnamed contact by his number and never renames one', async () => {
    await buildContact(test.db, company, { number: '5511900000003', name: 'Rui' });
    await record(sent({ recipient: '5511900000003', name: 'Outro' }), sent({ recipient: '5511900000004', name: '' }));
    expect((await contactsOf()).map(({ name }) => name).sort()).toEqual(['5511900000004', 'Rui']);
  });

  it('writes a thousand messages of two companies in nine statements, and again in three', async () => {
    const other = await buildCompany(test.db);
    const otherConnection = await buildConnection(test.db, other);
    const batch = () => {
      const rows = Array.from({ length: 1_000 }, (_, i) => (i % 2 ? sent({ recipient: numbers[i]! }) : sent({ recipient: numbers[i]!, companyId: other, connectionId: otherConnection })));
      return rows;
    };
    const numbers = Array.from({ length: 1_000 }, anyNumber);
    expect(await statements((tx) => tickets.recordOutbound(tx, batch()))).toBeLessThanOrEqual(9);
    expect(await statements((tx) => tickets.recordOutbound(tx, batch()))).toBeLessThanOrEqual(3);
    expect(await messagesOf()).toHaveLength(1_000);
    expect(await ticketsOf()).toHaveLength(500);
  });

  it('tells a small batch message by message and a large one by a single event', async () => {
    await record(sent(), sent());
    expect(eventsOf('appMessage')).toHaveLength(2);
    expect(eventsOf('appMessage')[0]).toMatchObject({ companyId: company, payload: { action: 'create', message: { ack: 1, state: 'sent' }, ticket: { contact: { name: 'Bia' } } } });
    expect(eventsOf('ticket')).toHaveLength(2);
    test.released.events.length = 0;
    await record(...Array.from({ length: 21 }, () => sent()));
    expect(test.released.events).toEqual([{ companyId: company, topic: 'ticket', payload: { action: 'refresh' } }]);
  });
});

describe('recordReplies', () => {
  it('is seen at once, and its delivery finds it there even when the ticket was closed meanwhile', async () => {
    const { ticketId } = await receive(received());
    const delivery = sent({ recipient: '5511988887777' });
    const reply = { companyId: company, ticketId, connectionId: connection, deliveryId: delivery.deliveryId, body: 'Pois não', media: null, at: new Date() };
    await test.transact((tx) => tickets.recordReplies(tx, [reply]));
    await test.transact((tx) => tickets.recordReplies(tx, [reply]));
    expect(await tickets.get(company, ticketId)).toMatchObject({ lastMessage: 'Pois não', fromMe: true });
    await test.db.query(`UPDATE "Tickets" SET "status" = 'closed' WHERE "id" = $1`, [ticketId]);
    await record(delivery);
    expect(await ticketsOf()).toHaveLength(1);
    expect(await messagesOf()).toMatchObject([{ body: 'Olá' }, { body: 'Pois não', providerMessageId: delivery.providerMessageId }]);
    expect(eventsOf('appMessage').map(({ payload }) => payload)).toMatchObject([
      { action: 'create', message: { fromMe: false } },
      { action: 'create', message: { ack: 0, state: 'pending' } },
      { action: 'update', message: { ack: 1, state: 'sent' } },
    ]);
  });
});

describe('recordInbound', () => {
  it('opens a pending ticket and counts what is unread', async () => {
    const first = await receive(received({ text: 'Oi' }));
    const second = await receive(received({ text: 'Tem alguém?' }));
    expect([first.opened, first.rate]).toEqual([true, null]);
    expect(second).toEqual({ ...first, opened: false });
    expect(await ticketsOf()).toMatchObject([{ id: first.ticketId, status: 'pending', unreadMessages: 2, lastMessage: 'Tem alguém?', fromMe: false }]);
    expect(eventsOf('appMessage')).toHaveLength(2);
    expect(eventsOf('ticket')).toHaveLength(2);
  });

  it('makes one contact and one ticket of two first messages at the same moment', async () => {
    await Promise.all([receive(received()), receive(received())]);
    expect(await contactsOf()).toHaveLength(1);
    expect(await ticketsOf()).toMatchObject([{ unreadMessages: 2 }]);
  });

  it('makes one ticket of fifty first messages that two processes hear at once', async () => {
    const second = openDatabase({ url: test.url, maxConnections: 8 });
    const engine = { add: async () => undefined };
    const elsewhere = createTransact({ database: second, engine, realtime: { publish: () => undefined }, log: silentLog });
    const other = createTickets({ db: second, transact: elsewhere });
    const messages = Array.from({ length: 50 }, (_, i) => received({ text: `m${i}` }));
    const hear = (message: InboundMessage, i: number) => (i % 2 ? receive(message) : elsewhere((tx) => other.recordInbound(tx, message)));
    const places = await Promise.all([...messages, ...messages].map(hear));
    await second.close();
    expect(places.filter(({ opened }) => opened)).toHaveLength(1);
    expect(places.filter(({ duplicate }) => duplicate)).toHaveLength(50);
    expect(await ticketsOf()).toMatchObject([{ unreadMessages: 50, lastInboundAt: expect.any(Date) }]);
    expect(await messagesOf()).toHaveLength(50);
  });

  it('goes straight into the only service queue of its connection, and into none of two', async () => {
    const queues = [await insert(test.db, 'Queues', { companyId: company, name: 'Vendas' }), await insert(test.db, 'Queues', { companyId: company, name: 'Financeiro' })];
    const offer = (queueId: number | undefined) => test.db.query('INSERT INTO "WhatsappQueues" ("companyId", "whatsappId", "queueId") VALUES ($1, $2, $3)', [company, connection, queueId]);
    await offer(queues[0]);
    await receive(received({ from: anyNumber() }));
    await offer(queues[1]);
    await receive(received({ from: anyNumber() }));
    expect(await ticketsOf()).toMatchObject([{ queueId: queues[0], queuedAt: expect.any(Date) }, { queueId: null, queuedAt: null }]);
  });

  it('is the contact’s sign of life: what was nudged may be nudged again', async () => {
    const { ticketId } = await receive(received());
    await test.db.query('UPDATE "Tickets" SET "nudgedAt" = now() WHERE "id" = $1', [ticketId]);
    const at = new Date('2026-01-01T12:00:00Z');
    await receive(received({ at }));
    expect(await ticketsOf()).toMatchObject([{ nudgedAt: null, lastInboundAt: at }]);
  });

  it('takes 100 redeliveries at once as one message', async () => {
    const message = received();
    const results = await Promise.all(Array.from({ length: 100 }, () => receive(message)));
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(results.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(await messagesOf()).toHaveLength(1);
    expect(await ticketsOf()).toMatchObject([{ unreadMessages: 1 }]);
    expect(eventsOf('appMessage')).toHaveLength(1);
  });

  it('does not open a ticket for a redelivery after the ticket was closed', async () => {
    const message = received();
    const { ticketId } = await receive(message);
    await test.db.query(`UPDATE "Tickets" SET "status" = 'closed' WHERE "id" = $1`, [ticketId]);
    expect(await receive(message)).toMatchObject({ ticketId, duplicate: true });
    expect(await ticketsOf()).toHaveLength(1);
  });

  it('meets an outbound message to the same new contact in one ticket', async () => {
    for (let round = 0; round < 5; round += 1) {
      const number = anyNumber();
      await Promise.all([record(sent({ recipient: number })), receive(received({ from: number }))]);
    }
    expect(await ticketsOf()).toHaveLength(5);
    expect(await contactsOf()).toHaveLength(5);
  });

  it('keeps conversations of two connections apart', async () => {
    const second = await buildConnection(test.db, company);
    await receive(received());
    await receive(received({ connectionId: second }));
    expect(await ticketsOf()).toHaveLength(2);
  });

  it('learns the name of a contact known by his number only', async () => {
    await receive(received({ pushName: null }));
    await receive(received({ pushName: 'Bia\0' }));
    await receive(received({ pushName: 'Bia Souza' }));
    expect(await contactsOf()).toMatchObject([{ name: 'Bia' }]);
  });

  it('stores what PostgreSQL cannot hold as it can', async () => {
    await receive(received({ text: 'a\0b 🙂 \ud800' }));
    expect(await messagesOf()).toMatchObject([{ body: 'ab 🙂 \ufffd' }]);
  });
});

/** How many statements a unit of work sends. */
async function statements(work: (tx: Tx) => Promise<void>): Promise<number> {
  let count = 0;
  await test.transact((tx) => {
    count = 0;
    const query: Queryable['query'] = (sql, bind) => {
      count += 1;
      return tx.query(sql, bind);
    };
    return work({ ...tx, query });
  });
  return count;
}
