/**
 * What people get wrong, through the running product: a problem that names the field, in the reader's language, and nothing
 * half done: after each refusal every row of the database and every file is what it was before.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import os from 'node:os';
import { join } from 'node:path';
import Bull from 'bull';
import { sendMessage } from '../../features/deliveries';
import { buildCompany, buildConnection, buildList } from '../build';
import { bundle, childEnvironment } from '../bundle';
import { captured, connection, eventually, formOf, list, someNumbers } from '../operator';
import { startProduct, type RunningProduct } from '../product';

interface Problem {
  readonly error: string;
  readonly detail: string;
  readonly errors: readonly { path: string; code: string; message: string }[];
}
type Refusal = { status: number; body: Problem };
/** Where, what, and words that the text has in Portuguese and in English. */
type Expected = readonly [path: string, code: string, pt: RegExp, en: RegExp];

const HEADER = 'Nome;Número\n';
const GOOD_LINES = 'Ana;11987654321\nBia;11987654322\n';
const PNG = Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\n0123456789', 'latin1'));
const MEGABYTE = 1_048_576;

let p: RunningProduct;
let connectionId: number;
let contactListId: number;
let foreign: { connectionId: number; listId: number };
const scratch = mkdtempSync(join(os.tmpdir(), 'esquadrao-uploads-'));

beforeAll(async () => {
  // Uploads of this file only, while others run beside it.
  jest.spyOn(os, 'tmpdir').mockReturnValue(scratch);
  p = await startProduct(null, { IMPORT_MAX_LINES: '50' });
  ({ id: connectionId } = await connection(p, 'Vendas'));
  contactListId = await list(p, someNumbers(3, 0));
  const { db } = p.database;
  const other = await buildCompany(db);
  foreign = { connectionId: await buildConnection(db, other), listId: (await buildList(db, other, someNumbers(1, 10))).id };
}, 60_000);
afterAll(async () => {
  await p.stop();
  jest.restoreAllMocks();
  rmSync(scratch, { recursive: true });
});

