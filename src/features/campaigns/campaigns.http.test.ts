/** The routes, over HTTP on a real database: writing, reading, and who may. */
import { openApiDocument } from '../../platform/http/openapi';
import type { CampaignId, CompanyId } from '../../kernel/ids';
import { buildCampaign, buildCompany, buildConnection, buildList, buildUser } from '../../test/build';
import { faultsIn, setupCampaignsHttp, tomorrow } from '../../test/campaigns';

let t: Awaited<ReturnType<typeof setupCampaignsHttp>>;
let stranger: CompanyId;
beforeAll(async () => {
  t = await setupCampaignsHttp();
  stranger = await buildCompany(t.db);
});
afterAll(() => t.close());
afterEach(() => expect(t.http.reported).toEqual([]));

describe('POST /campaigns', () => {
  it('schedules what has a date, keeps the rest as a draft, and tells the browsers', async () => {
    const { body: scheduled } = await t.call('post', '/campaigns').send(t.draft({ status: 'INATIVA', scheduledAt: tomorrow, message2: null, queueId: '' }));
    expect(scheduled).toMatchObject({
      status: 'PROGRAMADA',
      scheduledAt: tomorrow,
      message2: '',
      contactList: { id: t.list },
      whatsapp: { id: t.connectionId },
      counters: { total: 0 },
      progress: 0,
      seq: 1,
    });
    expect(t.released.events.at(-1)).toEqual({ companyId: t.companyId, topic: 'campaign', payload: { action: 'create', record: scheduled } });
    const { body: unscheduled } = await t.call('post', '/campaigns').send(t.draft());
    expect(unscheduled).toMatchObject({ status: 'INATIVA', scheduledAt: null });
  });

  it('reads a date without a zone on the clocks of the company', async () => {
    const companyId = await buildCompany(t.db, { timezone: 'America/Noronha' });
    const { id } = await buildList(t.db, companyId, t.people);
    const whatsappId = await buildConnection(t.db, companyId);
    const { body } = await t.call('post', '/campaigns', companyId).send(t.draft({ contactListId: id, whatsappId, scheduledAt: '2031-06-01 14:30' }));
    expect(body).toMatchObject({ status: 'PROGRAMADA', scheduledAt: '2031-06-01T16:30:00.000Z' });
  });

  it('rings for one that is due now', async () => {
    t.released.jobs.length = 0;
    await t.made({ status: 'PROGRAMADA' });
    await t.made({ scheduledAt: new Date(Date.now() + 10_000) });
    expect(t.released.jobs).toMatchObject([
      { job: { name: 'ProcessCampaign' }, delayMs: 0 },
      { job: { name: 'ProcessCampaign' }, delayMs: expect.any(Number) },
    ]);
    expect(t.released.jobs[1]!.delayMs! / 1_000).toBeCloseTo(10, 0);
    t.released.jobs.length = 0;
    await t.made({ scheduledAt: tomorrow });
    expect(t.released.jobs).toEqual([]);
  });

  it.each<[string, object, [string, string][]]>([
    ['no message', { message1: '', scheduledAt: tomorrow }, [['message1', 'message_missing']]],
    ['no name', { name: ' ' }, [['name', 'required']]],
    ['no connection', { whatsappId: null, scheduledAt: tomorrow }, [['whatsappId', 'connection_missing']]],
    ['no list', { contactListId: '', scheduledAt: tomorrow }, [['contactListId', 'list_missing']]],
    ['an unknown variable', { message3: '{{cupom}}' }, [['message3', 'unknown_variable']]],
    ['asking without a question', { confirmation: true, scheduledAt: tomorrow }, [['confirmationMessage1', 'confirmation_missing']]],
    ['a time long past', { scheduledAt: '2020-01-01T10:00:00Z' }, [['scheduledAt', 'too_late']]],
    ['a day that no calendar has', { scheduledAt: '2027-02-31 10:00' }, [['scheduledAt', 'invalid_datetime']]],
    ['a text too long', { message1: 'x'.repeat(4_097) }, [['message1', 'too_long']]],
  ])('refuses %s, naming the field', async (_, over, expected) => {
    const { body } = await t.call('post', '/campaigns').send(t.draft(over)).expect(422);
    expect(faultsIn(body)).toEqual(expected);
  });

  it('refuses what belongs to another company as if it were not there', async () => {
    const foreign = {
      contactListId: (await buildList(t.db, stranger, t.people)).id,
      whatsappId: await buildConnection(t.db, stranger),
      userId: await buildUser(t.db, stranger),
    };
    const { body } = await t.call('post', '/campaigns').send(t.draft(foreign)).expect(422);
    expect(faultsIn(body)).toEqual([
      ['whatsappId', 'connection_not_found'],
      ['contactListId', 'list_not_found'],
      ['userId', 'user_not_found'],
    ]);
  });

  it('speaks Portuguese, and names the variable', async () => {
    const { body } = await t
      .call('post', '/campaigns', t.companyId, 'pt-BR')
      .send(t.draft({ message1: '{Preço}' }))
      .expect(422);
    expect(body).toMatchObject({ errors: [{ message: 'A variável preco não existe na lista nem nas configurações. Corrija o nome ou inclua a coluna.' }] });
  });

  it('keeps a draft that has no message yet, and starts it only with one', async () => {
    const id = await t.made({ message1: '', confirmation: true });
    expect(faultsIn((await t.call('post', `/campaigns/${id}/start`).expect(422)).body)).toEqual([
      ['message1', 'message_missing'],
      ['confirmationMessage1', 'confirmation_missing'],
    ]);
    await t.call('put', `/campaigns/${id}`).send({ message1: 'Oi', confirmation: false }).expect(200);
    expect((await t.call('post', `/campaigns/${id}/start`).send({ delaySeconds: 10 }).expect(200)).body).toMatchObject({ status: 'PROGRAMADA' });
    expect((await t.call('post', `/campaigns/${id}/unschedule`).expect(200)).body).toMatchObject({ status: 'INATIVA' });
  });

  it('answers the same for the same Idempotency-Key', async () => {
    const post = () => t.call('post', '/campaigns').set('Idempotency-Key', 'k1').send(t.draft()).expect(200);
    const [first, second] = [await post(), await post()];
    expect(second.body).toEqual(first.body);
  });
});

