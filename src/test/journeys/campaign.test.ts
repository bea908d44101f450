/** A campaign from a real list to the report, through the running product: HTTP in, Socket.IO out, the simulator's ledger as the judge. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { campaign, captured, connection, ended, eventually, formOf, list, pace, someNumbers, start, type CampaignRecord } from '../operator';
import { startProduct, type RunningProduct } from '../product';
import { GENERATIONS, addressOf, connectClient } from '../sockets';

const LIST = readFileSync(join(__dirname, '../data/contatos-12k.csv'));

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/4`],
])('with %s', (_name, redisUrl) => {
  let p: RunningProduct;
  beforeAll(async () => {
    p = await startProduct(redisUrl);
  }, 60_000);
  afterAll(() => p.stop());

  it('12,000 lines become 11,400 people, each served once, told live to all three generations of clients', async () => {
    const clients = GENERATIONS.map((generation) => connectClient(p.url, addressOf(generation, p.companyId), p.token));
    await Promise.all(clients.map((client) => client.hears('ready')));
    const { id: connectionId } = await connection(p, 'Vendas');
    await pace(p, 0, 0, 0);
    const { body: lists } = await p.api<{ id: number }>('POST', '/contact-lists', { name: 'Doze mil' });
    const upload = await p.api('POST', `/contact-lists/${lists.id}/upload`, formOf('contatos-12k.csv', LIST));
    expect(upload.body).toMatchObject({ lines: 12_000, imported: 11_400, updated: 0, duplicate: 300, optOut: 0, invalid: 300 });

    const id = await start(p, { contactListId: lists.id, whatsappId: connectionId, message1: 'Oi {nome}, {cidade}: {cupom}', message2: 'Olá {primeiro_nome}, cupom {cupom}' });
    const done = await ended(p, id);
    expect(done.counters).toMatchObject({ total: 11_400, pending: 0, failed: 0, skipped: 0, unknown: 0, cancelled: 0 });

    const ledger = await captured(p, connectionId);
    expect(ledger).toHaveLength(11_400);
    expect(new Set(ledger.map(({ to }) => to)).size).toBe(11_400);
    // The names of the list hold template marks; what they held was never expanded again.
    expect(ledger.filter(({ body }) => body.includes('$& {nome} {cupom}')).length).toBeGreaterThan(0);

    const events = `company-${p.companyId}-campaign`;
    for (const client of clients) {
      await eventually(async () => client.heard.filter(({ event }) => event === events).map(({ payload }) => (payload as { record: CampaignRecord }).record),
        (records) => records.some((record) => record.id === id && record.status === 'FINALIZADA'));
      client.socket.disconnect();
    }
    const report = await fetch(`${p.url}/campaigns/${id}/detailed-report.csv`, { headers: { authorization: `Bearer ${p.token}` } });
    expect((await report.text()).trim().split('\n').length).toBeGreaterThanOrEqual(11_401);
  }, 120_000);

  it('keeps its intervals, also when it starts late, is paused and goes on: never a burst', async () => {
    const { id: connectionId } = await connection(p, 'Ritmo');
    await pace(p, 1, 4, 2);
    const id = await start(p, { contactListId: await list(p, someNumbers(9, 0)), whatsappId: connectionId, scheduledAt: new Date(Date.now() - 3_600_000).toISOString() });
    await eventually(() => captured(p, connectionId), (messages) => messages.length >= 3);
    await p.api('POST', `/campaigns/${id}/pause`);
    const atPause = (await captured(p, connectionId)).length;
    await eventually(() => campaign(p, id), ({ status, counters }) => status === 'PAUSADA' && counters['sending'] === 0);
    expect((await captured(p, connectionId)).length - atPause).toBeLessThanOrEqual(1);
    await p.api('POST', `/campaigns/${id}/resume`);
    await ended(p, id);

    const times = (await captured(p, connectionId)).map(({ acceptedAt }) => Date.parse(acceptedAt));
    expect(times).toHaveLength(9);
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    // 50 ms: the way from the claim to the provider is not the same each time.
    gaps.forEach((gap, i) => expect([i, gap]).toEqual([i, expect.toSatisfyGap((i + 1) % 4 === 0 ? 2_000 : 1_000)]));
  }, 60_000);

  it('an opt-out in mid-campaign is the last word', async () => {
    const { id: connectionId } = await connection(p, 'Saídas');
    await pace(p, 1, 0, 0);
    const numbers = someNumbers(6, 100);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    await eventually(() => captured(p, connectionId), (messages) => messages.length >= 1);
    for (const from of numbers.slice(3)) await p.api('POST', '/simulator/inbound', { connectionId, from, body: ' Sair! ' });
    const done = await ended(p, id);
    const reached = (await captured(p, connectionId)).map(({ to }) => to);
    expect(reached.filter((to) => numbers.slice(3).includes(to))).toEqual([]);
    expect(done.counters).toMatchObject({ total: 6, skipped: 3 });
  }, 60_000);

  it('asks first where it is told to: yes gets the message, no does not, and the ticket holds the conversation', async () => {
    const { id: connectionId } = await connection(p, 'Confirmação');
    await pace(p, 0, 0, 0);
    const [yes = '', no = ''] = someNumbers(2, 200);
    const id = await start(p, {
      contactListId: await list(p, [yes, no]), whatsappId: connectionId, openTicket: 'enabled', statusTicket: 'open',
      confirmation: true, confirmationMessage1: 'Quer receber, {nome}? 1 sim, 2 não',
    });
    await eventually(() => captured(p, connectionId), (messages) => messages.length === 2);
    await p.api('POST', '/simulator/inbound', { connectionId, from: yes, body: '1' });
    await p.api('POST', '/simulator/inbound', { connectionId, from: no, body: '2' });
    const done = await ended(p, id);
    expect(done.counters).toMatchObject({ total: 2, skipped: 1 });
    const toYes = (await captured(p, connectionId)).filter(({ to }) => to === yes);
    expect(toYes.map(({ body }) => body)).toEqual(['Quer receber, Pessoa 0? 1 sim, 2 não', 'Oi Pessoa 0']);

    const { body: tickets } = await p.api<{ tickets: { id: number; contact: { number: string } }[] }>('GET', '/tickets?status=open&showAll=true');
    const ticket = tickets.tickets.find(({ contact }) => contact.number === yes);
    const { body: conversation } = await p.api<{ messages: { body: string; fromMe: boolean }[] }>('GET', `/messages/${ticket?.id}`);
    expect(conversation.messages.map(({ body }) => body).sort()).toEqual(['1', 'Oi Pessoa 0', 'Quer receber, Pessoa 0? 1 sim, 2 não']);
  }, 60_000);

  it('sends a message for a script with the token of a connection, once per key', async () => {
    const { id: connectionId, token } = await connection(p, 'Integração');
    const send = () => p.as(token)<{ mensagem: string; id: number }>('POST', '/api/messages/send', { number: '(11) 98888-7777', body: 'Pedido pronto' }, { 'idempotency-key': 'pedido-1' });
    const [first, again] = [await send(), await send()];
    expect(first.body.mensagem).toBe('Message added to queue');
    expect(again.body.id).toBe(first.body.id);
    const [only, ...more] = await eventually(() => captured(p, connectionId), (messages) => messages.length > 0);
    expect(only).toMatchObject({ to: '5511988887777', body: 'Pedido pronto' });
    expect(more).toEqual([]);
  }, 30_000);
});

expect.extend({
  toSatisfyGap(gap: number, base: number) {
    const pass = gap >= base - 50 && gap <= base * 1.2 + 600;
    return { pass, message: () => `${gap} ms is not within ${base} ms and its jitter` };
  },
});
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how jest lets matchers be declared
  namespace jest {
    interface Expect {
      toSatisfyGap(base: number): unknown;
    }
  }
}