/** A fingerprint of each table, and every file that uploads could have left. */
async function everything(): Promise<object> {
  const { db } = p.database;
  // What moves by itself while the product runs: its lanes, its crons and the history of its queues; and that a user was seen.
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT IN ('Lanes', 'CronJobs', 'CronLeader', 'QueueSamples')`,
  );
  const print = `SELECT count(*) AS "rows", md5(string_agg("row"::text, ',' ORDER BY "row"::text)) AS "all"`;
  const prints = tables.map(async ({ name }) => [name, (await db.query(`${print} FROM (SELECT to_jsonb(t) - '{online,lastSeenAt}'::text[] AS "row" FROM "${name}" t) all_rows`))[0]]);
  return { ...Object.fromEntries(await Promise.all(prints)), files: filesOf(scratch).filter((file) => !file.includes('sqlite')) };
}

/** The same request in both languages; nothing may have moved. */
async function refused(send: (headers: Record<string, string>) => Promise<Refusal>, status: number, expected: readonly Expected[]): Promise<Problem> {
  const before = await everything();
  const [pt, en] = [await send({}), await send({ 'accept-language': 'en' })];
  expect([pt.status, en.status, pt.body]).toEqual([status, status, expect.objectContaining({ detail: expect.any(String) })]);
  expect(pt.body.detail).not.toBe(en.body.detail);
  const places = ({ body }: Refusal) => body.errors.map(({ path, code }) => [path, code]);
  expect(places(pt)).toEqual(expected.map(([path, code]) => [path, code]));
  expect(places(en)).toEqual(places(pt));
  expected.forEach(([, , inPortuguese, inEnglish], i) => {
    expect(pt.body.errors[i]!.message).toMatch(inPortuguese);
    expect(en.body.errors[i]!.message).toMatch(inEnglish);
  });
  expect(await everything()).toEqual(before);
  return pt.body;
}

const api = (method: string, path: string, body?: object) => (headers: Record<string, string>) => p.api<Problem>(method, path, body, headers);
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const campaign = (over: object = {}) => ({ name: 'Campanha', status: 'PROGRAMADA', scheduledAt: hoursAgo(0), message1: 'Oi {nome}', contactListId, whatsappId: connectionId, ...over });

const campaigns: readonly (readonly [title: string, over: () => object, expected: readonly Expected[]])[] = [
  ['no message', () => ({ message1: ' ' }), [['message1', 'message_missing', /pelo menos uma mensagem/, /at least one message/]]],
  ['a message too long for WhatsApp', () => ({ message1: 'a'.repeat(4_097) }), [['message1', 'too_long', /no máximo 4096/, /at most 4096/]]],
  ['no name', () => ({ name: '  ' }), [['name', 'required', /Preencha/, /Fill in/]]],
  ['no connection', () => ({ whatsappId: null }), [['whatsappId', 'connection_missing', /Escolha a conexão/, /Choose the connection/]]],
  ["another company's connection", () => ({ whatsappId: foreign.connectionId }), [['whatsappId', 'connection_not_found', /não existe/, /no such connection/]]],
  ['a connection beyond all ids', () => ({ whatsappId: 2_147_483_648 }), [['whatsappId', 'too_big', /até 2147483647/, /2147483647 or less/]]],
  ['no list', () => ({ contactListId: '' }), [['contactListId', 'list_missing', /Escolha a lista/, /Choose the contact list/]]],
  ["another company's list", () => ({ contactListId: foreign.listId }), [['contactListId', 'list_not_found', /não existe/, /no such contact list/]]],
  ['a variable that nobody has', () => ({ message2: 'Oi {apelido}' }), [['message2', 'unknown_variable', /apelido/, /apelido/]]],
  ['a question without a text', () => ({ confirmation: true }), [['confirmationMessage1', 'confirmation_missing', /pede a confirmação/, /asks for confirmation/]]],
  ['an hour too long gone', () => ({ scheduledAt: hoursAgo(25) }), [['scheduledAt', 'too_late', /já passou/, /passed too long ago/]]],
  ['an hour that is none', () => ({ scheduledAt: '31/02/2026 25:00' }), [['scheduledAt', 'invalid_datetime', /data e hora/, /date and time/]]],
  ['a status that is none', () => ({ status: 'LIGADA' }), [['status', 'invalid_choice', /INATIVA, PROGRAMADA/, /INATIVA, PROGRAMADA/]]],
  [
    'everything at once', () => ({ message1: '', message2: '{apelido}', whatsappId: null, contactListId: foreign.listId, confirmation: true }),
    [['contactListId', 'list_not_found', /./, /./], ['confirmationMessage1', 'confirmation_missing', /./, /./], ['whatsappId', 'connection_missing', /./, /./]],
  ],
];

describe('a campaign is not made', () => {
  it.each(campaigns)('with %s', async (_title, over, expected) => {
    await refused(api('POST', '/campaigns', campaign(over())), 422, expected);
  });

  it('with an empty list', async () => {
    const { body } = await p.api<{ id: number }>('POST', '/contact-lists', { name: 'Vazia' });
    await refused(api('POST', '/campaigns', campaign({ contactListId: body.id })), 422, [['contactListId', 'list_empty', /está vazia/, /is empty/]]);
  });
});

it('a bad edit leaves a campaign as it was, and a bad draft does not start', async () => {
  const tomorrow = await p.api<{ id: number }>('POST', '/campaigns', campaign({ scheduledAt: hoursAgo(-24) }));
  await refused(api('PUT', `/campaigns/${tomorrow.body.id}`, { name: 'Nova', message1: '', message3: 'Oi {apelido}', whatsappId: foreign.connectionId }), 422, [
    ['message3', 'unknown_variable', /apelido/, /apelido/], ['whatsappId', 'connection_not_found', /./, /./],
  ]);
  const draft = await p.api<{ id: number }>('POST', '/campaigns', { name: 'Rascunho', message1: 'Oi' });
  await refused(api('POST', `/campaigns/${draft.body.id}/start`), 422, [['whatsappId', 'connection_missing', /./, /./], ['contactListId', 'list_missing', /./, /./]]);
});

const files: readonly (readonly [title: string, name: string, content: string | Uint8Array<ArrayBuffer>, expected: Expected])[] = [
  ['a picture called .csv', 'contatos.csv', PNG, ['file', 'import_binary', /não é uma planilha nem um CSV/, /neither a spreadsheet nor a CSV/]],
  ['nothing in it', 'contatos.csv', '', ['file', 'import_empty', /está vazio/, /is empty/]],
  ['blank lines only', 'contatos.csv', '\n;;\n \n', ['file', 'import_empty', /está vazio/, /is empty/]],
  ['a header only', 'contatos.csv', HEADER, ['file', 'import_no_lines', /só tem o cabeçalho/, /only a header/]],
  ['a quote that never closes', 'contatos.csv', `${HEADER}${GOOD_LINES}"Caio;11987654323\nDavi;11987654324\n`, ['file', 'import_broken_quote', /linha 4/, /Line 4/]],
  ['no column of phones', 'contatos.csv', 'Nome;Cidade;Cupom\nAna;Recife;A1\n', ['file', 'import_no_phone_column', /Nome, Cidade, Cupom/, /Nome, Cidade, Cupom/]],
  ['too many lines', 'contatos.csv', HEADER + someNumbers(51, 0).map((number) => `Ana;${number}\n`).join(''), ['file', 'import_too_many_lines', /mais de 50 linhas/, /more than 50 lines/]],
  ['a damaged workbook', 'contatos.xlsx', 'PK\x03\x04 and then nothing', ['file', 'import_bad_xlsx', /danificada/, /damaged/]],
  ['an old workbook', 'contatos.xls', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), ['file', 'import_old_or_protected', /formato antigo/, /old format/]],
  ['almost nothing but NUL', 'contatos.csv', new Uint8Array(1_000), ['file', 'import_binary', /não é uma planilha/, /neither a spreadsheet/]],
];

