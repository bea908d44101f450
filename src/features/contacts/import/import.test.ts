import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import request from 'supertest';
import ExcelJS from 'exceljs';
import { manualClock } from '../../../kernel/clock';
import type { CompanyId, ContactListId, UserId } from '../../../kernel/ids';
import { silentLog } from '../../../kernel/log';
import { testApp, type TestApp } from '../../../test/app';
import { buildCompany, buildList, buildUser } from '../../../test/build';
import { testDatabase, type TestDatabase } from '../../../test/database';
import { createContacts } from '../index';
import { lockItems } from '../list.store';

const data = (name: string) => readFile(join(__dirname, '../../../test/data', name));

let base: TestDatabase;
let app: TestApp;
let companyId: CompanyId;
let userId: UserId;
const published: { topic: string; payload: unknown }[] = [];
const started = new Date('2026-03-02T12:00:00Z');
const clock = manualClock(started);

beforeAll(async () => {
  base = await testDatabase();
  const contacts = createContacts({
    db: base.db,
    transact: base.transact,
    // Every look at the clock finds it half a second later, so that progress has something to tell.
    clock: { now: () => (clock.advance(500), clock.now()) },
    realtime: { publish: (_companyId, { topic }, payload) => void published.push({ topic, payload }) },
    log: silentLog,
    imports: { maxBytes: 2_000_000, maxLines: 20_000 },
  });
  app = testApp({ db: base.db, features: [contacts] });
  companyId = await buildCompany(base.db);
  userId = await buildUser(base.db, companyId);
});
afterAll(() => base.close());
beforeEach(() => void published.splice(0));

const emptyList = async () => (await buildList(base.db, companyId, [])).id;
const as = () => app.bearer({ companyId, userId });

function upload(listId: ContactListId, content: Buffer | string, query: Record<string, string> = {}, fileName = 'contatos.csv') {
  return request(app.app)
    .post(`/contact-lists/${listId}/upload`)
    .query(query)
    .set('Authorization', as())
    .attach('file', typeof content === 'string' ? Buffer.from(content) : content, fileName);
}

async function itemsOf(listId: ContactListId) {
  return base.db.query<{ number: string; name: string; email: string; isGroup: boolean; variables: object }>(
    `SELECT "number", "name", "email", "isGroup", "variables" FROM "ContactListItems" WHERE "contactListId" = $1 ORDER BY "id"`,
    [listId],
  );
}

const countOf = async (listId: ContactListId) => (await base.db.query<{ n: number }>(`SELECT "contactsCount" AS n FROM "ContactLists" WHERE "id" = $1`, [listId]))[0]?.n;
const faultsOf = (answer: { body: { errors: unknown } }) => answer.body.errors;

describe('the sample lists', () => {
  test.each([
    ['contatos-500.csv', { lines: 500, imported: 474, updated: 0, duplicate: 13, optOut: 0, invalid: 13 }],
    ['contatos-12k.csv', { lines: 12_000, imported: 11_400, updated: 0, duplicate: 300, optOut: 0, invalid: 300 }],
  ])('%s: foreseen, imported, and imported again', async (name, tally) => {
    const listId = await emptyList();
    const file = await data(name);

    const foreseen = await upload(listId, file, { dryRun: '1' }).expect(200);
    expect(foreseen.body).toMatchObject({ ...tally, dryRun: true, importId: null, encoding: 'windows-1252', separator: ';', format: 'csv' });
    expect(foreseen.body.columns).toEqual({
      name: 'Nome', number: 'Número', email: 'E-mail',
      variables: [{ column: 'Cidade', key: 'cidade' }, { column: 'Cupom', key: 'cupom' }],
      keys: ['nome', 'numero', 'email', 'cidade', 'cupom'],
      variableKeys: ['nome_2', 'numero_2', 'e_mail', 'cidade', 'cupom'],
    });
    expect(foreseen.body.preview).toHaveLength(50);
    expect(await countOf(listId)).toBe(0);

    expect((await upload(listId, file).expect(200)).body).toMatchObject({ ...tally, dryRun: false });
    expect(await countOf(listId)).toBe(tally.imported);

    const again = { ...tally, imported: 0, updated: tally.imported };
    expect((await upload(listId, file, { dryRun: '1' }).expect(200)).body).toMatchObject(again);
    expect((await upload(listId, file).expect(200)).body).toMatchObject(again);
    expect(await countOf(listId)).toBe(tally.imported);
  });

  it('keeps what cells say, and the order of the file', async () => {
    const listId = await emptyList();
    await upload(listId, await data('contatos-500.csv')).expect(200);
    const items = await itemsOf(listId);
    expect(items[0]).toEqual({ number: '5561988037390', name: 'José $& {nome} {cupom}', email: '', isGroup: false, variables: { cidade: 'Fabrício do Sul', cupom: 'CUPOM292' } });
    expect(items[1]).toMatchObject({ number: '5531989091283', name: 'Suélen Nogueira', email: 'c1.Pereira@hotmail.com' });
    expect(items.filter(({ number }) => !/^55\d\d9\d{8}$/.test(number))).toEqual([]);
  });
});

