import request from 'supertest';
import { openApiDocument } from '../../platform/http/openapi';
import { hashToken } from '../../platform/http/auth';
import { buildConnection, buildUser } from '../../test/build';
import { faultsOf, PNG, setupTalk, type Talk } from '../../test/talk';

let t: Talk;
let us: Awaited<ReturnType<Talk['buildTenant']>>;
beforeAll(async () => {
  t = await setupTalk();
});
afterAll(() => t.stop());
beforeEach(async () => {
  us = await t.buildTenant();
  t.provider.ledger.length = 0;
});
afterEach(() => expect(t.http.reported).toEqual([]));

interface Sent {
  readonly id: number;
  readonly ids: number[];
  readonly statusUrl: string;
}
const post = (path: string) => request(t.http.app).post(path).set('Authorization', `Bearer ${us.token}`);
const send = (body: object) => post('/api/messages/send').send(body);
const sent = async (body: object) => (await send(body).expect(200)).body as Sent;

describe('POST /api/messages/send', () => {
  it('puts a message into the ledger in the words of the family', async () => {
    const answer = await sent({ number: '(11) 98888-7777', body: 'Oi\0' });
    expect(answer).toEqual({ mensagem: 'Message added to queue', id: expect.any(Number), ids: [answer.id], statusUrl: `/api/messages/${answer.id}` });
    expect(await t.ledgerOf(us.company)).toMatchObject([
      { id: answer.id, kind: 'direct', recipient: '5511988887777', body: 'Oi', ticketPlan: null, connectionId: us.connection, priority: 3 },
    ]);
    expect(t.released.jobs.at(-1)).toMatchObject({ payload: { companyId: us.company, connectionId: us.connection } });
  });

  it.each([
    [{ number: '123', body: 'Oi' }, 'number'],
    [{ number: '', body: 'Oi' }, 'number'],
    [{ body: 'Oi' }, 'number'],
    [{ number: '5511988887777', body: ' ' }, 'body'],
    [{ number: '5511988887777' }, 'body'],
    [{ number: '5511988887777', body: 'x'.repeat(65_537) }, 'body'],
    [{ number: '5511988887777', body: 'Oi', queueId: 4711 }, 'queueId'],
    [{ number: '5511988887777', body: 'Oi', userId: 4711 }, 'userId'],
    [{ number: '5511988887777', body: 'Oi', userId: 99_999_999_999 }, 'userId'],
    [{ number: '5511988887777', body: 'Oi', priority: 'now' }, 'priority'],
  ])('refuses %j at %s and writes nothing', async (input, path) => {
    expect(faultsOf(await send(input).expect(422))).toEqual([path]);
    expect(await t.ledgerOf(us.company)).toEqual([]);
  });

  it('says what is wrong with a number', async () => {
    const { body } = await send({ number: '1198888', body: 'Oi' }).set('Accept-Language', 'en').expect(422);
    expect(body).toMatchObject({ errors: [{ path: 'number', code: 'phone_too_short', message: 'Digits are missing. Give the area code and the whole number.' }] });
  });

  it('writes the sent message into a ticket when asked, signed', async () => {
    const userId = await buildUser(t.db, us.company, { name: 'Ana' });
    await sent({ number: '11988887777', body: 'Bom dia', userId, sendSignature: true, saveOnTicket: 'true' });
    await t.sendAll(us);
    expect(t.provider.ledger).toMatchObject([{ to: '5511988887777', content: { text: '*Ana:*\nBom dia' } }]);
    const { body } = await request(t.http.app).get('/tickets').set('Authorization', t.http.bearer({ companyId: us.company }));
    expect(body).toMatchObject({ count: 1, tickets: [{ status: 'open', userId, user: { name: 'Ana' }, lastMessage: '*Ana:*\nBom dia' }] });
  });

  it('is one message under one Idempotency-Key, in the ledger too', async () => {
    const once = async () => (await send({ number: '11988887777', body: 'Oi' }).set('Idempotency-Key', 'pedido-1').expect(200)).body as Sent;
    const first = await once();
    expect(await once()).toEqual(first);
    await t.db.query('DELETE FROM "IdempotencyKeys" WHERE "companyId" = $1', [us.company]);
    expect(await once()).toEqual(first);
    expect(await t.ledgerOf(us.company)).toHaveLength(1);
  });

  it('sends files, the text being the caption of the first', async () => {
    const form = post('/api/messages/send').field('number', '11988887777').field('body', 'Segue').field('priority', '1').field('queueId', '');
    const { body } = await form.attach('medias', PNG, 'a.png').attach('medias', PNG, 'b.png').expect(200);
    expect((body as Sent).ids).toHaveLength(2);
    expect(await t.ledgerOf(us.company)).toMatchObject([
      { body: 'Segue', priority: 1, media: { name: 'a.png', mimeType: 'image/png' } },
      { body: '', priority: 1, media: { name: 'b.png' } },
    ]);
  });

  it.each([
    ['a file of no accepted kind', Buffer.from('\x7fELF'), 'file'],
    ['neither text nor file', null, 'body'],
  ])('refuses a form with %s', async (_name, file, path) => {
    const form = post('/api/messages/send').field('number', '11988887777');
    expect(faultsOf(await (file === null ? form : form.attach('medias', file, 'a.bin')).expect(422))).toEqual([path]);
    expect(await t.ledgerOf(us.company)).toEqual([]);
  });

  it('needs the token of a connection', async () => {
    await send({ number: '11988887777', body: 'x' }).set('Authorization', 'Bearer wrong').expect(401);
    await send({ number: '11988887777', body: 'x' }).set('Authorization', t.http.bearer({ companyId: us.company })).expect(401);
  });
});

it.each([
  ['(11) 98888-7777', { existsInWhatsapp: null, number: '5511988887777', numberFormatted: '5511988887777@s.whatsapp.net' }],
  ['12', { existsInWhatsapp: false, number: '12', numberFormatted: null, error: expect.stringMatching(/^phone_/) }],
])('POST /api/messages/checkNumber of %s', async (number, answer) => {
  expect((await post('/api/messages/checkNumber').send({ number })).body).toEqual(answer);
});

describe('the status of a message', () => {
  const status = (path: string, authorization: string) => request(t.http.app).get(path).set('Authorization', authorization);

  it('tells where it is and how it came there', async () => {
    const { id, statusUrl } = await sent({ number: '11988887777', body: 'Oi' });
    await t.sendAll(us);
    const { body } = await status(statusUrl, `Bearer ${us.token}`).expect(200);
    expect(body).toMatchObject({ id, number: '5511988887777', state: 'sent', error: null });
    expect((body as { history: { step: string }[] }).history.map(({ step }) => step)).toEqual(['queued', 'sending', 'sent']);
    expect((await status(`/messages/${id}/status`, t.http.bearer({ companyId: us.company, profile: 'user' }))).body).toEqual(body);
  });

  it('is nobody else’s', async () => {
    const { id, statusUrl } = await sent({ number: '11988887777', body: 'Oi' });
    const them = await t.buildTenant();
    await buildConnection(t.db, us.company, { tokenHash: hashToken(`second-${us.company}`) });
    await status(`/messages/${id}/status`, t.http.bearer({ companyId: them.company })).expect(404);
    await status(statusUrl, `Bearer ${them.token}`).expect(404);
    await status(statusUrl, `Bearer second-${us.company}`).expect(404);
  });
});

it('describes its routes', () => {
  expect(() => openApiDocument(t.messages.routes ?? [], '1.0.0')).not.toThrow();
});
