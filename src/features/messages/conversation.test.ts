import request from 'supertest';
import type { TicketId } from '../../kernel/ids';
import type { MessageView, TicketView } from '../tickets';
import { buildUser } from '../../test/build';
import { until } from '../../test/ledger';
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
const call = (method: 'get' | 'post' | 'put', path: string, companyId = us.company, userId = 1) =>
  request(t.http.app)[method](path).set('Authorization', t.http.bearer({ companyId, userId, profile: 'user' }));
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

it('signs replies with the name of who says them, where the company wants that', async () => {
  const { ticketId } = await t.receive(us);
  const userId = await buildUser(t.db, us.company, { name: 'Rita' });
  const say = (body: string) => call('post', `/messages/${ticketId}`, us.company, userId).send({ body }).expect(200);
  await say('Sem nome');
  await t.db.query(`INSERT INTO "Settings" ("companyId", "key", "value") VALUES ($1, 'sendSignMessage', '"enabled"')`, [us.company]);
  await say(' Bom dia ');
  expect((await t.ledgerOf(us.company)).map(({ body }) => body)).toEqual(['Sem nome', '*Rita:*\nBom dia']);
  expect(bodies(await read(ticketId)).slice(1)).toEqual(['Sem nome', '*Rita:*\nBom dia']);
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
  expect(message).toMatchObject({ body: 'Veja', mediaType: 'image', mediaName: 'foto.png', mediaUrl: expect.stringMatching(`^/messages/${message?.id}/media\\?sig=`) });
  const file = await call('get', message?.mediaUrl ?? '').expect(200).expect('Content-Type', 'image/png').expect('Content-Security-Policy', "default-src 'none'; sandbox");
  expect(file.body).toEqual(PNG);
  await call('get', message?.mediaUrl ?? '').set('Range', 'bytes=0-3').expect(206);
});

it('gives files to nobody else, and what is no picture for download only', async () => {
  const { ticketId } = await t.receive(us);
  await call('post', `/messages/${ticketId}`).attach('medias', Buffer.from('<script>'), 'a.html').expect(200);
  const { mediaUrl } = (await read(ticketId)).messages.at(-1) ?? {};
  const path = mediaUrl?.split('?')[0] ?? '';
  await call('get', path).expect(200).expect('Content-Disposition', 'attachment; filename=a.html').expect('Content-Type', /^text\/plain/);
  await call('get', path, (await t.buildTenant()).company).expect(404);
  await request(t.http.app).get(path).expect(401);
  const { messages: [received] } = await read(ticketId);
  await call('get', `/messages/${received?.id}/media`).expect(404);
});

it('shows a file by its signed address alone, for a while, to nobody who made one up', async () => {
  const { ticketId } = await t.receive(us);
  await call('post', `/messages/${ticketId}`).attach('medias', PNG, 'foto.png').expect(200);
  const { id, mediaUrl = '' } = (await read(ticketId)).messages.at(-1) as MessageView & { mediaUrl: string };
  const fetched = (url: string) => request(t.http.app).get(url);
  expect((await fetched(mediaUrl).expect(200).expect('Content-Type', 'image/png')).body).toEqual(PNG);
  const them = await t.buildTenant();
  await fetched(mediaUrl.replace(`sig=${us.company}.`, `sig=${them.company}.`)).expect(401);
  await fetched(mediaUrl.replace(`/${id}/`, `/${Number(id) + 1}/`)).expect(401);
  await fetched(`${mediaUrl}x`).expect(401);
  // Signed for another company: genuine, and of nothing.
  await fetched(t.http.tokens.signLink(them.company, `/messages/${id}/media`)).expect(404);
  t.http.clock.advance(2 * 3_600_000);
  expect((await fetched(mediaUrl).expect(403)).body).toMatchObject({ error: 'ERR_LINK_EXPIRED' });
});

it('is read and answered by who sees its ticket', async () => {
  const { ticketId } = await t.receive(us);
  const [owner, other] = [await buildUser(t.db, us.company), await buildUser(t.db, us.company)];
  await t.db.query(`UPDATE "Tickets" SET "userId" = $2, "status" = 'open' WHERE "id" = $1`, [ticketId, owner]);
  await call('post', `/messages/${ticketId}`, us.company, owner).attach('medias', PNG, 'foto.png').expect(200);
  const [message] = await t.db.query<{ id: number }>('SELECT "id" FROM "Messages" WHERE "mediaPath" IS NOT NULL AND "ticketId" = $1', [ticketId]);
  const reached = [`/messages/${ticketId}`, `/messages/${message?.id}/media`].map((path) => call('get', path, us.company, other));
  expect((await Promise.all(reached)).map(({ status }) => status)).toEqual([403, 403]);
  await call('post', `/messages/${ticketId}`, us.company, other).send({ body: 'x' }).expect(403);
  expect(await t.ledgerOf(us.company)).toHaveLength(1);
});

it('shows its ticks live; when many move at once it tells to fetch again', async () => {
  const { ticketId } = await t.receive(us);
  await call('post', `/messages/${ticketId}`).send({ body: 'Pois não' }).expect(200);
  await t.sendAll(us);
  const [row] = await t.ledgerOf(us.company);
  const ticks = () => t.released.events.filter(({ topic }) => topic === 'appMessage').map(({ payload }) => payload as { action: string; message: MessageView; ticket: TicketView });
  t.released.events.length = 0;
  const status = (kind: 'delivered' | 'read') => ({ type: 'status' as const, connectionId: us.connection, reference: String(row!.id), providerMessageId: 'p', status: kind, at: new Date(), error: null });
  await t.deliveries.applyStatuses([status('delivered')]);
  await until(async () => ticks().length === 1);
  await t.deliveries.applyStatuses([status('read')]);
  await until(async () => ticks().length === 2);
  expect(ticks()).toMatchObject([{ action: 'update', message: { ack: 2, state: 'delivered' }, ticket: { id: ticketId } }, { action: 'update', message: { ack: 3, state: 'read' } }]);

  await t.db.query(`INSERT INTO "Deliveries" ("companyId", "connectionId", "kind", "recipient", "body", "state", "ticketPlan")
    SELECT $1, $2, 'direct', '55119' || (80000000 + n), 'Oi', 'sending', '{"status": "pending", "queueId": null, "userId": null}' FROM generate_series(1, 21) n`, [us.company, us.connection]);
  const many = (await t.ledgerOf(us.company)).slice(1).map(({ id }) => ({ ...status('delivered'), reference: String(id), providerMessageId: `p${id}` }));
  t.released.events.length = 0;
  await t.deliveries.applyStatuses(many);
  await until(async () => t.released.events.length >= 2);
  expect(t.released.events.map(({ payload }) => payload)).toEqual([{ action: 'refresh' }, { action: 'refresh' }]);
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
