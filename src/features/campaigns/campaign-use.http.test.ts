/** The routes, over HTTP on a real database: trying, sending, stopping, looking. */
import { anyNumber, buildCompany, buildList } from '../../test/build';
import { faultsIn, setupCampaignsHttp, tomorrow } from '../../test/campaigns';
import { until } from '../../test/ledger';

let t: Awaited<ReturnType<typeof setupCampaignsHttp>>;
beforeAll(async () => {
  t = await setupCampaignsHttp();
});
afterAll(() => t.close());
afterEach(() => expect(t.http.reported).toEqual([]));

describe('a campaign under way', () => {
  it('shows what it carries, explains each recipient, and ends in a report that adds up', async () => {
    await t
      .call('post', '/campaign-settings')
      .send({ settings: { messageInterval: '0', longerIntervalAfter: 0, variables: [{ key: 'Loja', value: 'Centro' }] } })
      .expect(200);
    const id = await t.made({ message1: '{loja}: oi {primeiro_nome}' });
    expect((await t.call('get', `/campaigns/${id}`)).body).toMatchObject({
      valids: 3,
      delivered: 0,
      forecast: { remaining: 3 },
      campaign: { id, name: 'Ofertas' },
    });
    await t.call('post', `/campaigns/${id}/start`).expect(200);
    await t.work();
    await until(async () => (await t.campaign(id)).status === 'FINALIZADA');
    expect((await t.call('get', `/campaigns/${id}`)).body).toMatchObject({
      status: 'FINALIZADA',
      progress: 100,
      valids: 3,
      delivered: 3,
      confirmationRequested: 0,
      confirmed: 0,
      forecast: null,
      counters: { total: 3, sent: 3 },
    });

    const { body: report } = await t.call('get', `/campaigns/${id}/detailed-report?limit=2`).expect(200);
    expect(report).toMatchObject({ count: 3, hasMore: true, records: [{ message: 'Centro: oi Contato', status: 'sent', variant: 1 }, { status: 'sent' }] });
    const { body: rest } = await t.call('get', `/campaigns/${id}/detailed-report?limit=2&cursor=${report.cursor}`).expect(200);
    expect(rest).toMatchObject({ hasMore: false, cursor: null });
    expect([...report.records, ...rest.records].map((row: { number: string }) => row.number)).toEqual([...t.people].sort());
    expect((await t.call('get', `/campaigns/${id}/detailed-report?pageNumber=1&status=failed`)).body).toEqual({
      records: [],
      count: 0,
      hasMore: false,
      cursor: null,
    });

    const { body: why } = await t.call('get', `/campaigns/${id}/shippings/${report.records[0].id}/why`, t.companyId, 'pt-BR').expect(200);
    expect(why).toMatchObject({
      state: 'sent',
      summary: 'O WhatsApp aceitou; ainda não chegou ao aparelho.',
      next: { text: 'Nada mais está previsto.', at: null },
    });
    expect((why as { steps: { text: string }[] }).steps.map((step) => step.text)).toEqual([
      'Preparada com a mensagem 1.',
      'Tentativa de envio 1.',
      'Aceita pelo WhatsApp.',
    ]);
  });

  it('pauses, resumes, cancels and restarts over HTTP', async () => {
    const id = await t.made({ scheduledAt: tomorrow });
    expect((await t.call('post', `/campaigns/${id}/pause`)).body).toMatchObject({ status: 'PAUSADA', pauseCode: 'user', pauseReason: 'Paused by a user.' });
    expect((await t.call('post', `/campaigns/${id}/resume`)).body).toMatchObject({ status: 'PROGRAMADA', pauseReason: null });
    expect((await t.call('post', `/campaigns/${id}/cancel`)).body).toMatchObject({ status: 'CANCELADA' });
    expect((await t.call('post', `/campaigns/${id}/restart`)).body).toMatchObject({ status: 'PROGRAMADA', scheduledAt: tomorrow });
    expect((await t.call('post', `/campaigns/${id}/retry-failed`).send({}).expect(409)).body).toMatchObject({ error: 'ERR_NOTHING_TO_RETRY' });
    expect((await t.call('post', `/campaigns/${id}/clone`)).body).toMatchObject({
      name: 'Ofertas (cópia)',
      status: 'INATIVA',
      scheduledAt: null,
      message1: 'Oi {nome}',
    });
  });
});

