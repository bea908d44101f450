import request from 'supertest';
import { Rejected } from '../../kernel/errors';
import type { ContactId } from '../../kernel/ids';
import { testApp, type TestApp } from '../../test/app';
import { buildCompany, buildConnection, buildContact, buildUser, insert } from '../../test/build';
import { setupSchedules } from '../../test/schedules';
import type { ScheduleView } from './schedule.view';

let t: Awaited<ReturnType<typeof setupSchedules>>;
let http: TestApp;
let contactId: ContactId;
let userId: number;
beforeAll(async () => {
  t = await setupSchedules();
  http = testApp({ db: t.db, features: [t.schedules] });
  contactId = await buildContact(t.db, t.companyId, { name: 'Bia Souza', number: '5511988887777', email: 'bia@example.com' });
  userId = await buildUser(t.db, t.companyId, { name: 'Ana' });
});
afterAll(() => t.close());
afterEach(() => expect(http.reported).toEqual([]));
beforeEach(async () => {
  t.play(async () => undefined);
  await t.db.query(`DELETE FROM "Schedules"`);
  await t.db.query(`DELETE FROM "Deliveries"`);
  t.ledger.length = 0;
});

type Method = 'get' | 'post' | 'put' | 'delete';
const call = (method: Method, path: string, language = 'en') =>
  request(http.app)[method](path).set('Authorization', http.bearer({ companyId: t.companyId, userId, profile: 'user' })).set('Accept-Language', language);
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const body = (over: object = {}) => ({ contactId, sendAt: inDays(1), body: 'Oi {nome}', ...over });
const made = async (over: object = {}) => (await call('post', '/schedules').send(body(over)).expect(200)).body as ScheduleView;
const faults = (answer: { body: { errors: { path: string; code: string }[] } }) => answer.body.errors.map(({ path, code }) => `${path} ${code}`);
const codeOf = (answer: { body: { error: string } }) => answer.body.error;

describe('POST /schedules', () => {
  it('takes what front ends of the family send', async () => {
    const { body: created } = await call('post', '/schedules').send(
      body({ userId: '', whatsappId: '', queueId: null, ticketUserId: '', openTicket: 'enabled', statusTicket: 'closed', assinar: true, intervalo: 1, valorIntervalo: 0,
        enviarQuantasVezes: 0, tipoDias: 4, status: 'ENVIADA', contadorEnvio: 7, mediaPath: '../../etc/passwd' }),
    ).expect(200);
    expect(created).toMatchObject({
      status: 'PENDENTE', contactId, contact: { name: 'Bia Souza', number: '5511988887777' }, userId: null, whatsappId: null, openTicket: 'enabled', statusTicket: 'closed',
      enviarQuantasVezes: 1, contadorEnvio: 0, mediaPath: null, timezone: 'America/Sao_Paulo', version: 1,
    });
    expect(t.released.events.at(-1)).toEqual({ companyId: t.companyId, topic: 'schedule', payload: { action: 'create', schedule: created } });
  });

  it('is signed by whoever makes it, unless told', async () => {
    expect((await made()).user).toEqual({ id: userId, name: 'Ana' });
  });

  it('reads a date without an offset on the clock of the company', async () => {
    expect((await made({ sendAt: '2030-01-31T14:30' })).sendAt).toBe('2030-01-31T17:30:00.000Z');
    expect((await made({ sendAt: '2030-01-31T14:30:00+01:00' })).sendAt).toBe('2030-01-31T13:30:00.000Z');
  });

  it('rings at once for what is due at once', async () => {
    t.released.jobs.length = 0;
    await made({ sendAt: new Date(Date.now() - 20_000).toISOString() });
    await t.run('FireDue');
    await t.sendAll();
    expect(t.ledger).toHaveLength(1);
  });

  it('names every fault by its field', async () => {
    const other = await buildCompany(t.db);
    const [foreignContact, foreignConnection, foreignUser] = [await buildContact(t.db, other), await buildConnection(t.db, other), await buildUser(t.db, other)];
    const foreignQueue = await insert(t.db, 'Queues', { companyId: other, name: 'x' });
    const refusal = async (over: object) => faults(await call('post', '/schedules').send(body(over)).expect(422));
    expect(await refusal({ contactId: foreignContact, userId: foreignUser, whatsappId: foreignConnection, queueId: foreignQueue, ticketUserId: foreignUser })).toEqual([
      'contactId contact_not_found', 'userId user_not_found', 'whatsappId connection_not_found', 'queueId queue_not_found', 'ticketUserId user_not_found',
    ]);
    expect(await refusal({ contactId: undefined })).toEqual(['contactId required']);
    expect(await refusal({ intervalo: 5 })).toEqual(['intervalo invalid_choice']);
    expect(await refusal({ tipoDias: 7 })).toEqual(['tipoDias invalid_choice']);
    expect(await refusal({ body: ' ' })).toEqual(['body body_missing']);
    expect(await refusal({ body: 'Oi {cupom}' })).toEqual(['body schedule_variable_unknown']);
    expect(await refusal({ sendAt: 'amanhã' })).toEqual(['sendAt invalid_datetime']);
    expect(await refusal({ sendAt: inDays(-1) })).toEqual(['sendAt date_in_the_past']);
    expect(await refusal({ sendAt: inDays(2_000) })).toEqual(['sendAt date_too_far']);
    expect(await refusal({ intervalo: 4, valorIntervalo: 1, enviarQuantasVezes: 100_000 })).toEqual(['enviarQuantasVezes too_many_firings']);
    expect(await refusal({ intervalo: 3, valorIntervalo: 12, enviarQuantasVezes: 12 })).toEqual(['valorIntervalo series_too_long']);
  });

  it('is refused where the plan has no schedules', async () => {
    const plan = await insert(t.db, 'Plans', { name: 'sem agendamentos', useSchedules: false });
    await t.db.query(`UPDATE "Companies" SET "planId" = $2 WHERE "id" = $1`, [t.companyId, plan]);
    expect(codeOf(await call('post', '/schedules').send(body()).expect(403))).toBe('ERR_PLAN_WITHOUT_SCHEDULES');
    await t.db.query(`UPDATE "Companies" SET "planId" = NULL WHERE "id" = $1`, [t.companyId]);
  });
});

