/** The routes, over HTTP on a real database. */
import request from 'supertest';
import { openApiDocument } from '../../platform/http/openapi';
import type { CampaignId, CompanyId, ContactListId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { anyNumber, buildCampaign, buildCompany, buildConnection, buildList, buildUser } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { until } from '../../test/ledger';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
let http: TestApp;
let list: ContactListId;
let people: string[];
let stranger: CompanyId;

beforeAll(async () => {
  t = await setupCampaigns();
  http = testApp({ db: t.db, features: [t.campaigns] });
  people = Array.from({ length: 3 }, () => anyNumber());
  list = (await buildList(t.db, t.companyId, people)).id;
  stranger = await buildCompany(t.db);
});
afterAll(() => t.close());
afterEach(() => expect(http.reported).toEqual([]));

const call = (method: 'get' | 'post' | 'put' | 'delete', path: string, companyId = t.companyId, language = 'en') =>
  request(http.app)[method](path).set('Authorization', http.bearer({ companyId })).set('Accept-Language', language);
const fields = (body: { errors: { path: string; code: string }[] }): [string, string][] => body.errors.map(({ path, code }) => [path, code]);
const draft = (over: object = {}) => ({ name: 'Ofertas', message1: 'Oi {nome}', contactListId: list, whatsappId: t.connectionId, ...over });
const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString();

async function made(over: object = {}): Promise<CampaignId> {
  const { body } = await call('post', '/campaigns').send(draft(over)).expect(200);
  return (body as { id: CampaignId }).id;
}

describe('POST /campaigns', () => {
  it('schedules what has a date, keeps the rest as a draft, and tells the browsers', async () => {
    const { body: scheduled } = await call('post', '/campaigns').send(draft({ status: 'INATIVA', scheduledAt: tomorrow, message2: null, queueId: '' }));
    expect(scheduled).toMatchObject({ status: 'PROGRAMADA', scheduledAt: tomorrow, message2: '', contactList: { id: list }, whatsapp: { id: t.connectionId }, counters: { total: 0 }, progress: 0, seq: 1 });
    expect(t.released.events.at(-1)).toEqual({ companyId: t.companyId, topic: 'campaign', payload: { action: 'create', record: scheduled } });
    const { body: unscheduled } = await call('post', '/campaigns').send(draft());
    expect(unscheduled).toMatchObject({ status: 'INATIVA', scheduledAt: null });
  });

  it('reads a date without a zone on the clocks of the company', async () => {
    const companyId = await buildCompany(t.db, { timezone: 'America/Noronha' });
    const { id } = await buildList(t.db, companyId, people);
    const whatsappId = await buildConnection(t.db, companyId);
    const { body } = await call('post', '/campaigns', companyId).send(draft({ contactListId: id, whatsappId, scheduledAt: '2031-06-01 14:30' }));
    expect(body).toMatchObject({ status: 'PROGRAMADA', scheduledAt: '2031-06-01T16:30:00.000Z' });
  });

  it('rings for one that is due now', async () => {
    t.released.jobs.length = 0;
    await made({ status: 'PROGRAMADA' });
    await made({ scheduledAt: new Date(Date.now() + 10_000) });
    expect(t.released.jobs).toMatchObject([{ job: { name: 'ProcessCampaign' }, delayMs: 0 }, { job: { name: 'ProcessCampaign' }, delayMs: expect.any(Number) }]);
    expect(t.released.jobs[1]!.delayMs! / 1_000).toBeCloseTo(10, 0);
    t.released.jobs.length = 0;
    await made({ scheduledAt: tomorrow });
    expect(t.released.jobs).toEqual([]);
  });

  it.each<[string, object, [string, string][]]>([
    ['no message', { message1: '' }, [['message1', 'message_missing']]],
    ['no name', { name: ' ' }, [['name', 'required']]],
    ['no connection', { whatsappId: null, scheduledAt: tomorrow }, [['whatsappId', 'connection_missing']]],
    ['no list', { contactListId: '', scheduledAt: tomorrow }, [['contactListId', 'list_missing']]],
    ['an unknown variable', { message3: '{{cupom}}' }, [['message3', 'unknown_variable']]],
    ['asking without a question', { confirmation: true }, [['confirmationMessage1', 'confirmation_missing']]],
    ['a time long past', { scheduledAt: '2020-01-01T10:00:00Z' }, [['scheduledAt', 'too_late']]],
    ['a day that no calendar has', { scheduledAt: '2027-02-31 10:00' }, [['scheduledAt', 'invalid_datetime']]],
    ['a text too long', { message1: 'x'.repeat(4_097) }, [['message1', 'too_long']]],
  ])('refuses %s, naming the field', async (_, over, expected) => {
    const { body } = await call('post', '/campaigns').send(draft(over)).expect(422);
    expect(fields(body)).toEqual(expected);
  });

  it('refuses what belongs to another company as if it were not there', async () => {
    const foreign = { contactListId: (await buildList(t.db, stranger, people)).id, whatsappId: await buildConnection(t.db, stranger), userId: await buildUser(t.db, stranger) };
    const { body } = await call('post', '/campaigns').send(draft(foreign)).expect(422);
    expect(fields(body)).toEqual([['whatsappId', 'connection_not_found'], ['contactListId', 'list_not_found'], ['userId', 'user_not_found']]);
  });

  it('speaks Portuguese, and names the variable', async () => {
    const { body } = await call('post', '/campaigns', t.companyId, 'pt-BR').send(draft({ message1: '{Preço}' })).expect(422);
    expect(body).toMatchObject({ errors: [{ message: 'A variável preco não existe na lista nem nas configurações. Corrija o nome ou inclua a coluna.' }] });
  });

  it('answers the same for the same Idempotency-Key', async () => {
    const post = () => call('post', '/campaigns').set('Idempotency-Key', 'k1').send(draft()).expect(200);
    const [first, second] = [await post(), await post()];
    expect(second.body).toEqual(first.body);
  });
});

describe('GET /campaigns', () => {
  it('gives pages of 20, newest first, of this company only', async () => {
    const companyId = await buildCompany(t.db);
    for (let i = 0; i < 23; i += 1) await buildCampaign(t.db, companyId, { name: i === 5 ? '100% off_' : `C${i}` });
    const { body: first } = await call('get', '/campaigns?pageNumber=1', companyId);
    const { body: second } = await call('get', '/campaigns?searchParam=&pageNumber=2', companyId);
    expect([first.records.length, first.count, first.hasMore, second.records.length, second.hasMore]).toEqual([20, 23, true, 3, false]);
    expect(first.records[0].name).toBe('C22');
    const { body: found } = await call('get', `/campaigns?searchParam=${encodeURIComponent('% off_')}`, companyId);
    expect(found).toMatchObject({ count: 1, hasMore: false, records: [{ name: '100% off_' }] });
    const { body: all } = await call('get', `/campaigns/list?companyId=${t.companyId}`, companyId);
    expect(all).toHaveLength(23);
  });
});

describe('PUT and DELETE /campaigns/:id', () => {
  it('change all of a campaign that has not started, and only what is sent', async () => {
    const id = await made({ scheduledAt: tomorrow, message2: 'Dois' });
    const { body } = await call('put', `/campaigns/${id}`).send({ message1: 'Outro', openTicket: true, statusTicket: 'open' }).expect(200);
    expect(body).toMatchObject({ message1: 'Outro', message2: 'Dois', status: 'PROGRAMADA', scheduledAt: tomorrow, openTicket: 'enabled', statusTicket: 'open' });
    expect((await call('put', `/campaigns/${id}`).send({ status: 'INATIVA' })).body).toMatchObject({ status: 'INATIVA', scheduledAt: null });
    expect(fields((await call('put', `/campaigns/${id}`).send({ message1: '', message2: '' }).expect(422)).body)).toEqual([['message1', 'message_missing']]);
  });

  it('change the name alone once it has started, even when a form sends everything back', async () => {
    const id = await made();
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA', "snapshot" = '{}' WHERE "id" = $1`, [id]);
    const { body: record } = await call('get', `/campaigns/${id}`);
    expect((await call('put', `/campaigns/${id}`).send({ ...record, name: 'Novo nome' }).expect(200)).body).toMatchObject({ name: 'Novo nome', status: 'PAUSADA' });
    expect((await call('put', `/campaigns/${id}`).send({ message1: 'Outro' }).expect(409)).body).toMatchObject({ error: 'ERR_CAMPAIGN_STARTED' });
  });

  it('remove one that is not sending', async () => {
    const id = await made();
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO' WHERE "id" = $1`, [id]);
    expect((await call('delete', `/campaigns/${id}`).expect(409)).body).toMatchObject({ error: 'ERR_CAMPAIGN_SENDING' });
    await call('post', `/campaigns/${id}/cancel`).expect(200);
    await call('delete', `/campaigns/${id}`).expect(200);
    expect(t.released.events.at(-1)).toMatchObject({ payload: { action: 'delete', id } });
    await call('get', `/campaigns/${id}`).expect(404);
  });
});

describe('a campaign under way', () => {
  it('shows what it carries, explains each recipient, and ends in a report that adds up', async () => {
    await call('post', '/campaign-settings').send({ settings: { messageInterval: '0', longerIntervalAfter: 0, variables: [{ key: 'Loja', value: 'Centro' }] } }).expect(200);
    const id = await made({ message1: '{loja}: oi {primeiro_nome}' });
    expect((await call('get', `/campaigns/${id}`)).body).toMatchObject({ valids: 3, delivered: 0, forecast: { remaining: 3 }, campaign: { id, name: 'Ofertas' } });
    await call('post', `/campaigns/${id}/start`).expect(200);
    await t.work();
    await until(async () => (await t.campaign(id)).status === 'FINALIZADA');
    expect((await call('get', `/campaigns/${id}`)).body).toMatchObject({
      status: 'FINALIZADA', progress: 100, valids: 3, delivered: 3, confirmationRequested: 0, confirmed: 0, forecast: null, counters: { total: 3, sent: 3 },
    });

    const { body: report } = await call('get', `/campaigns/${id}/detailed-report?limit=2`).expect(200);
    expect(report).toMatchObject({ count: 3, hasMore: true, records: [{ message: 'Centro: oi Contato', status: 'sent', variant: 1 }, { status: 'sent' }] });
    const { body: rest } = await call('get', `/campaigns/${id}/detailed-report?limit=2&cursor=${report.cursor}`).expect(200);
    expect(rest).toMatchObject({ hasMore: false, cursor: null });
    expect([...report.records, ...rest.records].map((row: { number: string }) => row.number)).toEqual([...people].sort());
    expect((await call('get', `/campaigns/${id}/detailed-report?pageNumber=1&status=failed`)).body).toEqual({ records: [], count: 0, hasMore: false, cursor: null });

    const { body: why } = await call('get', `/campaigns/${id}/shippings/${report.records[0].id}/why`, t.companyId, 'pt-BR').expect(200);
    expect(why).toMatchObject({ state: 'sent', summary: 'O WhatsApp aceitou; ainda não chegou ao aparelho.', next: { text: 'Nada mais está previsto.', at: null } });
    expect((why as { steps: { text: string }[] }).steps.map((step) => step.text)).toEqual(['Preparada com a mensagem 1.', 'Tentativa de envio 1.', 'Aceita pelo WhatsApp.']);
  });

  it('pauses, resumes, cancels and restarts over HTTP', async () => {
    const id = await made({ scheduledAt: tomorrow });
    expect((await call('post', `/campaigns/${id}/pause`)).body).toMatchObject({ status: 'PAUSADA', pauseCode: 'user', pauseReason: 'Paused by a user.' });
    expect((await call('post', `/campaigns/${id}/resume`)).body).toMatchObject({ status: 'PROGRAMADA', pauseReason: null });
    expect((await call('post', `/campaigns/${id}/cancel`)).body).toMatchObject({ status: 'CANCELADA' });
    expect((await call('post', `/campaigns/${id}/restart`)).body).toMatchObject({ status: 'PROGRAMADA', scheduledAt: tomorrow });
    expect((await call('post', `/campaigns/${id}/retry-failed`).send({}).expect(409)).body).toMatchObject({ error: 'ERR_NOTHING_TO_RETRY' });
    expect((await call('post', `/campaigns/${id}/clone`)).body).toMatchObject({ name: 'Ofertas (cópia)', status: 'INATIVA', scheduledAt: null, message1: 'Oi {nome}' });
  });
});

describe('trying first', () => {
  it('previews who gets what, who does not and why, and what is missing', async () => {
    const numbers = Array.from({ length: 5 }, () => anyNumber());
    const { id: contactListId } = await buildList(t.db, t.companyId, numbers);
    await t.db.query(`UPDATE "ContactListItems" SET "isWhatsappValid" = false WHERE "number" = $1`, [numbers[0]]);
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'test')`, [t.companyId, numbers[1]]);
    const id = await made({ contactListId, message2: 'Tchau {nome}' });
    await t.db.query(`UPDATE "Campaigns" SET "message3" = '{cupom}' WHERE "id" = $1`, [id]);
    const { body } = await call('post', `/campaigns/${id}/preview`).expect(200);
    expect(body).toMatchObject({ recipients: 3, unresolved: ['cupom'], forecast: { remaining: 3 } });
    expect(body.excluded).toEqual([{ reason: 'invalid_number', count: 1 }, { reason: 'opt_out', count: 1 }]);
    expect(body.samples).toHaveLength(5);
    for (const sample of body.samples) {
      expect(sample.text).toBe({ 1: `Oi ${sample.name}`, 2: `Tchau ${sample.name}`, 3: '{cupom}' }[sample.variant as 1 | 2 | 3]);
    }
  });

  it('sends each message to numbers of one\'s own, as the first contact would get it', async () => {
    const id = await made({ message2: 'Tchau {primeiro_nome}' });
    const before = t.ledger.length;
    const { body } = await call('post', `/campaigns/${id}/test-send`).send({ numbers: ['(11) 98765-4321'] }).expect(200);
    expect(body.deliveries).toMatchObject([{ number: '5511987654321', variant: 1 }, { number: '5511987654321', variant: 2 }]);
    await t.deliveries.serve(t.connectionId, 5_000);
    await until(async () => t.ledger.length === before + 2);
    expect(t.ledger.slice(before).map((message) => message.content.text)).toEqual(['Oi Contato 1', 'Tchau Contato']);
    expect(fields((await call('post', `/campaigns/${id}/test-send`).send({ numbers: ['123'] }).expect(422)).body)[0]?.[0]).toBe('numbers.0');
    expect(fields((await call('post', `/campaigns/${id}/test-send`).send({ numbers: people, variant: 5 }).expect(422)).body)).toEqual([['variant', 'message_missing']]);
    expect((await t.campaign(id)).status).toBe('INATIVA');
  });
});

describe('media', () => {
  it('goes with the messages until it is taken off or replaced, and stays for a copy', async () => {
    const id = await made();
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const { body } = await call('post', `/campaigns/${id}/media-upload`).attach('file', png, 'promoção.png').expect(200);
    expect(body).toMatchObject({ mediaName: 'promoção.png', mediaType: 'image/png', mediaPath: expect.stringMatching(/^[0-9a-f]{32}\.png$/) });
    await call('post', `/campaigns/${id}/clone`).expect(200);
    expect((await call('delete', `/campaigns/${id}/media-upload`).expect(200)).body).toMatchObject({ mediaPath: null, mediaName: null });
    await expect(t.deps.media.resolve(t.companyId, body.mediaPath)).resolves.toContain(body.mediaPath);
    expect(fields((await call('post', `/campaigns/${id}/media-upload`).expect(422)).body)).toEqual([['file', 'file_missing']]);
  });
});

describe('campaign settings', () => {
  it('are the defaults until they are set, key by key, as JSON text', async () => {
    const companyId = await buildCompany(t.db);
    const read = async () => (await call('get', '/campaign-settings', companyId).expect(200)).body;
    expect(await read()).toEqual([
      { key: 'messageInterval', value: '20' }, { key: 'longerIntervalAfter', value: '20' }, { key: 'greaterInterval', value: '60' }, { key: 'variables', value: '[]' },
    ]);
    await call('post', '/campaign-settings', companyId).send({ settings: { messageInterval: 5, variables: [{ key: 'cupom', value: 'A$&' }] } }).expect(200);
    expect(await read()).toEqual([
      { key: 'messageInterval', value: '5' }, { key: 'longerIntervalAfter', value: '20' }, { key: 'greaterInterval', value: '60' },
      { key: 'variables', value: '[{"key":"cupom","value":"A$&"}]' },
    ]);
    expect(fields((await call('post', '/campaign-settings', companyId).send({ settings: { messageInterval: -1, variables: [{ key: '(a+)+', value: '' }] } }).expect(422)).body)).toEqual([
      ['settings.messageInterval', 'too_small'], ['settings.variables.0.key', 'invalid_format'],
    ]);
  });
});

describe('another company', () => {
  it('finds nothing of this one, on any route', async () => {
    const id = await made({ scheduledAt: tomorrow });
    for (const { method, path } of t.campaigns.routes ?? []) {
      if (!path.includes(':id')) continue;
      const body = path.endsWith('test-send') ? { numbers: ['11987654321'] } : { name: 'x' };
      const sent = path.endsWith('media-upload') && method === 'post' ? call(method, path.replace(':id', String(id)), stranger).attach('file', Buffer.from('%PDF-1'), 'a.pdf') : null;
      const { status } = await (sent ?? call(method, path.replace(':id', String(id)).replace(':shippingId', '1'), stranger).send(method === 'get' ? undefined : body));
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    expect((await t.campaign(id)).status).toBe('PROGRAMADA');
  });
});

it('is described by OpenAPI', () => {
  const { paths } = openApiDocument(t.campaigns.routes ?? [], '0') as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toContain('/campaigns/{id}/shippings/{shippingId}/why');
});