describe('GET /campaigns', () => {
  it('gives pages of 20, newest first, of this company only', async () => {
    const companyId = await buildCompany(t.db);
    for (let i = 0; i < 23; i += 1) await buildCampaign(t.db, companyId, { name: i === 5 ? '100% off_' : `C${i}` });
    const { body: first } = await t.call('get', '/campaigns?pageNumber=1', companyId);
    const { body: second } = await t.call('get', '/campaigns?searchParam=&pageNumber=2', companyId);
    expect([first.records.length, first.count, first.hasMore, second.records.length, second.hasMore]).toEqual([20, 23, true, 3, false]);
    expect(first.records[0].name).toBe('C22');
    const { body: found } = await t.call('get', `/campaigns?searchParam=${encodeURIComponent('% off_')}`, companyId);
    expect(found).toMatchObject({ count: 1, hasMore: false, records: [{ name: '100% off_' }] });
    const { body: all } = await t.call('get', `/campaigns/list?companyId=${t.companyId}`, companyId);
    expect(all).toHaveLength(23);
  });
});

describe('GET /campaigns by status', () => {
  it('shows those of any of them, and refuses a word that is none', async () => {
    const companyId = await buildCompany(t.db);
    for (const status of ['INATIVA', 'PAUSADA', 'PAUSADA', 'FINALIZADA']) await buildCampaign(t.db, companyId, { status });
    const counted = async (query: string): Promise<number> => (await t.call('get', `/campaigns?${query}`, companyId).expect(200)).body.count;
    expect(await counted('status=PAUSADA')).toBe(2);
    expect(await counted('status=PAUSADA&status=FINALIZADA')).toBe(3);
    expect(await counted('status=PAUSADA,INATIVA')).toBe(3);
    expect(await counted('status=')).toBe(4);
    await t.call('get', '/campaigns?status=FOO', companyId).expect(422);
  });
});