it('previews the text and the dates, and writes nothing', async () => {
  const { body: shown } = await call('post', '/schedules/preview', 'pt-BR').send(
    body({ body: 'Oi {primeiro_nome}, {email}', assinar: true, sendAt: '2030-01-31T14:30', intervalo: 3, valorIntervalo: 1, enviarQuantasVezes: 3 }),
  ).expect(200);
  expect(shown.text).toBe('*Ana:*\nOi Bia, bia@example.com');
  expect(shown.nextDates.map(({ at }: { at: string }) => at)).toEqual(['2030-01-31T17:30:00.000Z', '2030-02-28T17:30:00.000Z', '2030-03-31T17:30:00.000Z']);
  expect(shown.nextDates[0].local).toMatch(/qui.*31\/01\/2030.*14:30/);
  expect(await t.db.query(`SELECT 1 FROM "Schedules"`)).toEqual([]);
});

it('lists by contact, user, status, date and text, 20 a page', async () => {
  const other = await buildContact(t.db, t.companyId, { name: 'Caio Ávila' });
  for (let i = 0; i < 21; i += 1) await made({ body: `n${i}` });
  const { id } = await made({ contactId: other, body: 'Promoção', sendAt: inDays(10), userId: null });
  const list = async (query: string) => (await call('get', `/schedules?${query}`).expect(200)).body as { schedules: ScheduleView[]; count: number; hasMore: boolean };
  const first = await list('');
  expect([first.schedules.length, first.count, first.hasMore, first.schedules[0]?.id]).toEqual([20, 22, true, id]);
  expect((await list('pageNumber=2')).schedules).toHaveLength(2);
  const soonest = (await list('sort=soonest')).schedules.map(({ sendAt }) => sendAt);
  expect([soonest, soonest.includes(first.schedules[0]!.sendAt)]).toEqual([[...soonest].sort(), false]);
  for (const query of [`contactId=${other}`, 'searchParam=promocao', 'searchParam=avila', `from=${inDays(9)}`]) {
    expect([query, (await list(query)).schedules.map((schedule) => schedule.id)]).toEqual([query, [id]]);
  }
  expect([(await list(`userId=${userId}`)).count, (await list('status=PENDENTE')).count, (await list('status=ERRO')).count, (await list(`to=${inDays(9)}`)).count]).toEqual([21, 22, 0, 21]);
});