describe('verdicts', () => {
  it('an import updates what the file has columns for, and nothing else', async () => {
    const listId = await emptyList();
    await upload(listId, 'nome;numero;email;cidade;cupom\nAna;11988880001;ana@x.com;Recife;A\nBia;11988880002;bia@x.com;Natal;B\n').expect(200);
    const answer = await upload(listId, 'celular;nome;cidade\n(11) 8888-0001;;Olinda\n11988880003;Caio;Belém\n').expect(200);
    expect(answer.body).toMatchObject({ lines: 2, imported: 1, updated: 1 });
    expect(await itemsOf(listId)).toMatchObject([
      { number: '5511988880001', name: '', email: 'ana@x.com', variables: { cidade: 'Olinda', cupom: 'A' } },
      { number: '5511988880002', name: 'Bia' },
      { number: '5511988880003', name: 'Caio' },
    ]);
  });

  it('who opted out is counted and not listed; groups are listed as groups', async () => {
    const listId = await emptyList();
    await base.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, '5511988880009', 'test')`, [companyId]);
    const file = 'nome;numero\nEla;11 8888-0009\nEla de novo;11988880009\nGrupo;120363041234567890@g.us\nNinguém;abc\n';
    const tally = { lines: 4, imported: 1, updated: 0, duplicate: 1, optOut: 1, invalid: 1 };
    const foreseen = await upload(listId, file, { dryRun: 'true' }).expect(200);
    expect(foreseen.body).toMatchObject(tally);
    expect(foreseen.body.preview).toEqual([
      { line: 2, number: '5511988880009', name: 'Ela', cells: ['Ela', '11 8888-0009'], verdict: 'optOut' },
      { line: 3, number: '5511988880009', name: 'Ela de novo', cells: ['Ela de novo', '11988880009'], verdict: 'duplicate' },
      { line: 4, number: '120363041234567890', name: 'Grupo', cells: ['Grupo', '120363041234567890@g.us'], verdict: 'imported' },
      { line: 5, number: 'abc', name: '', cells: ['Ninguém', 'abc'], verdict: 'invalid' },
    ]);
    expect((await upload(listId, file).expect(200)).body).toMatchObject(tally);
    expect(await itemsOf(listId)).toEqual([{ number: '120363041234567890', name: 'Grupo', email: '', isGroup: true, variables: {} }]);
  });

  it('names the line, the column and the reason, in the language of the reader', async () => {
    const listId = await emptyList();
    const answer = await upload(listId, 'Nome;Fone\nA;11988880001\n\nB;5,51199E+12\n').expect(200);
    expect(answer.body.errors).toEqual([
      { line: 4, column: 'Fone', value: '5,51199E+12', code: 'phone_scientific', reason: expect.stringContaining('Excel abreviou') },
    ]);
    const english = await upload(listId, 'Nome;Fone\nB;abc\n').set('Accept-Language', 'en').expect(200);
    expect(english.body.errors[0].reason).toBe('This is not a phone number. Use digits only, with the area code.');
  });

  it('gives all refused lines as a CSV that no spreadsheet calculates', async () => {
    const listId = await emptyList();
    const lines = ['=HYPERLINK("http://x")', ...Array.from({ length: 150 }, (_, i) => `nada ${i}`)].map((cell) => `"${cell.replaceAll('"', '""')}"`);
    const { body } = await upload(listId, `numero\n${lines.join('\n')}\n`).expect(200);
    expect(body.errors).toHaveLength(100);
    const csv = await request(app.app).get(body.errorsUrl).set('Authorization', as()).expect(200).expect('Content-Type', 'text/csv; charset=utf-8');
    const rows = csv.text.split('\r\n');
    expect(rows[0]).toBe('\ufeff"Linha";"Coluna";"Valor";"Motivo"');
    expect(rows[1]).toMatch(/^"2";"numero";"'=HYPERLINK\(""http:\/\/x""\)";"Isto não é um telefone/);
    expect(rows).toHaveLength(1 + 151 + 1);
    const stranger = app.bearer({ companyId: await buildCompany(base.db) });
    await request(app.app).get(body.errorsUrl).set('Authorization', stranger).expect(404);
  });

  it('reads a workbook as it reads a CSV', async () => {
    const listId = await emptyList();
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Contatos').addRows([['Nome', 'WhatsApp', 'Nascimento'], ['Ana', 11988880001, new Date('1990-12-31')], ['Bia', 'x']]);
    const answer = await upload(listId, Buffer.from(await book.xlsx.writeBuffer()), {}, 'qualquer.nome').expect(200);
    expect(answer.body).toMatchObject({ lines: 2, imported: 1, invalid: 1, format: 'xlsx', encoding: null, separator: null, errors: [{ line: 3, column: 'WhatsApp' }] });
    expect(await itemsOf(listId)).toMatchObject([{ number: '5511988880001', variables: { nascimento: '31/12/1990' } }]);
  });

  it('takes encoding, separator and columns as told, in the address or in the form', async () => {
    const listId = await emptyList();
    const file = Buffer.from('Cliente,Fone;2\nJosé,11988880001;x\n', 'latin1');
    const inAddress = await upload(listId, file, { dryRun: '1', separator: ',', encoding: 'latin1', columns: '{"number":"Fone;2"}' }).expect(200);
    expect(inAddress.body).toMatchObject({ separator: ',', header: ['Cliente', 'Fone;2'], columns: { name: 'Cliente', number: 'Fone;2' }, invalid: 1 });
    const inForm = await upload(listId, 'a\tb\n1\t11988880001\n', { dryRun: '1', separator: ';' }).field('separator', 'tab').field('columns', '{"number":"B","name":"A"}').expect(200);
    expect(inForm.body).toMatchObject({ separator: '\t', imported: 1, columns: { name: 'a', number: 'b' } });
  });
});

