import request from 'supertest';
import type { TicketId } from '../../kernel/ids';
import type { MessageView, TicketView } from '../tickets';
import { PNG, setupTalk, type Talk } from '../../test/talk';

let t: Talk;
let us: Awaited<ReturnType<Talk['buildTenant']>>;
beforeAll(async () => {
  t = await setupTalk();
});
afterAll(() => t.stop());
beforeEach(async () => {
  us = await t.buildTenant();
});
afterEach(() => expect(t.http.reported).toEqual([]));

interface Page {
  readonly messages: MessageView[];
  readonly ticket: TicketView;
  readonly count: number;
  readonly hasMore: boolean;
}
const call = (method: 'get' | 'post' | 'put', path: string, companyId = us.company) =>
  request(t.http.app)[method](path).set('Authorization', t.http.bearer({ companyId, profile: 'user' }));
const read = async (ticketId: TicketId, pageNumber = 1) => (await call('get', `/messages/${ticketId}?pageNumber=${pageNumber}`).expect(200)).body as Page;
const bodies = ({ messages }: Page) => messages.map(({ body }) => body);
const close = (ticketId: TicketId) => call('put', `/tickets/${ticketId}`).send({ status: 'closed' }).expect(200);

it('shows a reply at once, and its ticks as the delivery climbs', async () => {
  const { ticketId } = await t.receive(us);
  const { body } = await call('post', `/messages/${ticketId}`).send({ body: 'Pois não' }).expect(200);
  expect(body).toMatchObject({ messages: [{ number: '5511988887777', duplicate: false }] });
  const shown = async () => (await read(ticketId)).messages.map((message) => [message.body, message.fromMe, message.ack]);
  expect(await shown()).toEqual([['Olá', false, 0], ['Pois não', true, 0]]);
  await t.sendAll(us);
  expect(await shown()).toEqual([['Olá', false, 0], ['Pois não', true, 1]]);
  await t.db.query(`UPDATE "Deliveries" SET "state" = 'read' WHERE "companyId" = $1`, [us.company]);
  expect(await shown()).toEqual([['Olá', false, 0], ['Pois não', true, 3]]);
  expect(await t.ledgerOf(us.company)).toMatchObject([{ connectionId: us.connection, recipient: '5511988887777' }]);
});

it('is read page by page, newest page first, and then nothing is unread', async () => {
  const { ticketId } = await t.receive(us, 'm1');
  for (let i = 2; i <= 25; i += 1) await t.receive(us, `m${i}`);
  const second = await read(ticketId, 2);
  expect(second.ticket.unreadMessages).toBe(25);
  const first = await read(ticketId);
  expect([first.count, first.hasMore, second.hasMore]).toEqual([25, true, false]);
  expect([bodies(first)[0], bodies(first).at(-1), bodies(second).at(-1)]).toEqual(['m6', 'm25', 'm5']);
  expect((await read(ticketId)).ticket.unreadMessages).toBe(0);
  expect(t.released.events.at(-1)).toMatchObject({ topic: 'ticket', payload: { action: 'updateUnread', ticketId } });
});

it('goes on over the tickets of the contact', async () => {
  const { ticketId } = await t.receive(us);
  await close(ticketId);
  const next = await t.receive(us, 'De novo');
  expect(next.ticketId).not.toBe(ticketId);
  expect(bodies(await read(next.ticketId))).toEqual(['Olá', 'De novo']);
});

it('takes files', async () => {
  const { ticketId } = await t.receive(us);
  await call('post', `/messages/${ticketId}`).field('body', 'Veja').attach('medias', PNG, 'foto.png').expect(200);
  const message = (await read(ticketId)).messages.at(-1);
  expect(message).toMatchObject({ body: 'Veja', mediaType: 'image', mediaName: 'foto.png', mediaUrl: `/messages/${message?.id}/media` });
  const file = await call('get', message?.mediaUrl ?? '').expect(200).expect('Content-Type', 'image/png').expect('Content-Security-Policy', "default-src 'none'; sandbox");
  expect(file.body).toEqual(PNG);
  await call('get', message?.mediaUrl ?? '').set('Range', 'bytes=0-3').expect(206);
});

it('gives files to nobody else, and what is no picture for download only', async () => {
  const { ticketId } = await t.receive(us);
  await call('post', `/messages/${ticketId}`).attach('medias', Buffer.from('<script>'), 'a.html').expect(200);
  const { mediaUrl } = (await read(ticketId)).messages.at(-1) ?? {};
  await call('get', mediaUrl ?? '').expect(200).expect('Content-Disposition', 'attachment; filename=a.html').expect('Content-Type', /^text\/plain/);
  await call('get', mediaUrl ?? '', (await t.buildTenant()).company).expect(404);
  await request(t.http.app).get(mediaUrl ?? '').expect(401);
  const { messages: [received] } = await read(ticketId);
  await call('get', `/messages/${received?.id}/media`).expect(404);
});

it('is answered once under one Idempotency-Key, even when the answer was lost', async () => {
  const { ticketId } = await t.receive(us);
  const once = () => call('post', `/messages/${ticketId}`).set('Idempotency-Key', 'r1').send({ body: 'Pois não' }).expect(200);
  await once();
  await t.db.query('DELETE FROM "IdempotencyKeys" WHERE "companyId" = $1', [us.company]);
  await once();
  expect(bodies(await read(ticketId))).toEqual(['Olá', 'Pois não']);
  expect(await t.ledgerOf(us.company)).toHaveLength(1);
});

it('is not answered when it is closed', async () => {
  const { ticketId } = await t.receive(us);
  await close(ticketId);
  const { body } = await call('post', `/messages/${ticketId}`).send({ body: 'x' }).expect(409);
  expect(body).toMatchObject({ error: 'ERR_TICKET_CLOSED' });
  expect(await t.ledgerOf(us.company)).toEqual([]);
});

it('is not answered by another number when its connection is gone', async () => {
  const { ticketId } = await t.receive(us);
  await t.db.query('DELETE FROM "Whatsapps" WHERE "id" = $1', [us.connection]);
  const { body } = await call('post', `/messages/${ticketId}`).send({ body: 'x' }).expect(409);
  expect(body).toMatchObject({ error: 'ERR_TICKET_WITHOUT_CONNECTION' });
});

it('is closed to other companies', async () => {
  const { ticketId } = await t.receive(us);
  const { company } = await t.buildTenant();
  await call('get', `/messages/${ticketId}`, company).expect(404);
  await call('post', `/messages/${ticketId}`, company).send({ body: 'x' }).expect(404);
  expect(await t.ledgerOf(us.company)).toEqual([]);
});
