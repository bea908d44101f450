/** Moving tickets over HTTP, on a real database. */
import request from 'supertest';
import type { CompanyId, ConnectionId, TicketId, UserId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { anyNumber, buildCompany, buildConnection, buildContact, buildUser, insert } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { createTickets, type TicketKey, type TicketView } from '.';

let test: TestDatabase;
let tickets: ReturnType<typeof createTickets>;
let http: TestApp;
let company: CompanyId;
let connection: ConnectionId;
let [ana, rui, boss]: UserId[] = [];
const closed: TicketKey[] = [];
const removedFiles: string[] = [];

beforeAll(async () => {
  test = await testDatabase();
  tickets = createTickets({ db: test.db, transact: test.transact, removeFile: async (_companyId, path) => void removedFiles.push(path) });
  tickets.onClosed(async (_tx, keys) => void closed.push(...keys));
  http = testApp({ db: test.db, features: [tickets] });
});
afterAll(() => test.close());
beforeEach(async () => {
  company = await buildCompany(test.db);
  connection = await buildConnection(test.db, company);
  [ana, rui, boss] = await Promise.all([buildUser(test.db, company, { name: 'Ana' }), buildUser(test.db, company, { name: 'Rui' }), buildUser(test.db, company, { name: 'Chefe', profile: 'admin' })]);
  closed.length = 0;
  test.released.events.length = 0;
});
afterEach(() => expect(http.reported).toEqual([]));

type Method = 'get' | 'post' | 'put' | 'delete';
const as = (userId: UserId | undefined, method: Method, path: string, body: object = {}, language = 'pt-BR') =>
  request(http.app)[method](path)
    .set('Authorization', http.bearer({ companyId: company, userId: userId!, profile: userId === boss ? 'admin' : 'user' }))
    .set('Accept-Language', language)
    .send(method === 'get' ? undefined : body);
const receive = async (over: { from?: string } = {}) => {
  const message = { companyId: company, connectionId: connection, from: anyNumber(), isGroup: false, pushName: 'Bia', text: 'Oi', providerMessageId: anyNumber(), at: new Date() };
  return (await test.transact((tx) => tickets.recordInbound(tx, { ...message, ...over }))).ticketId;
};
const queue = (name: string) => insert(test.db, 'Queues', { companyId: company, name });
const join = (userId: UserId | undefined, queueId: number) => test.db.query('INSERT INTO "UserQueues" ("companyId", "userId", "queueId") VALUES ($1, $2, $3)', [company, userId, queueId]);
const logs = async (id: TicketId) => (await test.db.query<{ type: string; userId: number }>('SELECT "type", "userId" FROM "LogTickets" WHERE "ticketId" = $1 ORDER BY "id"', [id])).map(({ type, userId }) => [type, userId]);
const pathsOf = ({ body }: request.Response) => (body as { errors: { path: string }[] }).errors.map(({ path }) => path);

describe('taking up', () => {
  it('gives a ticket to one of two who take it up at the same moment, and tells the other who has it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await receive();
      const by = (who: UserId | undefined) => (round % 2 ? as(who, 'post', `/tickets/${id}/accept`) : as(who, 'put', `/tickets/${id}`, { status: 'open', userId: who }));
      const answers = await Promise.all([by(ana), by(rui)]);
      const winner = answers[0].status === 200 ? 'Ana' : 'Rui';
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ error: 'ERR_TICKET_TAKEN', detail: `${winner} já está neste atendimento.` });
      expect(await tickets.get(company, id)).toMatchObject({ status: 'open', user: { name: winner }, acceptedAt: expect.any(String), waitingSince: null });
      expect(await logs(id)).toEqual([['create', null], ['open', winner === 'Ana' ? ana : rui]]);
    }
  });

  it('is done again without effect, and taken over by an admin who says so', async () => {
    const id = await receive();
    await as(ana, 'post', `/tickets/${id}/accept`).expect(200);
    await as(ana, 'post', `/tickets/${id}/accept`).expect(200);
    await as(boss, 'post', `/tickets/${id}/accept`).expect(409);
    await as(rui, 'post', `/tickets/${id}/accept`, { takeOver: true }).expect(403);
    expect((await as(boss, 'post', `/tickets/${id}/accept`, { takeOver: true }).expect(200)).body).toMatchObject({ user: { name: 'Chefe' } });
    expect(await logs(id)).toEqual([['create', null], ['open', ana], ['transfered', boss], ['receivedTransfer', boss]]);
  });

  it('is for members of the service queue, and of every queue for who is a member of none', async () => {
    const [sales, finance] = [await queue('Vendas'), await queue('Financeiro')];
    await join(ana, sales);
    const id = await receive();
    await as(boss, 'put', `/tickets/${id}`, { queueId: finance }).expect(200);
    expect((await as(ana, 'post', `/tickets/${id}/accept`).expect(403)).body).toMatchObject({ error: 'ERR_TICKET_NOT_SEEN' });
    expect(await tickets.mayJoinTicket({ companyId: company, userId: ana!, profile: 'user', super: false }, id)).toBe(false);
    await as(rui, 'post', `/tickets/${id}/accept`).expect(200);
    await as(ana, 'get', `/tickets/${id}`).expect(403);
    await as(ana, 'put', `/tickets/${id}`, { status: 'closed' }).expect(403);
    const free = await receive();
    expect(pathsOf(await as(ana, 'post', `/tickets/${free}/accept`, { queueId: finance }).expect(422))).toEqual(['userId']);
    await as(ana, 'post', `/tickets/${free}/accept`, { queueId: sales }).expect(200);
  });

  it('is not for a closed ticket', async () => {
    const id = await receive();
    await as(boss, 'put', `/tickets/${id}`, { status: 'closed' }).expect(200);
    expect((await as(ana, 'post', `/tickets/${id}/accept`).expect(409)).body.error).toBe('ERR_TICKET_CLOSED');
  });
});

