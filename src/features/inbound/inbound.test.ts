/** Events of channels, taken by the real ledger and real tickets. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '../../kernel/errors';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { InboundEvent } from '../../platform/channels/channel';
import { anyNumber, buildCompany, buildConnection } from '../../test/build';
import { setupInbound, type TestInbound } from '../../test/inbound';
import { direct } from '../../test/ledger';
import type { Reply, ReplyHandler } from './index';

let test: TestInbound;
let company: CompanyId;
let connection: ConnectionId;
let react: ReplyHandler;
const replies: Reply[] = [];
const warnings: object[] = [];

beforeAll(async () => {
  const onMessage: ReplyHandler[] = [(tx, reply) => react(tx, reply), async (_tx, reply) => void replies.push(reply)];
  test = await setupInbound(onMessage, { warn: (fields) => void warnings.push(fields), mostBytes: 1_000 });
});
afterAll(() => test.stop());
beforeEach(async () => {
  company = await buildCompany(test.db);
  connection = await buildConnection(test.db, company);
  react = async () => undefined;
  for (const list of [replies, test.reported, warnings]) list.length = 0;
});

const tell = (events: InboundEvent[]) => test.tell(events);
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

it('ignores a group, unless its connection takes groups for tickets; nobody reacts to one', async () => {
  const said = () => message({ from: '120363041234567890', isGroup: true, text: 'SAIR' });
  await tell([said()]);
  expect(await messagesOf()).toEqual([]);
  expect(await test.db.query('SELECT 1 FROM "Contacts" WHERE "companyId" = $1', [company])).toEqual([]);
  await test.db.query('UPDATE "Whatsapps" SET "groupAsTicket" = true WHERE "id" = $1', [connection]);
  await tell([said()]);
  expect(await messagesOf()).toHaveLength(1);
  expect(await test.db.query('SELECT "isGroup", "status" FROM "Tickets" WHERE "companyId" = $1', [company])).toEqual([{ isGroup: true, status: 'pending' }]);
  expect(replies).toEqual([]);
});

describe('a file', () => {
  const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');
  const files = () => readdir(join(test.folder, `company${company}`)).catch(() => []);
  const mediaOf = () => test.db.query<{ mediaPath: string }>('SELECT "body", "mediaPath", "mediaName", "mediaType" FROM "Messages" WHERE "companyId" = $1 ORDER BY "id"', [company]);
  const file = (content: Buffer, name = 'foto.png') => ({ name, mimeType: 'application/x-lie', read: jest.fn(async () => content) });

  it('is kept under a name of ours, as what its bytes are, once however often the message comes', async () => {
    const media = file(PNG, '../../../etc/passwd');
    const event = message({ text: '', media });
    await Promise.all([tell([event]), tell([event])]);
    await tell([event]);
    const [row] = await mediaOf();
    expect(row).toEqual({ body: '', mediaPath: expect.stringMatching(/^[0-9a-f]{32}\.png$/), mediaName: 'passwd', mediaType: 'image/png' });
    expect(await files()).toEqual([row!.mediaPath]);
    expect(await readFile(join(test.folder, `company${company}`, row!.mediaPath))).toEqual(PNG);
    expect(media.read.mock.calls.length).toBeLessThanOrEqual(2);
    expect(await test.db.query('SELECT "lastMessage" FROM "Tickets" WHERE "companyId" = $1', [company])).toEqual([{ lastMessage: 'passwd' }]);
  });

  it.each([
    ['too large', Buffer.concat([PNG, Buffer.alloc(2_000)]), '📎 foto.png (maior que 16 MB)'],
    ['of no accepted kind', Buffer.from('MZ\x90\0\x03'), '📎 foto.png (tipo de arquivo não aceito)'],
  ])('that is %s is told of, and its message is not lost', async (_name, content, note) => {
    await tell([message({ text: 'Veja', media: file(content) })]);
    expect(await mediaOf()).toEqual([{ body: `Veja\n${note}`, mediaPath: null, mediaName: null, mediaType: null }]);
    expect(await files()).toEqual([]);
  });

  it('that cannot be fetched is told of', async () => {
    await tell([message({ text: '', media: { ...file(PNG), read: () => Promise.reject(new Error('410')) } })]);
    expect(await mediaOf()).toMatchObject([{ body: '📎 foto.png (não foi possível baixar)', mediaPath: null }]);
  });

  it('goes again with a message that is given up', async () => {
    react = () => Promise.reject(new Error('poison'));
    await tell([message({ media: file(PNG) })]);
    expect(await files()).toEqual([]);
    expect(test.reported).toHaveLength(1);
  });
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
  expect(test.reported).toMatchObject([{ message: 'poison' }]);
});

it('lets the batch come again while the database is away', async () => {
  react = () => Promise.reject(new Unavailable('ERR_DATABASE_UNAVAILABLE', 'away'));
  const events = [message({ text: 'um' }), message({ text: 'dois' })];
  await expect(tell(events)).rejects.toThrow('away');
  expect(test.reported).toEqual([]);
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
  const [entry] = await test.transact((tx) => test.deliveries.submit(tx, company, [direct(connection, { ticketPlan: { status: 'pending', queueId: null, userId: null } })]));
  const status = (over: object): InboundEvent => ({ type: 'status', connectionId: connection, reference: String(entry!.id), providerMessageId: 'p-1', status: 'delivered', at: new Date(), error: null, ...over });
  await tell([status({}), status({ reference: null, providerMessageId: 'bad\0id' }), message()]);
  expect(await test.db.query('SELECT "state" FROM "Deliveries" WHERE "id" = $1', [entry!.id])).toEqual([{ state: 'delivered' }]);
  expect(test.reported).toHaveLength(1);
  expect(await messagesOf()).toHaveLength(2);
});

it('survives many people writing while their messages are recorded', async () => {
  const numbers = Array.from({ length: 40 }, anyNumber);
  const plan = { status: 'pending' as const, queueId: null, userId: null };
  const entries = await test.transact((tx) => test.deliveries.submit(tx, company, numbers.map((recipient) => direct(connection, { recipient, ticketPlan: plan }))));
  const statuses = entries.map(({ id }, i): InboundEvent => ({ type: 'status', connectionId: connection, reference: String(id), providerMessageId: `p-${numbers[i]}`, status: 'sent', at: new Date(), error: null }));
  await Promise.all([tell(statuses), tell(numbers.map((from) => message({ from }))), tell(numbers.map((from) => message({ from })))]);
  expect(await messagesOf()).toHaveLength(120);
  const [tickets] = await test.db.query<{ n: number }>('SELECT count(*) AS n FROM "Tickets" WHERE "companyId" = $1', [company]);
  expect(tickets).toEqual({ n: 40 });
  expect(test.reported).toEqual([]);
});