describe('PUT /schedules/:id', () => {
  const edit = (id: number, over: object) => call('put', `/schedules/${id}`).send(over);

  it('changes what it names; the date begins the series anew, the rest does not', async () => {
    const schedule = await made({ intervalo: 1, valorIntervalo: 1, enviarQuantasVezes: 5, sendAt: '2030-01-31T14:30' });
    await t.db.query(`UPDATE "Schedules" SET "nextNumber" = 2, "nextStep" = 2, "sendAt" = '2030-02-02T17:30:00Z' WHERE "id" = $1`, [schedule.id]);
    const texted = (await edit(schedule.id, { body: 'Olá', sendAt: '2030-02-02T14:30' }).expect(200)).body as ScheduleView;
    expect(texted).toMatchObject({ body: 'Olá', startAt: schedule.startAt, sendAt: '2030-02-02T17:30:00.000Z', version: 2 });
    const weekly = (await edit(schedule.id, { intervalo: 2 }).expect(200)).body as ScheduleView;
    expect(weekly).toMatchObject({ startAt: '2030-02-02T17:30:00.000Z', sendAt: '2030-02-02T17:30:00.000Z' });
    const moved = (await edit(schedule.id, { sendAt: '2030-03-01T09:00' }).expect(200)).body as ScheduleView;
    expect(moved).toMatchObject({ startAt: '2030-03-01T12:00:00.000Z', sendAt: '2030-03-01T12:00:00.000Z', version: 4 });
    const { body: page } = await call('get', `/schedules/${schedule.id}`).expect(200);
    expect(page.nextDates.map(({ at }: { at: string }) => at.slice(0, 10))).toEqual(['2030-03-01', '2030-03-08', '2030-03-15']);
    expect(faults(await edit(schedule.id, { enviarQuantasVezes: 2 }).expect(422))).toEqual(['enviarQuantasVezes fewer_than_fired']);
  });

  it('is refused while a firing is in the lane, and afterwards', async () => {
    const id = await t.due(1);
    await t.run('Verify');
    expect(codeOf(await edit(id, { body: 'x' }).expect(409))).toBe('ERR_SCHEDULE_FIRING');
    await t.sendAll();
    expect(codeOf(await edit(id, { body: 'x' }).expect(409))).toBe('ERR_SCHEDULE_OVER');
  });

  it('races the monitor: what leaves is the old text or the new one, and the answer says which', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => t.due(1, { body: 'velho' })));
    const [answers] = await Promise.all([Promise.all(ids.map((id) => edit(id, { body: 'novo' }))), t.run('Verify')]);
    await t.run('Verify');
    const texts = new Map((await t.db.query<{ idempotencyKey: string; body: string }>(`SELECT * FROM "Deliveries"`)).map((row) => [row.idempotencyKey, row.body]));
    ids.forEach((id, i) => expect(texts.get(`schedule-${id}-0`)).toBe(answers[i]!.status === 200 ? 'novo' : 'velho'));
    expect(texts.size).toBe(20);
  });
});

describe('POST /schedules/:id/cancel', () => {
  it('is the last word: before it is due, in the lane, and against the monitor', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => t.due(1)));
    const [first] = ids;
    await call('post', `/schedules/${first}/cancel`).expect(200);
    await Promise.all([...ids.slice(1, 10).map((id) => call('post', `/schedules/${id}/cancel`).expect(200)), t.run('Verify')]);
    for (const id of ids.slice(10)) expect((await call('post', `/schedules/${id}/cancel`).expect(200)).body).toMatchObject({ status: 'CANCELADA' });
    await t.sendAll();
    expect(t.ledger).toHaveLength(0);
    expect(await t.db.query(`SELECT DISTINCT "status" FROM "Schedules"`)).toEqual([{ status: 'CANCELADA' }]);
    expect((await call('get', `/schedules/${ids[15]}`).expect(200)).body).toMatchObject({ why: 'Was cancelled.', occurrences: [{ state: 'cancelled', reason: 'user', reasonText: 'the schedule was cancelled' }] });
    await call('post', `/schedules/${first}/cancel`).expect(200);
  });

  it('of a schedule that is over is refused', async () => {
    const id = await t.due(1);
    await t.run('Verify');
    await t.sendAll();
    expect(codeOf(await call('post', `/schedules/${id}/cancel`).expect(409))).toBe('ERR_SCHEDULE_OVER');
  });
});