describe('handing on', () => {
  it('to a user keeps it open; to a service queue puts it back to wait; with a note', async () => {
    const finance = await queue('Financeiro');
    const id = await receive();
    await as(ana, 'post', `/tickets/${id}/accept`);
    test.released.events.length = 0;
    expect((await as(ana, 'post', `/tickets/${id}/transfer`, { queueId: null, userId: rui, note: ' Cliente antigo ' }).expect(200)).body).toMatchObject({ status: 'open', userId: rui });
    expect(test.released.events.map(({ payload }) => (payload as { action: string }).action)).toEqual(['update', 'note']);
    await as(ana, 'get', `/tickets/${id}`).expect(403);
    expect((await as(rui, 'post', `/tickets/${id}/transfer`, { queueId: finance, userId: null }).expect(200)).body).toMatchObject({ status: 'pending', userId: null, queueId: finance, queuedAt: expect.any(String) });
    expect((await logs(id)).slice(2)).toEqual([['transfered', ana], ['receivedTransfer', rui], ['pending', rui], ['transfered', rui], ['receivedTransfer', null]]);
    expect((await as(boss, 'get', `/tickets/${id}/notes`)).body).toMatchObject({ notes: [{ note: 'Cliente antigo', user: { name: 'Ana' } }] });
  });

  it('goes to nobody of another company, nor to who is no member of the service queue', async () => {
    const stranger = await buildUser(test.db, await buildCompany(test.db));
    const [sales, finance] = [await queue('Vendas'), await queue('Financeiro')];
    await join(rui, sales);
    const id = await receive();
    const transfer = (body: object) => as(ana, 'post', `/tickets/${id}/transfer`, body);
    expect(pathsOf(await transfer({ queueId: null, userId: stranger }).expect(422))).toEqual(['userId']);
    expect(pathsOf(await transfer({ queueId: 4711, userId: null }).expect(422))).toEqual(['queueId']);
    expect((await transfer({ queueId: finance, userId: rui, note: 'x' }).expect(422)).body.errors).toMatchObject([{ path: 'userId', code: 'user_not_in_queue' }]);
    expect(await logs(id)).toEqual([['create', null]]);
    await transfer({ queueId: sales, userId: rui }).expect(200);
  });
});