describe('columns told one by one', () => {
  const file = 'Cliente;Fone 1;Fone 2;Onde mora;Obs\nAna;x;11988880001;Recife;nada\n';

  it('a dry run shows the columns of a file in which it finds no number', async () => {
    const listId = await emptyList();
    const { body } = await upload(listId, file, { dryRun: '1' }).expect(200);
    expect(body).toMatchObject({ lines: 1, invalid: 1, columns: { number: null, keys: ['nome', 'fone_1', 'fone_2', 'onde_mora', 'obs'] } });
    expect(body.preview).toEqual([{ line: 2, number: '', name: '', cells: ['Ana', 'x', '11988880001', 'Recife', 'nada'], verdict: 'invalid' }]);
    expect(faultsOf(await upload(listId, file).expect(422))).toMatchObject([{ code: 'import_no_phone_column' }]);
  });

  it('are taken as told, and nothing beside them', async () => {
    const listId = await emptyList();
    const { body } = await upload(listId, file, { columns: '["nome",null,"numero","Cidade"]' }).expect(200);
    expect(body.columns).toMatchObject({ number: 'Fone 2', keys: ['nome', null, 'numero', 'cidade', null] });
    expect(await itemsOf(listId)).toEqual([{ number: '5511988880001', name: 'Ana', email: '', isGroup: false, variables: { cidade: 'Recife' } }]);
  });
});

it('tells how large a file may be', async () => {
  const { body } = await request(app.app).get('/contact-lists/import-limits').set('Authorization', as()).expect(200);
  expect(body).toEqual({ maxBytes: 2_000_000, maxLines: 20_000 });
});