it('media that WhatsApp does not take, or for no campaign, is not kept', async () => {
  const draft = await p.api<{ id: number }>('POST', '/campaigns', { name: 'Com foto', message1: 'Oi' });
  const program = formOf('foto.png', Uint8Array.from(Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')));
  await refused((headers) => p.api('POST', `/campaigns/${draft.body.id}/media-upload`, program, headers), 422, [['file', 'ERR_MEDIA_TYPE', /tipo de arquivo/, /kind of file/]]);
  await refused((headers) => p.api('POST', '/campaigns/999/media-upload', formOf('foto.png', PNG), headers), 404, []);
});

describe('a list file is refused as a whole', () => {
  const upload = () => `/contact-lists/${contactListId}/upload`;

  it.each(files)('with %s', async (_title, name, content, expected) => {
    await refused((headers) => p.api('POST', upload(), formOf(name, content), headers), 422, [expected]);
  });

  it('without a file, in another field, or into a list of others', async () => {
    await refused((headers) => p.api('POST', upload(), new FormData(), headers), 422, [['file', 'import_no_file', /campo "file"/, /field "file"/]]);
    await refused((headers) => p.api('POST', upload(), formOf('a.csv', HEADER + GOOD_LINES, 'planilha'), headers), 422, [['planilha', 'unexpected_file', /campo certo/, /right field/]]);
    await refused((headers) => p.api('POST', `/contact-lists/${foreign.listId}/upload`, formOf('a.csv', HEADER + GOOD_LINES), headers), 404, []);
  });

  it('of 300 MB that says so, before its first byte', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(300 * MEGABYTE) };
    await refused((language) => raw('POST', upload(), { ...headers, ...language }, []), 422, [['file', 'import_too_large', /passa de 50 MB/, /larger than 50 MB/]]);
  });

  it('of 300 MB that does not say so, and never more than its limit lies on disk', async () => {
    let onDisk = 0;
    function* body(): Generator<Buffer> {
      yield Buffer.from(`--x\r\ncontent-disposition: form-data; name="file"; filename="grande.csv"\r\n\r\n${HEADER}`);
      const lines = Buffer.alloc(MEGABYTE, 'Ana;11987654321\n');
      for (let megabytes = 0; megabytes < 300; megabytes += 1) {
        yield lines;
        onDisk = Math.max(onDisk, uploadedBytes());
      }
      yield Buffer.from('\r\n--x--\r\n');
    }
    await refused((language) => raw('POST', upload(), { 'content-type': 'multipart/form-data; boundary=x', ...language }, body()), 422, [['file', 'file_too_large', /grande demais/, /too large/]]);
    expect(onDisk / MEGABYTE).toBeGreaterThan(1);
    expect(onDisk / MEGABYTE).toBeLessThanOrEqual(51);
  }, 60_000);
});

it('cells that no program should run are texts, and NUL is nothing', async () => {
  const { body: made } = await p.api<{ id: number }>('POST', '/contact-lists', { name: 'Esquisita\0s' });
  const content = `${HEADER}=HYPERLINK("http://x");11987650001\nAn\x00a;119\x008765-0002\nBia;=1+1\n`;
  const upload = await p.api<{ imported: number; errors: object[] }>('POST', `/contact-lists/${made.id}/upload`, formOf('contatos.csv', content));
  expect(upload.body).toMatchObject({ lines: 3, imported: 2, invalid: 1, errors: [{ line: 4, column: 'Número', value: '=1+1', reason: expect.stringContaining('telefone') }] });
  const { body: items } = await p.api<{ contacts: { name: string; number: string }[] }>('GET', `/contact-list-items?contactListId=${made.id}`);
  expect(items.contacts.map(({ name, number }) => [name, number])).toEqual([['=HYPERLINK("http://x")', '5511987650001'], ['Ana', '5511987650002']]);
  const { body: lists } = await p.api<{ records: { name: string }[] }>('GET', '/contact-lists?searchParam=Esquisitas%00');
  expect(lists.records.map(({ name }) => name)).toEqual(['Esquisitas']);
});