describe('closing', () => {
  it('is told to who speaks to contacts, unless silent, and once', async () => {
    const [loud, silent] = [await receive(), await receive()];
    await as(ana, 'put', `/tickets/${loud}`, { status: 'closed' }).expect(200);
    await as(ana, 'put', `/tickets/${loud}`, { status: 'closed' }).expect(200);
    await as(ana, 'put', `/tickets/${silent}`, { status: 'closed', silent: true }).expect(200);
    expect(closed).toEqual([{ companyId: company, id: loud }]);
    expect(await logs(silent)).toEqual([['create', null], ['closed', ana]]);
  });

  it('is undone by reopening, and everything of it is told in plain words of both languages', async () => {
    const sales = await queue('Vendas');
    const id = await receive();
    await as(boss, 'put', `/tickets/${id}`, { queueId: sales });
    await as(ana, 'post', `/tickets/${id}/accept`);
    await as(ana, 'put', `/tickets/${id}`, { status: 'closed' });
    await as(ana, 'put', `/tickets/${id}`, { status: 'open', userId: ana }).expect(200);
    await as(ana, 'put', `/tickets/${id}`, { status: 'pending', userId: null }).expect(200);
    const told = async (language: string) => (await as(ana, 'get', `/tickets/${id}/why`, {}, language).expect(200)).body as { summary: string; steps: { text: string }[] };
    const pt = await told('pt-BR');
    expect([pt.summary, ...pt.steps.map(({ text }) => text)]).toEqual([
      'Espera no setor Vendas: quem é do setor pode aceitar.',
      'O contato escreveu, e começou um atendimento.', 'Chefe pôs o atendimento no setor Vendas.', 'Ana aceitou o atendimento.',
      'Ana encerrou o atendimento.', 'Ana reabriu o atendimento.', 'Ana devolveu o atendimento à espera.',
    ]);
    expect((await told('en')).summary).toBe('It waits in Vendas: its members may take it up.');
    const { body } = await as(ana, 'get', `/tickets/${id}/logs`, {}, 'en');
    expect(body.logs[2]).toMatchObject({ type: 'open', user: { name: 'Ana' }, queue: { name: 'Vendas' }, text: 'Ana took the ticket up.' });
  });
});

