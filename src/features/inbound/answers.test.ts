/** What a contact hears without anybody writing to him, and how he rates what he heard. */
import request from 'supertest';
import type { CompanyId, ConnectionId, TicketId, UserId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { anyNumber, buildCompany, buildConnection, buildUser, insert } from '../../test/build';
import { setupInbound, type TestInbound } from '../../test/inbound';

let test: TestInbound;
let http: TestApp;
let company: CompanyId;
let connection: ConnectionId;
let ana: UserId;
let from: string;
const reacted: string[] = [];

beforeAll(async () => {
  test = await setupInbound([async (_tx, { text }) => void reacted.push(text)]);
  http = testApp({ db: test.db, features: [test.tickets, test.messages] });
});
afterAll(() => test.stop());
beforeEach(async () => {
  company = await buildCompany(test.db);
  ana = await buildUser(test.db, company, { name: 'Ana' });
  from = anyNumber();
  reacted.length = 0;
});
afterEach(() => expect([...test.reported, ...http.reported]).toEqual([]));

const speaking = async (over: Record<string, unknown>) => (connection = await buildConnection(test.db, company, over));
const write = (text: string, pushName = 'Bia') =>
  test.tell([{ type: 'message', connectionId: connection, providerMessageId: `in-${anyNumber()}`, from, isGroup: false, pushName, text, at: new Date() }]);
const said = () => test.db.query<{ body: string; fromMe: boolean; ticketId: TicketId }>('SELECT * FROM "Messages" WHERE "companyId" = $1 ORDER BY "id"', [company]);
const bodies = async () => (await said()).map(({ body }) => body);
const sent = () => test.db.query('SELECT "kind", "recipient", "body" FROM "Deliveries" WHERE "companyId" = $1 ORDER BY "id"', [company]);
const tickets = () => test.db.query<{ id: TicketId; status: string }>('SELECT * FROM "Tickets" WHERE "companyId" = $1 ORDER BY "id"', [company]);
const last = async () => (await tickets()).at(-1)!.id;
const move = (id: TicketId, body: object) => request(http.app).put(`/tickets/${id}`).set('Authorization', http.bearer({ companyId: company, userId: ana })).send(body).expect(200);
const close = async (over: object = {}) => move(await last(), { status: 'closed', userId: ana, ...over });

describe('the greeting', () => {
  it('goes out once a conversation, by name, through the ledger, and is seen at once', async () => {
    await speaking({ greetingMessage: 'Olá, {nome}!' });
    await write('Oi');
    await write('Tem alguém?');
    expect(await bodies()).toEqual(['Oi', 'Olá, Bia!', 'Tem alguém?']);
    expect(await sent()).toEqual([{ kind: 'system', recipient: from, body: 'Olá, Bia!' }]);
    expect(await tickets()).toMatchObject([{ status: 'pending' }]);
    await close({ silent: true });
    await write('Voltei');
    expect((await bodies()).slice(3)).toEqual(['Voltei', 'Olá, Bia!']);
  });

  it('is the service queue’s own where the conversation goes into one', async () => {
    await speaking({ greetingMessage: 'Da conexão' });
    const queueId = await insert(test.db, 'Queues', { companyId: company, name: 'Vendas', greetingMessage: 'Do setor' });
    await test.db.query('INSERT INTO "WhatsappQueues" ("companyId", "whatsappId", "queueId") VALUES ($1, $2, $3)', [company, connection, queueId]);
    await write('Oi');
    expect(await bodies()).toEqual(['Oi', 'Do setor']);
  });

  it('does not meet who asked not to be written to', async () => {
    await speaking({ greetingMessage: 'Olá' });
    await test.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'test')`, [company, from]);
    await write('Oi');
    expect(await bodies()).toEqual(['Oi']);
  });
});

describe('outside the opening hours', () => {
  const never = () => test.db.query(`UPDATE "Companies" SET "hours" = '[]' WHERE "id" = $1`, [company]);

  it('says so instead of greeting, once a day, while nobody has taken the conversation up', async () => {
    await speaking({ greetingMessage: 'Olá', outOfHoursMessage: 'Fechado' });
    await never();
    await write('Oi');
    await write('Alô?');
    await close({ silent: true });
    await write('De novo');
    expect(await bodies()).toEqual(['Oi', 'Fechado', 'Alô?', 'De novo']);
    await test.db.query(`UPDATE "Deliveries" SET "idempotencyKey" = "idempotencyKey" || ':yesterday' WHERE "companyId" = $1`, [company]);
    await move(await last(), { status: 'open', userId: ana });
    await write('Obrigado, Ana');
    expect(await sent()).toHaveLength(1);
  });

  it('greets all the same where nothing else is to be said', async () => {
    await speaking({ greetingMessage: 'Olá' });
    await never();
    await write('Oi');
    expect(await bodies()).toEqual(['Oi', 'Olá']);
  });
});

describe('closing', () => {
  const asking = { ratingMessage: 'De 1 a 5?', completionMessage: 'Até logo' };

  it('asks how it was; 1 to 5 rates the conversation, opens none, and is thanked for', async () => {
    await speaking(asking);
    await write('Oi');
    await close();
    await write(' 4 ');
    expect(await bodies()).toEqual(['Oi', 'De 1 a 5?', ' 4 ', 'Até logo']);
    expect(await tickets()).toMatchObject([{ status: 'closed', unreadMessages: 0, ratingAskedAt: null }]);
    expect(await test.db.query('SELECT "userId", "rate" FROM "UserRatings" WHERE "companyId" = $1', [company])).toEqual([{ userId: ana, rate: 4 }]);
    expect((await test.db.query('SELECT "type" FROM "LogTickets" WHERE "companyId" = $1 ORDER BY "id"', [company])).at(-1)).toEqual({ type: 'rating' });
    expect(reacted).toEqual(['Oi']);
    await write('5');
    expect((await tickets()).map(({ status }) => status)).toEqual(['closed', 'pending']);

    const { body } = await request(http.app).get('/ratings').set('Authorization', http.bearer({ companyId: company })).expect(200);
    expect(body).toEqual({ count: 1, average: 4, rates: [0, 0, 0, 1, 0], users: [{ userId: ana, name: 'Ana', count: 1, average: 4, rates: [0, 0, 0, 1, 0] }] });
  });

  it('takes one rating of many that come at once', async () => {
    await speaking(asking);
    await write('Oi');
    await close();
    await Promise.all(['5', '5', '1'].map((text) => write(text)));
    expect(await test.db.query('SELECT 1 FROM "UserRatings" WHERE "companyId" = $1', [company])).toHaveLength(1);
    expect((await tickets()).map(({ status }) => status)).toEqual(['closed', 'pending']);
  });

  it.each([['anything else', '6'], ['a word', 'cinco'], ['a sentence', '5 estrelas']])('opens a new conversation by %s', async (_name, text) => {
    await speaking(asking);
    await write('Oi');
    await close();
    await write(text);
    expect(await tickets()).toMatchObject([{ status: 'closed' }, { status: 'pending', lastMessage: text }]);
  });

  it('waits for the answer as long as the connection says', async () => {
    await speaking({ ...asking, ratingTimeout: 5 });
    await write('Oi');
    await close();
    await test.db.query(`UPDATE "Tickets" SET "ratingAskedAt" = now() - interval '6 minutes' WHERE "companyId" = $1`, [company]);
    await write('5');
    expect(await tickets()).toMatchObject([{ status: 'closed' }, { status: 'pending' }]);
  });

  it('can be rated again after a reopening', async () => {
    await speaking(asking);
    await write('Oi');
    await close();
    await write('2');
    await move(await last(), { status: 'open', userId: ana });
    await close();
    await write('5');
    expect(await test.db.query('SELECT "rate" FROM "UserRatings" WHERE "companyId" = $1 ORDER BY "id"', [company])).toEqual([{ rate: 2 }, { rate: 5 }]);
  });

  it('says goodbye where nothing is asked, and nothing when silent', async () => {
    await speaking({ completionMessage: 'Até logo, {nome}' });
    await write('Oi');
    await close();
    expect(await bodies()).toEqual(['Oi', 'Até logo, Bia']);
    await write('Oi');
    await close({ silent: true });
    expect(await bodies()).toEqual(['Oi', 'Até logo, Bia', 'Oi']);
  });
});
