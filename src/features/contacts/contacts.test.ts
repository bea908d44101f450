import request from 'supertest';
import { manualClock } from '../../kernel/clock';
import type { CompanyId, ContactListId } from '../../kernel/ids';
import { silentLog } from '../../kernel/log';
import { testApp, type TestApp } from '../../test/app';
import { buildCampaign, buildCompany, buildContact, buildList } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { audienceStore } from './audience.store';
import { createContacts } from './index';
import { optOutOnMessage } from './opt-out.service';

let base: TestDatabase;
let app: TestApp;
let companyId: CompanyId;
let stranger: CompanyId;

beforeAll(async () => {
  base = await testDatabase();
  const contacts = createContacts({
    db: base.db,
    transact: base.transact,
    clock: manualClock(new Date()),
    realtime: { publish: () => undefined },
    log: silentLog,
    imports: { maxBytes: 1_000, maxLines: 10 },
  });
  app = testApp({ db: base.db, features: [contacts] });
});
afterAll(() => base.close());
beforeEach(async () => {
  companyId = await buildCompany(base.db);
  stranger = await buildCompany(base.db);
  base.released.events.splice(0);
});

type Method = 'get' | 'post' | 'put' | 'delete';
function call(method: Method, path: string, body?: object, who: { companyId?: CompanyId; profile?: 'user' | 'admin' } = {}) {
  return request(app.app)[method](path).set('Authorization', app.bearer({ companyId, ...who })).send(body);
}
const events = () => base.released.events.map(({ topic, payload }) => [topic, (payload as { action: string }).action]);
const countOf = async (id: ContactListId) => (await base.db.query<{ n: number }>(`SELECT "contactsCount" AS n FROM "ContactLists" WHERE "id" = $1`, [id]))[0]?.n;

it('is described, every route of it', async () => {
  const { body } = await request(app.app).get('/api/openapi.json').expect(200);
  expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/contacts/{id}', '/contact-lists/{id}/upload', '/contact-lists/{id}/imports/{importId}/errors.csv', '/opt-outs/{number}']));
  const upload = body.paths['/contact-lists/{id}/upload'].post;
  expect(upload.parameters).toMatchObject([{ name: 'id', required: true }, { name: 'dryRun', required: false }, { name: 'encoding' }, { name: 'separator' }, { name: 'columns' }]);
});

describe('/contacts', () => {
  it('makes, shows, changes and deletes a contact, and tells browsers', async () => {
    const { body: made } = await call('post', '/contacts', { name: '  Ana   Souza ', number: '(11) 8888-7777' }).expect(201);
    expect(made).toMatchObject({ name: 'Ana Souza', number: '5511988887777', email: '', isGroup: false, active: true });
    expect((await call('get', `/contacts/${made.id}`).expect(200)).body).toEqual(made);
    const { body: changed } = await call('put', `/contacts/${made.id}`, { active: false, email: 'ana@example.com' }).expect(200);
    expect(changed).toMatchObject({ name: 'Ana Souza', number: '5511988887777', email: 'ana@example.com', active: false });
    await call('delete', `/contacts/${made.id}`, undefined, { profile: 'user' }).expect(403);
    await call('delete', `/contacts/${made.id}`).expect(200);
    await call('get', `/contacts/${made.id}`).expect(404);
    expect(events()).toEqual([['contact', 'create'], ['contact', 'update'], ['contact', 'delete']]);
  });

  it('knows a number under every spelling', async () => {
    await call('post', '/contacts', { name: 'Ana', number: '11988887777' }).expect(201);
    const { body } = await call('post', '/contacts', { name: 'Outra', number: '+55 11 8888-7777' }).expect(409);
    expect(body.error).toBe('ERR_DUPLICATED_CONTACT');
  });

  it('says what is wrong with a number', async () => {
    const { body } = await call('post', '/contacts', { name: 'Ana', number: '1234' }).expect(422);
    expect(body.errors).toEqual([{ path: 'number', code: 'phone_too_short', message: 'Faltam algarismos. Informe o DDD e o número completo.' }]);
  });

  it('finds by a part of name, number or e-mail, without case or accents, page by page', async () => {
    for (let i = 0; i < 25; i += 1) await buildContact(base.db, companyId, { name: `Conceição ${i}`, email: `c${i}@example.com` });
    await buildContact(base.db, companyId, { name: '100%', number: '5531977776666' });
    await buildContact(base.db, stranger, { name: 'Conceição' });
    const search = async (searchParam: string, pageNumber = 1): Promise<unknown> => (await call('get', '/contacts').query({ searchParam, pageNumber }).expect(200)).body;
    expect(await search('CONCEICAO')).toMatchObject({ count: 25, hasMore: true, contacts: { length: 20 } });
    expect(await search('conceição', 2)).toMatchObject({ count: 25, hasMore: false, contacts: { length: 5 } });
    expect(await search('(31) 97777')).toMatchObject({ count: 1, contacts: [{ name: '100%' }] });
    expect(await search('c7@')).toMatchObject({ count: 1 });
    expect(await search('0%')).toMatchObject({ count: 1 });
    expect(await search('')).toMatchObject({ count: 26 });
  });
});

