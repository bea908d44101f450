/** What an operator does with campaigns, and what providers do to them: through HTTP, on both engines, the simulator's ledger as the judge. */
import { dice } from '../../platform/channels/simulator/dice';
import { judge } from '../../platform/channels/simulator/verdict.rules';
import { faultsSchema } from '../../platform/channels/simulator';
import { becomes, campaign, captured, connection, ended, eventually, formOf, list, pace, setFaults, someNumbers, start, type CampaignRecord, type Captured } from '../operator';
import { startProduct, type RunningProduct } from '../product';

interface Problem {
  readonly error: string;
}
interface Shipping {
  readonly id: number;
  readonly number: string;
  readonly status: string;
  readonly errorCode: string | null;
  readonly reason: string | null;
}
interface Story {
  readonly summary: string;
  readonly next: { readonly text: string };
}

const PNG = Uint8Array.from(Buffer.from('\x89PNG\r\n\x1a\n0123456789', 'latin1'));
const OGG = Uint8Array.from(Buffer.from('OggS\0\x02 0123456789', 'latin1'));
/** About forty contacts take two seconds: long enough to strike in the middle. */
const SLOW = { limiterMax: 20, limiterDurationMs: 1_000 };

describe.each([
  ['the embedded engine', null],
  ['Bull on Redis', `${process.env['TEST_REDIS_URL']}/5`],
])('with %s', (_name, redisUrl) => {
  let p: RunningProduct;
  beforeAll(async () => {
    p = await startProduct(redisUrl);
    await pace(p, 0, 0, 0);
  }, 60_000);
  afterAll(() => p.stop());

  const act = <T = CampaignRecord>(id: number, action: string, body?: object, headers?: Record<string, string>) => p.api<T>('POST', `/campaigns/${id}/${action}`, body, headers);
  const report = async (id: number, filter: string) => (await p.api<{ records: Shipping[]; count: number }>('GET', `/campaigns/${id}/detailed-report?${filter}`)).body;
  const why = async (id: number, shipping: Shipping | undefined) => (await p.api<Story>('GET', `/campaigns/${id}/shippings/${shipping?.id}/why`)).body;
  const reached = async (connectionId: number): Promise<string[]> => (await captured(p, connectionId)).map(({ to }) => to).sort();
  const under = (id: number, connectionId: number, atLeast: number) =>
    eventually(() => captured(p, connectionId), (sent) => sent.length >= atLeast).then(() => campaign(p, id));

  it('paused, nothing leaves and everything says why; resumed, exactly the rest leaves', async () => {
    const { id: connectionId } = await connection(p, 'Pausa');
    await p.api('PUT', `/whatsapp/${connectionId}`, SLOW);
    const numbers = someNumbers(40, 0);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    await under(id, connectionId, 4);

    const paused = await act(id, 'pause');
    expect(paused).toMatchObject({ status: 200, body: { status: 'PAUSADA', pauseCode: 'user', pauseReason: 'Pausada por um usuário.' } });
    expect((await act(id, 'pause', undefined, { 'accept-language': 'en' })).body.pauseReason).toBe('Paused by a user.');
    const still = await eventually(() => campaign(p, id), ({ counters }) => counters['sending'] === 0);
    const waiting = still.counters['pending'] ?? 0;
    expect(waiting).toBeGreaterThan(0);
    expect(still.forecast?.remaining).toBe(waiting);
    const pending = await report(id, 'status=pending');
    expect(pending.count).toBe(waiting);
    expect(await why(id, pending.records[0])).toMatchObject({ summary: 'Espera a sua vez de sair.', next: { text: 'Sai quando a campanha for retomada. Pausada por um usuário.' } });
    expect(await p.api<Problem>('PUT', `/campaigns/${id}`, { message1: 'Outra' })).toMatchObject({ status: 409, body: { error: 'ERR_CAMPAIGN_STARTED' } });
    expect((await p.api<CampaignRecord>('PUT', `/campaigns/${id}`, { name: 'Com outro nome' })).body.name).toBe('Com outro nome');
    const gone = pending.records.at(-1)?.number ?? '';
    await p.api('POST', '/opt-outs', { number: gone });
    expect(await reached(connectionId)).toHaveLength(numbers.length - waiting);

    expect((await act(id, 'resume')).body).toMatchObject({ status: 'EM_ANDAMENTO', pauseCode: null });
    expect((await ended(p, id)).counters).toMatchObject({ total: 40, pending: 0, skipped: 1, failed: 0, unknown: 0 });
    expect(await reached(connectionId)).toEqual(numbers.filter((number) => number !== gone));
    expect((await report(id, 'status=skipped')).records).toMatchObject([{ number: gone, reason: 'a pessoa pediu para não receber mensagens.' }]);
  }, 30_000);

  it('cancelled, whoever waits gets nothing; restarted, they get it, and who came since; deleted, it is gone', async () => {
    const { id: connectionId } = await connection(p, 'Cancelamento');
    await p.api('PUT', `/whatsapp/${connectionId}`, SLOW);
    const [newcomer = '', ...numbers] = someNumbers(41, 100);
    const contactListId = await list(p, numbers);
    const id = await start(p, { contactListId, whatsappId: connectionId });
    await under(id, connectionId, 4);
    expect(await p.api<Problem>('DELETE', `/campaigns/${id}`)).toMatchObject({ status: 409, body: { error: 'ERR_CAMPAIGN_SENDING' } });

    expect((await act(id, 'cancel')).body.status).toBe('CANCELADA');
    const { counters } = await eventually(() => campaign(p, id), ({ counters: { pending, sending } }) => pending === 0 && sending === 0);
    expect(counters['cancelled']).toBe(numbers.length - (await reached(connectionId)).length);
    const cancelled = await report(id, 'status=cancelled');
    expect(cancelled.count).toBe(counters['cancelled']);
    expect((await why(id, cancelled.records[0])).summary).toBe('Não foi enviada: a campanha foi cancelada.');

    await p.api('POST', '/contact-list-items', { contactListId, name: 'Nova', number: newcomer });
    expect((await act(id, 'restart')).body.status).toBe('EM_ANDAMENTO');
    expect((await ended(p, id)).counters).toMatchObject({ total: 41, cancelled: 0 });
    expect(await reached(connectionId)).toEqual([newcomer, ...numbers].sort());
    expect(await act<Problem>(id, 'pause')).toMatchObject({ status: 409, body: { error: 'ERR_CAMPAIGN_STATUS' } });
    expect((await p.api('DELETE', `/campaigns/${id}`)).status).toBe(200);
    expect((await p.api('GET', `/campaigns/${id}`)).status).toBe(404);
  }, 30_000);

  it('who was refused is reported one by one, and gets it once when the failed are tried again', async () => {
    const { id: connectionId } = await connection(p, 'Falhas', { failRate: 0.5, errorCode: '131026', seed: 7 });
    const numbers = someNumbers(20, 200);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    const { counters } = await ended(p, id);
    const accepted = await reached(connectionId);
    const refused = numbers.filter((number) => !accepted.includes(number));
    expect([counters['failed'], refused.length]).toEqual([refused.length, expect.toBeWithin(1, 19)]);

    const { records, count } = await report(id, 'status=failed&limit=100');
    expect([count, records.map(({ number }) => number)]).toEqual([refused.length, refused]);
    expect(records[0]).toMatchObject({ status: 'failed', errorCode: '131026', reason: expect.stringMatching(/./) });
    expect((await report(id, `status=failed&search=${refused[0]}`)).records).toHaveLength(1);
    const file = await fetch(`${p.url}/campaigns/${id}/detailed-report.csv?status=failed`, { headers: { authorization: `Bearer ${p.token}` } });
    expect((await file.text()).trim().split('\r\n')).toHaveLength(1 + refused.length);
    expect(await why(id, records[0])).toMatchObject({ summary: expect.stringMatching(/^Falhou: ./), next: { text: expect.stringContaining('Reenviar falhas') } });

    await setFaults(p, connectionId, {});
    expect((await act(id, 'retry-failed')).body.status).toBe('EM_ANDAMENTO');
    expect((await ended(p, id)).counters).toMatchObject({ total: 20, failed: 0 });
    expect(await reached(connectionId)).toEqual(numbers);
    expect(await act<Problem>(id, 'retry-failed')).toMatchObject({ status: 409, body: { error: 'ERR_NOTHING_TO_RETRY' } });
  }, 30_000);

  it('a draft tells who would get what and until when, tries itself on the operator, is copied, and starts', async () => {
    const { id: connectionId } = await connection(p, 'Rascunho');
    const [out = '', ...numbers] = someNumbers(12, 300);
    const contactListId = await list(p, [out, ...numbers]);
    await p.api('POST', '/opt-outs', { number: out });
    const { body: draft } = await p.api<CampaignRecord>('POST', '/campaigns', { name: 'Oferta', message1: 'Oi {nome}', contactListId, whatsappId: connectionId });
    expect(draft.status).toBe('INATIVA');
    await p.api('PUT', `/campaigns/${draft.id}`, { message1: 'Olá {{Nome}}, de {cidade}' });

    await pace(p, 10, 0, 0);
    const preview = await act<{ forecast: { startsAt: string; endsAt: string } }>(draft.id, 'preview');
    expect(preview.body).toMatchObject({
      recipients: 11, excluded: [{ reason: 'opt_out', count: 1 }], unresolved: [],
      samples: expect.arrayContaining([expect.objectContaining({ number: numbers[0], name: 'Pessoa 1', text: 'Olá Pessoa 1, de Recife', variant: 1 })]),
    });
    const lasts = Date.parse(preview.body.forecast.endsAt) - Date.parse(preview.body.forecast.startsAt);
    expect(lasts / 1_000).toEqual(expect.toBeWithin(100, 120)); // Ten pauses of ten seconds, and their jitter.
    await pace(p, 0, 0, 0);

    await act(draft.id, 'test-send', { numbers: ['(11) 97777-0001'] });
    const tried = await eventually(() => captured(p, connectionId), (sent) => sent.length === 1);
    expect(tried).toMatchObject([{ to: '5511977770001', body: 'Olá Pessoa 0, de Recife' }]);

    const { body: copy } = await act(draft.id, 'clone');
    expect(copy).toMatchObject({ name: 'Oferta (cópia)', status: 'INATIVA', message1: 'Olá {{Nome}}, de {cidade}', counters: { total: 0 } });
    await act(draft.id, 'start');
    expect((await ended(p, draft.id)).counters).toMatchObject({ total: 12, skipped: 1 });
    expect(await reached(connectionId)).toEqual([...numbers, '5511977770001'].sort());
    expect((await campaign(p, copy.id)).status).toBe('INATIVA');
  }, 30_000);

  it('a connection that is logged out sends nothing and loses nothing', async () => {
    const { id: connectionId } = await connection(p, 'Desligada');
    await p.api('DELETE', `/whatsappsession/${connectionId}`);
    const numbers = someNumbers(3, 400);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    await eventually(() => campaign(p, id), ({ counters }) => counters['pending'] === 3);
    expect((await why(id, (await report(id, '')).records[0])).next.text).toBe('Sai quando a conexão voltar: o número está desconectado.');
    expect(await reached(connectionId)).toEqual([]);
    await p.api('POST', `/whatsappsession/${connectionId}`);
    await ended(p, id);
    expect(await reached(connectionId)).toEqual(numbers);
  }, 30_000);

  it.each([
    ['a new session', (id: number) => p.api('PUT', `/whatsappsession/${id}`)],
    ['the word of the operator alone', async () => undefined],
  ])('blocked by the provider, it pauses itself and says so; mended by %s and resumed, all of it leaves', async (how, mend) => {
    const { id: connectionId } = await connection(p, `Bloqueio, ${how}`, { failRate: 1, errorCode: '190', latencyMs: 20 });
    const numbers = someNumbers(100, 500);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    const paused = await becomes(p, id, 'PAUSADA');
    expect(paused).toMatchObject({ pauseCode: expect.stringMatching(/^connection_blocked/), pauseReason: expect.stringMatching(/recusada pelo provedor.*190/) });
    const settled = await eventually(() => campaign(p, id), ({ counters }) => counters['pending'] === 100);
    expect(settled.counters).toMatchObject({ total: 100, failed: 0, unknown: 0 });

    await setFaults(p, connectionId, {});
    await mend(connectionId);
    await act(id, 'resume');
    await ended(p, id);
    expect(await reached(connectionId)).toEqual(numbers);
  }, 30_000);

  it('recipients refused in a row pause it; nobody is lost', async () => {
    const { id: connectionId } = await connection(p, 'Recusas', { failRate: 1, errorCode: '131026', latencyMs: 50 });
    const numbers = someNumbers(200, 700);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    expect((await becomes(p, id, 'PAUSADA')).pauseReason).toBe('30 destinatários seguidos foram recusados. Confira a lista e a mensagem antes de retomar.');
    const { counters } = await eventually(() => campaign(p, id), ({ counters: { sending } }) => sending === 0);
    expect((counters['failed'] ?? 0) + (counters['pending'] ?? 0)).toBe(200);
    expect(counters['pending']).toBeGreaterThan(0);

    await setFaults(p, connectionId, {});
    await act(id, 'resume');
    await ended(p, id);
    await act(id, 'retry-failed');
    await ended(p, id);
    expect(await reached(connectionId)).toEqual(numbers);
  }, 30_000);

  it('answers that get lost make nobody get two, and nobody none', async () => {
    const { id: connectionId } = await connection(p, 'Silêncio', { dropAnswerRate: 0.2, ackMs: 100, seed: 11 });
    const numbers = someNumbers(300, 1_000);
    const id = await start(p, { contactListId: await list(p, numbers), whatsappId: connectionId });
    expect((await ended(p, id)).counters).toMatchObject({ total: 300, pending: 0, sending: 0, unknown: 0, failed: 0 });
    expect(await reached(connectionId)).toEqual(numbers);
  }, 60_000);

  it('receipts doubled, lost and out of order end where the provider meant them to, and the sum closes', async () => {
    const faults = faultsSchema.parse({ ackMs: 40, duplicateAckRate: 0.5, lostAckRate: 0.2, reorderAcks: true, failLaterRate: 0.1, readRate: 0.6, seed: 13 });
    const { id: connectionId } = await connection(p, 'Avisos', faults);
    const id = await start(p, { contactListId: await list(p, someNumbers(300, 2_000)), whatsappId: connectionId });
    await ended(p, id);

    const ladder = ['sent', 'failed', 'delivered', 'read'] as const;
    const expected = { sent: 0, failed: 0, delivered: 0, read: 0 };
    for (const { clientRef } of await captured(p, connectionId)) {
      const { receipts } = judge(faults, dice(faults.seed, `${clientRef}#0`), { disconnected: false, overLimit: false });
      expected[ladder[Math.max(0, ...receipts.map(({ status }) => ladder.indexOf(status)))] ?? 'sent'] += 1;
    }
    const { counters } = await eventually(() => campaign(p, id), (now) => ladder.every((state) => now.counters[state] === expected[state]));
    const recount = await p.database.db.query<{ state: string; n: number }>(`SELECT "state", count(*) AS "n" FROM "Deliveries" WHERE "campaignId" = $1 GROUP BY 1`, [id]);
    expect(counters).toMatchObject(Object.fromEntries(recount.map(({ state, n }) => [state, n])));
    const { total = 0, replied: _replied, ...states } = counters;
    expect([total, Object.values(states).reduce((sum, n) => sum + n, 0)]).toEqual([300, 300]);
  }, 30_000);

  it('a picture goes with its text, an audio after it', async () => {
    const { id: connectionId } = await connection(p, 'Mídia');
    const numbers = someNumbers(2, 3_000);
    const contactListId = await list(p, numbers);
    const send = async (fileName: string, content: Uint8Array<ArrayBuffer>): Promise<Captured[][]> => {
      await p.api('DELETE', `/simulator/messages?connectionId=${connectionId}`);
      const { body: draft } = await p.api<CampaignRecord>('POST', '/campaigns', { name: fileName, message1: 'Oi {nome}', contactListId, whatsappId: connectionId });
      expect((await p.api('POST', `/campaigns/${draft.id}/media-upload`, formOf(fileName, content))).body).toMatchObject({ mediaName: fileName });
      await act(draft.id, 'start');
      await ended(p, draft.id);
      const sent = await captured(p, connectionId);
      return numbers.map((number) => sent.filter(({ to }) => to === number));
    };
    const messages = (...parts: [body: string, mediaName: string | null][]) => parts.map(([body, mediaName]) => expect.objectContaining({ body, mediaName }));
    const pictures = await send('foto.png', PNG);
    const audios = await send('recado.ogg', OGG);
    expect(pictures).toEqual(numbers.map((_, i) => messages([`Oi Pessoa ${i}`, 'foto.png'])));
    expect(audios).toEqual(numbers.map((_, i) => messages([`Oi Pessoa ${i}`, null], ['', 'recado.ogg'])));
  }, 30_000);
});

expect.extend({
  toBeWithin: (value: number, least: number, most: number) => ({ pass: value >= least && value <= most, message: () => `${value} is not within ${least}..${most}` }),
});
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- how jest lets matchers be declared
  namespace jest {
    interface Expect {
      toBeWithin(least: number, most: number): unknown;
    }
  }
}