describe('a file that cannot be imported', () => {
  test.each([
    ['no phone column', 'Nome;Cidade\nAna;Recife\n', {}, { path: 'file', code: 'import_no_phone_column', message: expect.stringContaining('Nome, Cidade') }],
    ['a mapped column that is not there', 'Nome;Fone\nAna;1\n', { columns: '{"number":"Celular"}' }, { path: 'columns.number', code: 'import_unknown_column' }],
    ['a header only', 'Nome;Fone\n\n;;\n', {}, { path: 'file', code: 'import_no_lines' }],
    ['blank lines only', '\n\n', {}, { path: 'file', code: 'import_empty' }],
    ['a broken quote', 'Nome;Fone\nAna;1\n"Bia;2\n', {}, { path: 'file', code: 'import_broken_quote', message: expect.stringContaining('linha 3') }],
    ['too many lines', `Fone\n${'11988880001\n'.repeat(20_001)}`, {}, { path: 'file', code: 'import_too_many_lines', message: expect.stringContaining('20000') }],
    ['too many bytes', 'x'.repeat(2_000_001), {}, { path: 'file', code: 'file_too_large', message: expect.stringContaining('o limite é 1 MB') }],
    ['two columns of one key', 'A;B\nx;1\n', { columns: '["numero","numero"]' }, { path: 'columns', code: 'import_key_twice', message: expect.stringContaining('numero') }],
    ['an unknown encoding', 'Fone\n1\n', { encoding: 'klingon' }, { path: 'encoding', code: 'invalid_choice' }],
    ['a mapping that is no JSON', 'Fone\n1\n', { columns: 'Fone' }, { path: 'columns', code: 'invalid_value' }],
  ])('%s', async (_name, content, query, fault) => {
    const listId = await emptyList();
    expect(faultsOf(await upload(listId, content, query).expect(422))).toMatchObject([fault]);
  });

  it('leaves nothing behind, however far it came', async () => {
    const listId = await emptyList();
    const good = Array.from({ length: 3_000 }, (_, i) => `Ana;119888${String(i).padStart(5, '0')}`).join('\n');
    expect(faultsOf(await upload(listId, `Nome;Fone\n${good}\n"Bia;2\n`).expect(422))).toMatchObject([{ code: 'import_broken_quote', message: expect.stringContaining('3002') }]);
    expect(await itemsOf(listId)).toEqual([]);
    expect(await countOf(listId)).toBe(0);
    expect(await base.db.query(`SELECT 1 FROM "Imports" WHERE "contactListId" = $1`, [listId])).toEqual([]);
  });

  it('is refused before it is read when it announces itself as far too large', async () => {
    const listId = await emptyList();
    const answer = await request(app.app)
      .post(`/contact-lists/${listId}/upload`)
      .set('Authorization', as())
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .set('Content-Length', String(300_000_000))
      .timeout(2_000)
      .buffer(true);
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toMatchObject([{ path: 'file', code: 'import_too_large' }]);
  });

  it('no file at all', async () => {
    const listId = await emptyList();
    const answer = await request(app.app).post(`/contact-lists/${listId}/upload`).set('Authorization', as()).field('dryRun', '1').expect(422);
    expect(faultsOf(answer)).toMatchObject([{ path: 'file', code: 'import_no_file' }]);
  });

  it("into another company's list", async () => {
    const { id } = await buildList(base.db, await buildCompany(base.db), []);
    await upload(id, 'Fone\n11988880001\n').expect(404);
    await upload(id, 'Fone\n11988880001\n', { dryRun: '1' }).expect(404);
    expect(await itemsOf(id)).toEqual([]);
  });
});

describe('an import at work', () => {
  it('tells its progress once a second, and its end', async () => {
    const listId = await emptyList();
    base.released.events.splice(0);
    await upload(listId, await data('contatos-12k.csv')).expect(200);
    expect(published).toHaveLength(6);
    expect(published[0]).toEqual({
      topic: 'ContactList',
      payload: { action: 'update', record: expect.objectContaining({ id: listId, import: { fileName: 'contatos.csv', lines: expect.any(Number), percent: expect.any(Number), secondsLeft: expect.any(Number) } }) },
    });
    expect(base.released.events).toEqual([
      { companyId, topic: 'ContactList', payload: { action: 'update', record: expect.objectContaining({ contactsCount: 11_400 }) } },
      { companyId, topic: `ContactListItem-${listId}`, payload: { action: 'reload' } },
    ]);
  });

  it('records who did it and what became of the lines, of the last twenty', async () => {
    const listId = await emptyList();
    const { body } = await upload(listId, 'Fone\n11988880001\nx\n', {}, 'março "2026".csv').expect(200);
    const history = () => request(app.app).get(`/contact-lists/${listId}/imports`).set('Authorization', as()).expect(200);
    const list = await request(app.app).get(`/contact-lists/${listId}`).set('Authorization', as()).expect(200);
    expect(list.body).toMatchObject({ contactsCount: 1, lastImport: { fileName: 'março "2026".csv', createdAt: expect.any(String) } });
    expect((await history()).body.records).toEqual([
      { id: body.importId, fileName: 'março "2026".csv', userName: 'Ana', lines: 2, imported: 1, updated: 0, duplicate: 0, optOut: 0, invalid: 1, errorsUrl: body.errorsUrl, createdAt: expect.any(String) },
    ]);
    for (let i = 0; i < 20; i += 1) await upload(listId, 'Fone\n11988880001\n').expect(200);
    const { records } = (await history()).body;
    expect(records).toHaveLength(20);
    expect(records).toContainEqual(expect.objectContaining({ updated: 1, errorsUrl: null }));
    expect(records).not.toContainEqual(expect.objectContaining({ id: body.importId }));
  });

  it('does not mix with another one into the same list', async () => {
    const listId = await emptyList();
    await base.transact(async (tx) => {
      await lockItems(tx, companyId, listId);
      const answer = await upload(listId, 'Fone\n11988880001\n').expect(409);
      expect(answer.body.error).toBe('ERR_LIST_BUSY');
    });
    await upload(listId, 'Fone\n11988880001\n').expect(200);
  });
});