describe('/contact-lists', () => {
  it('makes, renames, lists with counts, empties and deletes', async () => {
    const { body: made } = await call('post', '/contact-lists', { name: 'Clientes' }).expect(201);
    expect((await call('post', '/contact-lists', { name: 'Clientes' }).expect(409)).body.error).toBe('ERR_DUPLICATED_LIST');
    await call('post', '/contact-list-items', { contactListId: made.id, name: 'Ana', number: '11988880001' }).expect(201);
    await call('put', `/contact-lists/${made.id}`, { name: 'Clientes 2026' }).expect(200);
    const expected = { id: made.id, name: 'Clientes 2026', contactsCount: 1 };
    expect((await call('get', '/contact-lists?searchParam=clientes').expect(200)).body).toMatchObject({ records: [expected], count: 1, hasMore: false });
    expect((await call('get', '/contact-lists/list').expect(200)).body).toEqual([expected]);
    expect((await call('delete', `/contact-lists/${made.id}/items`).expect(200)).body).toMatchObject({ removed: 1 });
    expect((await call('get', `/contact-lists/${made.id}`).expect(200)).body).toMatchObject({ contactsCount: 0 });
    await call('delete', `/contact-lists/${made.id}`).expect(200);
    await call('get', `/contact-lists/${made.id}`).expect(404);
  });

  test.each(['PROGRAMADA', 'EM_ANDAMENTO', 'PAUSADA'])('stays while a campaign that is %s uses it', async (status) => {
    const { id } = await buildList(base.db, companyId, ['5511988880001']);
    const campaignId = await buildCampaign(base.db, companyId, { contactListId: id, status });
    expect((await call('delete', `/contact-lists/${id}`).expect(409)).body.error).toBe('ERR_LIST_IN_USE');
    await base.db.query(`UPDATE "Campaigns" SET "status" = 'FINALIZADA' WHERE "id" = $1`, [campaignId]);
    await call('delete', `/contact-lists/${id}`).expect(200);
  });
});

describe('/contact-list-items', () => {
  it('keeps variables under the keys of templates', async () => {
    const { id } = await buildList(base.db, companyId, []);
    const { body: made } = await call('post', '/contact-list-items', { contactListId: id, name: 'Ana', number: '11988880001', variables: { 'Data de Nascimento': ' 31/12 ', '!': 'x' } }).expect(201);
    expect(made).toMatchObject({ number: '5511988880001', variables: { data_de_nascimento: '31/12' }, isWhatsappValid: null });
    expect((await call('put', `/contact-list-items/${made.id}`, { name: 'Bia' }).expect(200)).body).toMatchObject({ name: 'Bia', variables: { data_de_nascimento: '31/12' } });
    expect((await call('put', `/contact-list-items/${made.id}`, { variables: {} }).expect(200)).body).toMatchObject({ variables: {} });
    expect(events()).toEqual([['ContactList', 'update'], ['ContactListItem', 'create'], ['ContactListItem', 'update'], ['ContactListItem', 'update']]);
  });

  it('asks anew whether a changed number is on WhatsApp', async () => {
    const { itemIds } = await buildList(base.db, companyId, ['5511988880001']);
    await base.db.query(`UPDATE "ContactListItems" SET "isWhatsappValid" = false WHERE "id" = $1`, [itemIds[0]]);
    const change = async (number: string): Promise<unknown> => (await call('put', `/contact-list-items/${itemIds[0]}`, { number }).expect(200)).body.isWhatsappValid;
    expect(await change('11 8888-0001')).toBe(false);
    expect(await change('11988880002')).toBeNull();
  });

  it('shows a list in the order of sending, and finds in it', async () => {
    const { id } = await buildList(base.db, companyId, Array.from({ length: 23 }, (_, i) => `55119888800${String(22 - i).padStart(2, '0')}`));
    const { body } = await call('get', `/contact-list-items?contactListId=${id}&pageNumber=2`).expect(200);
    expect(body).toMatchObject({ count: 23, hasMore: false });
    expect(body.contacts).toMatchObject([{ number: '5511988880002' }, { number: '5511988880001' }, { number: '5511988880000' }]);
    expect((await call('get', `/contact-list-items?contactListId=${id}&searchParam=contato 7`).expect(200)).body).toMatchObject({ count: 1 });
  });

  it('counts once per contact, and refuses one twice', async () => {
    const { id, itemIds } = await buildList(base.db, companyId, ['5511988880001', '5511988880002']);
    expect((await call('post', '/contact-list-items', { contactListId: id, name: 'Ana', number: '11 8888-0001' }).expect(409)).body.error).toBe('ERR_DUPLICATED_ITEM');
    expect(await countOf(id)).toBe(2);
    await call('delete', `/contact-list-items/${itemIds[0]}`).expect(200);
    expect(await countOf(id)).toBe(1);
  });
});