describe('POST /schedules/:id/retry', () => {
  const retry = (id: number, over: object = {}) => call('post', `/schedules/${id}/retry`).send(over);

  it('sends a failed firing once more, however often it is asked', async () => {
    t.play(async () => Promise.reject(new Rejected('ERR_X', 'número inválido')));
    const id = await t.due(1);
    await t.run('Verify');
    await t.sendAll();
    expect((await call('get', `/schedules/${id}`, 'pt-BR').expect(200)).body.why).toBe('O último disparo não foi enviado: número inválido. Reenvie quando a causa for corrigida.');
    t.play(async () => undefined);
    const answers = await Promise.all([retry(id), retry(id), retry(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    await t.sendAll();
    expect(await t.row(id)).toMatchObject({ status: 'ENVIADA', contadorEnvio: 1 });
    expect(t.ledger).toHaveLength(1);
    expect(codeOf(await retry(id).expect(409))).toBe('ERR_NO_FIRING_TO_RETRY');
  });

  it('sends a missed firing of a series, which goes on as planned', async () => {
    const id = await t.due(90_000, { lateness: 'skip', latenessMinutes: 60, intervalo: 1, valorIntervalo: 1, enviarQuantasVezes: 4 });
    await t.run('Verify');
    const before = await t.row(id);
    expect([before.status, before.nextNumber]).toEqual(['PENDENTE', 2]);
    await retry(id, { number: 0 }).expect(200);
    await t.run('Verify');
    await t.sendAll();
    expect(await t.firings(id)).toMatchObject([{ number: 0, state: 'sent' }, { number: 1, state: 'missed', reason: 'late' }]);
    expect(await t.row(id)).toMatchObject({ status: 'PENDENTE', sendAt: before.sendAt, nextNumber: 2, contadorEnvio: 2 });
  });

  it('says why it still cannot leave', async () => {
    const optedOut = await buildContact(t.db, t.companyId, { number: '5511900000003' });
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, '5511900000003', 'test')`, [t.companyId]);
    const id = await t.due(1, { contactId: optedOut });
    await t.run('Verify');
    expect(codeOf(await retry(id).expect(409))).toBe('ERR_FIRING_REFUSED_OPT_OUT');
  });
});

describe('media', () => {
  const PNG = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1');

  it('goes with the message, and its file goes when it is taken off before it fired', async () => {
    const { id } = await made({ body: 'Veja' });
    const { body: with1 } = await call('post', `/schedules/${id}/media-upload`).attach('file', PNG, 'foto.png').expect(200);
    expect(with1).toMatchObject({ mediaName: 'foto.png', mediaType: 'image/png' });
    await expect(t.deps.media.resolve(t.companyId, with1.mediaPath)).resolves.toBeDefined();
    await call('put', `/schedules/${id}`).send({ body: '' }).expect(200);
    expect(faults(await call('delete', `/schedules/${id}/media-upload`).expect(422))).toEqual(['body body_missing']);
    await call('delete', `/schedules/${id}`).expect(200);
    await expect(t.deps.media.resolve(t.companyId, with1.mediaPath)).rejects.toThrow();
    await call('get', `/schedules/${id}`).expect(404);
    expect(faults(await call('post', `/schedules/${(await made()).id}/media-upload`).expect(422))).toEqual(['file file_missing']);
  });
});

it('deletes, and tells it', async () => {
  const id = await t.due(1);
  await t.run('Verify');
  await call('delete', `/schedules/${id}`).expect(200);
  expect(t.released.events.at(-1)).toMatchObject({ topic: 'schedule', payload: { action: 'delete', scheduleId: id, schedule: { id } } });
  await t.sendAll();
  expect(t.ledger).toHaveLength(0);
});