describe('a forecast', () => {
  it('comes with each campaign that has something to send, and with what the browsers hear', async () => {
    const companyId = await buildCompany(t.db);
    const whatsappId = await buildConnection(t.db, companyId);
    const { id: contactListId } = await buildList(t.db, companyId, t.people);
    const ids: CampaignId[] = [];
    for (const over of [{}, { status: 'PROGRAMADA', scheduledAt: tomorrow }, { status: 'FINALIZADA' }, { whatsappId: null }]) {
      ids.push(await buildCampaign(t.db, companyId, { contactListId, whatsappId, ...over }));
    }
    const { body } = await t.call('get', '/campaigns', companyId).expect(200);
    const forecasts = ids.map((id) => body.records.find((record: { id: number }) => record.id === id).forecast);
    expect(forecasts).toEqual([
      { startsAt: t.clock.now().toISOString(), endsAt: expect.any(String), range: expect.any(Object), remaining: 3, perMinute: 2.5, waiting: null },
      expect.objectContaining({ startsAt: tomorrow, remaining: 3 }),
      null,
      null,
    ]);
    const [from, ends, to] = [forecasts[0].range.from, forecasts[0].endsAt, forecasts[0].range.to].map((at) => Date.parse(at));
    expect(from! < ends! && ends! < to!).toBe(true);
    await t.call('post', `/campaigns/${ids[1]!}/pause`, companyId).expect(200);
    expect(t.released.events.at(-1)).toMatchObject({ payload: { record: { status: 'PAUSADA', forecast: { remaining: 3, startsAt: tomorrow } } } });
  });
});

describe('PUT and DELETE /campaigns/:id', () => {
  it('change all of a campaign that has not started, and only what is sent', async () => {
    const id = await t.made({ scheduledAt: tomorrow, message2: 'Dois' });
    const { body } = await t.call('put', `/campaigns/${id}`).send({ message1: 'Outro', openTicket: true, statusTicket: 'open' }).expect(200);
    expect(body).toMatchObject({
      message1: 'Outro',
      message2: 'Dois',
      status: 'PROGRAMADA',
      scheduledAt: tomorrow,
      openTicket: 'enabled',
      statusTicket: 'open',
    });
    expect(faultsIn((await t.call('put', `/campaigns/${id}`).send({ message1: '', message2: '' }).expect(422)).body)).toEqual([
      ['message1', 'message_missing'],
    ]);
    expect((await t.call('put', `/campaigns/${id}`).send({ status: 'INATIVA' })).body).toMatchObject({ status: 'INATIVA', scheduledAt: null });
  });

  it('change the name alone once it has started, even when a form sends everything back', async () => {
    const id = await t.made();
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA', "snapshot" = '{}' WHERE "id" = $1`, [id]);
    const { body: record } = await t.call('get', `/campaigns/${id}`);
    expect(
      (
        await t
          .call('put', `/campaigns/${id}`)
          .send({ ...record, name: 'Novo nome' })
          .expect(200)
      ).body,
    ).toMatchObject({ name: 'Novo nome', status: 'PAUSADA' });
    expect((await t.call('put', `/campaigns/${id}`).send({ message1: 'Outro' }).expect(409)).body).toMatchObject({ error: 'ERR_CAMPAIGN_STARTED' });
  });

  it('remove one that is not sending', async () => {
    const id = await t.made();
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO' WHERE "id" = $1`, [id]);
    expect((await t.call('delete', `/campaigns/${id}`).expect(409)).body).toMatchObject({ error: 'ERR_CAMPAIGN_SENDING' });
    await t.call('post', `/campaigns/${id}/cancel`).expect(200);
    await t.call('delete', `/campaigns/${id}`).expect(200);
    expect(t.released.events.at(-1)).toMatchObject({ payload: { action: 'delete', id } });
    await t.call('get', `/campaigns/${id}`).expect(404);
  });
});

describe('another company', () => {
  it('finds nothing of this one, on any route', async () => {
    const id = await t.made({ scheduledAt: tomorrow });
    for (const { method, path } of t.campaigns.routes ?? []) {
      if (!path.includes(':id')) continue;
      const body = path.endsWith('test-send') ? { numbers: ['11987654321'] } : { name: 'x' };
      const sent =
        path.endsWith('media-upload') && method === 'post'
          ? t.call(method, path.replace(':id', String(id)), stranger).attach('file', Buffer.from('%PDF-1'), 'a.pdf')
          : null;
      const { status } = await (sent ??
        t.call(method, path.replace(':id', String(id)).replace(':shippingId', '1') + (path.endsWith('/shippings') ? '?ids=1' : ''), stranger).send(method === 'get' ? undefined : body));
      expect([method, path, status]).toEqual([method, path, 404]);
    }
    expect((await t.campaign(id)).status).toBe('PROGRAMADA');
  });
});

it('is described by OpenAPI', () => {
  const { paths } = openApiDocument(t.campaigns.routes ?? [], '0') as { paths: Record<string, unknown> };
  expect(Object.keys(paths)).toContain('/campaigns/{id}/shippings/{shippingId}/why');
});