it("nobody reaches another company's contacts, lists or items", async () => {
  const contact = await buildContact(base.db, companyId);
  const { id, itemIds } = await buildList(base.db, companyId, ['5511988880001']);
  const them = { companyId: stranger };
  for (const path of [`/contacts/${contact}`, `/contact-lists/${id}`, `/contact-list-items/${itemIds[0]}`]) {
    await call('get', path, undefined, them).expect(404);
    await call('put', path, { name: 'meu' }, them).expect(404);
    await call('delete', path, undefined, them).expect(404);
  }
  await call('get', `/contact-list-items?contactListId=${id}`, undefined, them).expect(404);
  await call('delete', `/contact-lists/${id}/items`, undefined, them).expect(404);
  await call('post', '/contact-list-items', { contactListId: id, name: 'meu', number: '11988880009' }, them).expect(404);
  expect(await audienceStore(base.db).itemsAfter(stranger, id, 0, 10)).toEqual([]);
  expect(await countOf(id)).toBe(1);
});

describe('opt-outs', () => {
  it('are kept by hand under the one form of the number, and withdrawn by an admin only', async () => {
    const { body: made } = await call('post', '/opt-outs', { number: '(11) 8888-7777', source: 'loja' }).expect(201);
    expect(made).toMatchObject({ number: '5511988887777', source: 'loja' });
    expect((await call('post', '/opt-outs', { number: '5511988887777' }).expect(201)).body).toEqual(made);
    expect((await call('get', '/opt-outs?searchParam=8888').expect(200)).body).toEqual({ records: [made], count: 1, hasMore: false });
    expect((await call('get', '/opt-outs', undefined, { companyId: stranger }).expect(200)).body).toMatchObject({ count: 0 });
    await call('delete', '/opt-outs/551188887777', undefined, { profile: 'user' }).expect(403);
    await call('delete', '/opt-outs/551188887777').expect(200);
    await call('delete', '/opt-outs/551188887777').expect(404);
  });

  it('are heard in a message, from whatever form of the number it comes', async () => {
    const { id } = await buildList(base.db, companyId, ['5511988887777', '5511988887778']);
    const audience = async () => (await audienceStore(base.db).itemsAfter(companyId, id, 0, 10)).map(({ optedOut }) => optedOut);
    const says = (from: string, text: string) => base.transact((tx) => optOutOnMessage(tx, companyId, from, text));
    expect(await says('551188887777', 'Sair!')).toBe('leave');
    expect(await audience()).toEqual([true, false]);
    expect(await says('5511988887777', 'quero sair de casa')).toBeNull();
    expect(await says('5511988887777', 'VOLTAR')).toBe('return');
    expect(await audience()).toEqual([false, false]);
  });
});

describe('what campaigns read', () => {
  it('is every item once, slice by slice, in the order of sending', async () => {
    const numbers = Array.from({ length: 25 }, (_, i) => `55119888800${i + 10}`);
    const { id } = await buildList(base.db, companyId, numbers);
    const audience = audienceStore(base.db);
    const read: string[] = [];
    for (let after = 0; ; ) {
      const slice = await audience.itemsAfter(companyId, id, after, 10);
      read.push(...slice.map(({ number }) => number));
      if (slice.length < 10) break;
      after = slice.at(-1)!.id;
    }
    expect(read).toEqual(numbers);
    expect(await audience.countItems(companyId, id)).toBe(25);
    expect((await audience.sampleItems(companyId, id, 3)).map(({ number }) => number)).toEqual(numbers.slice(0, 3));
    expect(await audience.listExists(companyId, id)).toBe(true);
    expect(await audience.listExists(stranger, id)).toBe(false);
  });
});