describe('a request is refused', () => {
  it('with one bad number of many: none of the messages is taken', async () => {
    const messages = someNumbers(10, 0).map((number, i) => ({ number: i === 3 ? '123' : number, body: 'Oi' }));
    await refused(api('POST', '/messages/send-bulk', { connectionId, messages }), 422, [['messages.3.number', 'phone_too_short', /Faltam algarismos/, /Digits are missing/]]);
    await refused(api('POST', '/messages/send-bulk', { connectionId: foreign.connectionId, messages: messages.slice(0, 1) }), 404, []);
  });

  it('that is no JSON', async () => {
    const broken = [Buffer.from('{"name": "Campanha", }')];
    const send = (language: object) => raw('POST', '/campaigns', { 'content-type': 'application/json', 'content-length': String(broken[0]!.length), ...language }, broken);
    expect((await refused(send, 400, [])).error).toBe('ERR_MALFORMED_JSON');
  });

  it('larger than any campaign', async () => {
    expect((await refused(api('POST', '/campaigns', campaign({ message1: 'a'.repeat(600_000) })), 413, [])).error).toBe('ERR_TOO_LARGE');
  });

  it.each([
    ['/campaigns/2147483648', 'id'], ['/contact-lists/99999999999999999999', 'id'], ['/contact-list-items?contactListId=4294967296', 'contactListId'],
    ['/campaigns?pageNumber=99999999999', 'pageNumber'], ['/whatsapp/-1', 'whatsappId'], ['/tickets/1e3', 'id'],
  ])('for what no table can hold: %s', async (path, field) => {
    await refused(api('GET', path), 422, [[field, expect.any(String) as string, /./, /./]]);
  });
});

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/6`],
])('with %s', (_name, redisUrl) => {
  let q: RunningProduct;
  beforeAll(async () => {
    q = redisUrl === null ? p : await startProduct(redisUrl);
  }, 60_000);
  afterAll(() => (q === p ? undefined : q.stop()));

  it('a job that cannot be read fails at once, stays to be seen, and holds nothing up', async () => {
    await (redisUrl === null ? q.product.engine.add([{ job: sendMessage, payload: { nonsense: true } }]) : addAsStranger(redisUrl));
    const messages = async () => (await q.api<{ queues: { queue: string; failed: number }[] }>('GET', '/api/queues/stats')).body.queues.find(({ queue }) => queue === 'MessageQueue');
    await eventually(messages, (stats) => stats?.failed === 1);
    const { id, token } = await connection(q, 'Depois');
    await q.as(token)('POST', '/api/messages/send', { number: '11988887777', body: 'Segue' });
    await eventually(() => captured(q, id), (sent) => sent.length === 1);
    expect((await messages())?.failed).toBe(1);
  });
});

/** As another program of the family would, with a Bull of its own. */
async function addAsStranger(redisUrl: string): Promise<void> {
  const queue = new Bull('MessageQueue', redisUrl);
  await queue.add('SendMessage', { nonsense: true });
  await queue.close();
}

it('a wrong installation is told all its faults at once, and nothing is started', async () => {
  const folder = mkdtempSync(join(scratch, 'installation-'));
  const server = await bundle('src/server.ts', mkdtempSync(join(scratch, 'program-')));
  const faulty = { PORT: 'oitenta', ROLE: 'tudo', DATABASE_URL: 'mysql://root:segredo@db/x', JWT_SECRET: 'curto', REDIS_PORT: '6379', DEFAULT_TIMEZONE: 'Brasil', BULL_USER: 'ana' };
  writeFileSync(join(folder, '.env'), Object.entries(faulty).map(([name, value]) => `${name}=${value}\n`).join(''));
  const child = spawn(process.execPath, [server], { cwd: folder, env: childEnvironment });
  const told = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (told.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text));
  expect(await once(child, 'close')).toEqual([2, null]);
  for (const name of Object.keys(faulty)) expect(told.err).toContain(name);
  expect(told.err).not.toMatch(/segredo|curto/);
  expect([told.out, readdirSync(folder)]).toEqual(['', ['.env']]);
}, 30_000);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));

function uploadedBytes(): number {
  const uploads = filesOf(scratch).filter((file) => !file.includes('sqlite'));
  return uploads.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Sends `body` as fast as the product reads it, or only its beginning when it is less than was announced. */
async function raw(method: string, path: string, headers: Record<string, string>, body: Iterable<Buffer>): Promise<Refusal> {
  const call = request(p.url + path, { method, headers: { authorization: `Bearer ${p.token}`, ...headers } });
  const answered = once(call, 'response') as Promise<[IncomingMessage]>;
  call.flushHeaders();
  for (const chunk of body) if (!call.write(chunk)) await once(call, 'drain');
  if (!('content-length' in headers)) call.end();
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  call.destroy();
  return { status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) as Problem };
}
