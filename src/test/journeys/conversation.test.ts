/** A conversation through the running product: a contact writes with a picture, is greeted, answered, asked how it was. */
import { anyNumber } from '../build';
import { connection, eventually, formOf } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { connectClient, type TestClient } from '../sockets';

const PNG = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1'));

interface Message {
  readonly id: string;
  readonly body: string;
  readonly fromMe: boolean;
  readonly ack: number;
  readonly mediaUrl: string | null;
}

let p: RunningProduct;
let client: TestClient;
beforeAll(async () => {
  p = await startProduct(null);
  client = connectClient(p.url, '/', p.token);
  await client.hears('ready');
}, 60_000);
afterAll(async () => {
  client.socket.disconnect();
  await p.stop();
});

const from = anyNumber();
const said = async (ticketId: number) => (await p.api<{ messages: Message[] }>('GET', `/messages/${ticketId}`)).body.messages;
const counts = async () => (await p.api<{ pending: number; open: number; closed: number; unread: number }>('GET', '/tickets/counts')).body;
const ticksOf = (id: string) =>
  client.heard
    .filter(({ event }) => event === `company-${p.companyId}-appMessage`)
    .map(({ payload }) => (payload as { message: Message }).message)
    .filter((message) => message.id === id)
    .map(({ ack }) => ack);

it('from the first picture to the rate', async () => {
  const { id: connectionId } = await connection(p, 'Atendimento', { ackMs: 50 });
  await p.database.db.query(`UPDATE "Whatsapps" SET "greetingMessage" = 'Olá!', "ratingMessage" = 'De 1 a 5?', "completionMessage" = 'Até logo' WHERE "id" = $1`, [connectionId]);

  const form = formOf('foto.png', PNG);
  for (const [name, value] of Object.entries({ connectionId: String(connectionId), from, body: 'Chegou assim' })) form.set(name, value);
  expect((await p.api('POST', '/simulator/inbound', form)).status).toBe(202);
  const [ticket] = await eventually(
    async () => (await p.api<{ tickets: { id: number; unreadMessages: number; contact: { number: string } }[] }>('GET', '/tickets?status=pending')).body.tickets,
    (tickets) => tickets.length === 1,
  );
  expect(ticket).toMatchObject({ contact: { number: from }, unreadMessages: 1 });
  const id = ticket!.id;
  expect(await counts()).toMatchObject({ pending: 1, open: 0, unread: 1 });
  const [picture, greeting] = await said(id);
  expect([picture?.body, picture?.fromMe, greeting?.body, greeting?.fromMe]).toEqual(['Chegou assim', false, 'Olá!', true]);
  // As an <img> fetches it: no header.
  const shown = await fetch(p.url + picture!.mediaUrl!);
  expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG);
  expect((await fetch(`${p.url}/messages/${picture!.id}/media`)).status).toBe(401);

  expect((await p.api('POST', `/tickets/${id}/accept`, {})).status).toBe(200);
  await p.api('POST', `/messages/${id}`, { body: 'Vamos trocar' });
  const reply = (await said(id)).find(({ body }) => body === 'Vamos trocar');
  await eventually(async () => ticksOf(reply!.id), (acks) => acks.includes(3));
  expect(ticksOf(reply!.id)).toEqual([...ticksOf(reply!.id)].sort((a, b) => a - b));

  await p.api('PUT', `/tickets/${id}`, { status: 'closed' });
  await p.api('POST', '/simulator/inbound', { connectionId, from, body: '5' });
  await eventually(() => said(id), (messages) => messages.at(-1)?.body === 'Até logo');
  expect((await said(id)).slice(-3).map(({ body }) => body)).toEqual(['De 1 a 5?', '5', 'Até logo']);
  expect((await p.api('GET', '/ratings')).body).toMatchObject({ count: 1, average: 5 });
  expect(await counts()).toMatchObject({ pending: 0, open: 0, closed: 1, unread: 0 });
  const why = await p.api<{ steps: { type: string }[] }>('GET', `/tickets/${id}/why`);
  expect(why.body.steps.map(({ type }) => type)).toEqual(['create', 'open', 'closed', 'rating']);
}, 60_000);

it('refuses a file that WhatsApp would not bring', async () => {
  const { id: connectionId } = await connection(p, 'Grande');
  const form = formOf('video.png', new Uint8Array(16 * 1_048_576 + 1));
  for (const [name, value] of Object.entries({ connectionId: String(connectionId), from: anyNumber() })) form.set(name, value);
  const { status, body } = await p.api<{ errors: object[] }>('POST', '/simulator/inbound', form);
  expect([status, body.errors]).toEqual([422, [expect.objectContaining({ path: 'file', code: 'file_too_large' })]]);
}, 30_000);