describe('trying first', () => {
  it('previews who gets what, who does not and why, and what is missing', async () => {
    const numbers = Array.from({ length: 5 }, () => anyNumber());
    const { id: contactListId } = await buildList(t.db, t.companyId, numbers);
    await t.db.query(`UPDATE "ContactListItems" SET "isWhatsappValid" = false WHERE "number" = $1`, [numbers[0]]);
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'test')`, [t.companyId, numbers[1]]);
    const id = await t.made({ contactListId, message2: 'Tchau {nome}' });
    await t.db.query(`UPDATE "Campaigns" SET "message3" = '{cupom}' WHERE "id" = $1`, [id]);
    const { body } = await t.call('post', `/campaigns/${id}/preview`).expect(200);
    expect(body).toMatchObject({ recipients: 3, unresolved: ['cupom'], forecast: { remaining: 3 } });
    expect(body.excluded).toEqual([
      { reason: 'invalid_number', text: 'the number has no WhatsApp.', count: 1 },
      { reason: 'opt_out', text: 'the person asked to get no messages.', count: 1 },
    ]);
    expect(body.samples).toHaveLength(5);
    for (const sample of body.samples) {
      expect(sample.text).toBe({ 1: `Oi ${sample.name}`, 2: `Tchau ${sample.name}`, 3: '{cupom}' }[sample.variant as 1 | 2 | 3]);
    }
  });

  it('previews the message of one contact, with all its values', async () => {
    const companyId = await buildCompany(t.db);
    const { id: contactListId, itemIds } = await buildList(t.db, companyId, t.people);
    await t.db.query(`UPDATE "ContactListItems" SET "variables" = '{"cidade": "Recife"}' WHERE "id" = $1`, [itemIds[1]]);
    await t.call('post', '/campaign-settings', companyId).send({ settings: { variables: [{ key: 'Loja', value: 'Centro' }] } });
    const { body: made } = await t.call('post', '/campaigns', companyId).send({ name: 'C', contactListId, message1: '{primeiro_nome} de {cidade}, {loja}' });
    const preview = (body: object) => t.call('post', `/campaigns/${made.id}/preview`, companyId).send(body);
    const { body } = await preview({ itemId: itemIds[1] }).expect(200);
    expect(body.samples).toEqual([
      {
        itemId: itemIds[1],
        number: t.people[1],
        name: 'Contato 2',
        text: 'Contato de Recife, Centro',
        variant: 1,
        values: { nome: 'Contato 2', primeiro_nome: 'Contato', email: '', numero: t.people[1], cidade: 'Recife', loja: 'Centro' },
      },
    ]);
    expect(body.variables).toEqual(expect.arrayContaining([{ key: 'nome', source: 'contact' }, { key: 'cidade', source: 'list' }, { key: 'loja', source: 'company' }]));
    const { body: first } = await preview({}).expect(200);
    expect(first.samples[0]).toMatchObject({ text: 'Contato de , Centro', values: { cidade: '' } });
    await preview({ itemId: itemIds[2]! + 1 }).expect(404);
  });

  it("sends each message to numbers of one's own, as the first contact would get it", async () => {
    const id = await t.made({ message2: 'Tchau {primeiro_nome}' });
    const before = t.ledger.length;
    const { body } = await t
      .call('post', `/campaigns/${id}/test-send`)
      .send({ numbers: ['(11) 98765-4321'] })
      .expect(200);
    expect(body.deliveries).toMatchObject([
      { number: '5511987654321', variant: 1 },
      { number: '5511987654321', variant: 2 },
    ]);
    await t.deliveries.serve(t.connectionId, 5_000);
    await until(async () => t.ledger.length === before + 2);
    expect(t.ledger.slice(before).map((message) => message.content.text)).toEqual(['Oi Contato 1', 'Tchau Contato']);
    expect(
      faultsIn(
        (
          await t
            .call('post', `/campaigns/${id}/test-send`)
            .send({ numbers: ['123'] })
            .expect(422)
        ).body,
      )[0]?.[0],
    ).toBe('numbers.0');
    expect(faultsIn((await t.call('post', `/campaigns/${id}/test-send`).send({ numbers: t.people, variant: 5 }).expect(422)).body)).toEqual([
      ['variant', 'message_missing'],
    ]);
    expect((await t.campaign(id)).status).toBe('INATIVA');
  });
});

describe('media', () => {
  it('goes with the messages until it is taken off or replaced, and stays for a copy', async () => {
    const id = await t.made();
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const { body } = await t.call('post', `/campaigns/${id}/media-upload`).attach('file', png, 'promoção.png').expect(200);
    expect(body).toMatchObject({ mediaName: 'promoção.png', mediaType: 'image/png', mediaPath: expect.stringMatching(/^[0-9a-f]{32}\.png$/) });
    await t.call('post', `/campaigns/${id}/clone`).expect(200);
    const { body: file, headers } = await t.call('get', `/campaigns/${id}/media-upload`).expect(200);
    expect([file.equals(png), headers['content-type'], headers['content-disposition']]).toEqual([true, 'image/png', expect.stringMatching(/^attachment/)]);
    expect((await t.call('delete', `/campaigns/${id}/media-upload`).expect(200)).body).toMatchObject({ mediaPath: null, mediaName: null });
    await t.call('get', `/campaigns/${id}/media-upload`).expect(404);
    await expect(t.deps.media.resolve(t.companyId, body.mediaPath)).resolves.toContain(body.mediaPath);
    expect(faultsIn((await t.call('post', `/campaigns/${id}/media-upload`).expect(422)).body)).toEqual([['file', 'file_missing']]);
  });
});

describe('campaign settings', () => {
  it('are the defaults until they are set, key by key, as JSON text', async () => {
    const companyId = await buildCompany(t.db);
    const read = async () => (await t.call('get', '/campaign-settings', companyId).expect(200)).body;
    expect(await read()).toEqual([
      { key: 'messageInterval', value: '20' },
      { key: 'longerIntervalAfter', value: '20' },
      { key: 'greaterInterval', value: '60' },
      { key: 'variables', value: '[]' },
    ]);
    await t
      .call('post', '/campaign-settings', companyId)
      .send({ settings: { messageInterval: 5, variables: [{ key: 'cupom', value: 'A$&' }] } })
      .expect(200);
    expect(await read()).toEqual([
      { key: 'messageInterval', value: '5' },
      { key: 'longerIntervalAfter', value: '20' },
      { key: 'greaterInterval', value: '60' },
      { key: 'variables', value: '[{"key":"cupom","value":"A$&"}]' },
    ]);
    expect(
      faultsIn(
        (
          await t
            .call('post', '/campaign-settings', companyId)
            .send({ settings: { messageInterval: -1, variables: [{ key: '(a+)+', value: '' }] } })
            .expect(422)
        ).body,
      ),
    ).toEqual([
      ['settings.messageInterval', 'too_small'],
      ['settings.variables.0.key', 'invalid_format'],
    ]);
  });
});