describe('POST /tickets', () => {
  it('makes a ticket, or gives the living one', async () => {
    const contactId = await buildContact(test.db, company);
    const first = await as(ana, 'post', '/tickets', { contactId }).expect(201);
    expect(first.body).toMatchObject({ status: 'open', userId: ana, whatsappId: connection, contact: { id: contactId } });
    expect((await as(ana, 'post', '/tickets', { contactId, status: 'pending' }).expect(200)).body).toEqual(first.body);
    expect((await as(rui, 'post', '/tickets', { contactId }).expect(409)).body).toMatchObject({ error: 'ERR_TICKET_TAKEN', detail: 'Ana já está neste atendimento.' });
    expect(await logs((first.body as TicketView).id as TicketId)).toEqual([['create', ana]]);
    expect(test.released.events.filter(({ topic, payload }) => topic === 'ticket' && (payload as { action: string }).action === 'create')).toHaveLength(1);
  });

  it('makes one of many at once', async () => {
    const contactId = await buildContact(test.db, company);
    const answers = await Promise.all(Array.from({ length: 8 }, () => as(boss, 'post', '/tickets', { contactId, status: 'pending' })));
    expect(new Set(answers.map(({ body }) => (body as TicketView).id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('wants a connection that is clear, and a contact of the company', async () => {
    const contactId = await buildContact(test.db, company);
    const [foreign, foreignConnection] = await buildCompany(test.db).then(async (id) => [await buildContact(test.db, id), await buildConnection(test.db, id)]);
    expect(pathsOf(await as(ana, 'post', '/tickets', { contactId: foreign }).expect(422))).toEqual(['contactId']);
    expect(pathsOf(await as(ana, 'post', '/tickets', { contactId, whatsappId: foreignConnection }).expect(422))).toEqual(['whatsappId']);
    const second = await buildConnection(test.db, company);
    expect((await as(ana, 'post', '/tickets', { contactId }).expect(422)).body.errors).toMatchObject([{ path: 'whatsappId', code: 'no_default_connection' }]);
    await test.db.query('UPDATE "Whatsapps" SET "isDefault" = true WHERE "id" = $1', [second]);
    expect((await as(ana, 'post', '/tickets', { contactId }).expect(201)).body).toMatchObject({ whatsappId: second });
  });
});

it('is removed by an admin, with all that belongs to it', async () => {
  const id = await receive();
  await as(ana, 'post', `/tickets/${id}/notes`, { note: 'x' }).expect(201);
  await as(ana, 'delete', `/tickets/${id}`).expect(403);
  await as(boss, 'delete', `/tickets/${id}`).expect(200);
  expect(test.released.events.at(-1)).toMatchObject({ topic: 'ticket', payload: { action: 'delete', ticketId: id } });
  expect(await test.db.query('SELECT 1 FROM "Messages" WHERE "ticketId" = $1', [id])).toEqual([]);
});

it('takes its own files along, but none that others use or that has not left', async () => {
  const id = await receive();
  const message = async (mediaPath: string, kind: string | null, state = 'sent') => {
    const deliveryId = kind === null ? null : await insert(test.db, 'Deliveries', { companyId: company, connectionId: connection, kind, recipient: '55', body: '', state });
    await insert(test.db, 'Messages', { companyId: company, ticketId: id, body: '', fromMe: kind !== null, mediaPath, deliveryId });
  };
  await message('received.png', null);
  await message('answer.png', 'direct', 'read');
  await message('on-its-way.png', 'direct', 'pending');
  await message('campaign.png', 'campaign');
  await message('schedule.png', 'scheduled');
  await as(boss, 'delete', `/tickets/${id}`).expect(200);
  expect(removedFiles.splice(0).sort()).toEqual(['answer.png', 'received.png']);
});

it('tells the last thousand of its acts and notes, however many there are', async () => {
  const id = await receive();
  await test.db.query(`INSERT INTO "LogTickets" ("companyId", "ticketId", "type", "detail") SELECT $1, $2, 'router', jsonb_build_object('n', n) FROM generate_series(1, 1500) n`, [company, id]);
  await test.db.query(`INSERT INTO "TicketNotes" ("companyId", "ticketId", "note") SELECT $1, $2, n::text FROM generate_series(1, 1500) n`, [company, id]);
  const { logs } = (await as(boss, 'get', `/tickets/${id}/logs`)).body as { logs: { detail: { n: number } }[] };
  const { notes } = (await as(boss, 'get', `/tickets/${id}/notes`)).body as { notes: { note: string }[] };
  expect([logs.length, logs[0]?.detail.n, logs.at(-1)?.detail.n]).toEqual([1_000, 501, 1_500]);
  expect([notes.length, notes[0]?.note, notes.at(-1)?.note]).toEqual([1_000, '501', '1500']);
});

it('has notes that their writer, or an admin, takes away', async () => {
  const id = await receive();
  const { body: note } = await as(ana, 'post', `/tickets/${id}/notes`, { note: 'Ligar amanhã' }).expect(201);
  expect(note).toMatchObject({ ticketId: id, note: 'Ligar amanhã', user: { name: 'Ana' } });
  expect(pathsOf(await as(ana, 'post', `/tickets/${id}/notes`, { note: ' ' }).expect(422))).toEqual(['note']);
  await as(rui, 'delete', `/tickets/${id}/notes/${note.id}`).expect(404);
  await as(ana, 'delete', `/tickets/${id}/notes/${note.id}`).expect(200);
  expect(test.released.events.at(-1)).toMatchObject({ payload: { action: 'deleteNote', ticketId: id, noteId: note.id } });
  const { body: second } = await as(ana, 'post', `/tickets/${id}/notes`, { note: 'x' });
  await as(boss, 'delete', `/tickets/${id}/notes/${second.id}`).expect(200);
});
