import { Rejected, Unavailable } from '../../kernel/errors';
import { buildCompany, buildConnection, buildContact } from '../../test/build';
import { until } from '../../test/ledger';
import { setupSchedules } from '../../test/schedules';

let t: Awaited<ReturnType<typeof setupSchedules>>;
beforeAll(async () => {
  t = await setupSchedules();
});
afterAll(() => t.close());
beforeEach(async () => {
  t.play(async () => undefined);
  await t.db.query(`DELETE FROM "Schedules"`);
  await t.db.query(`DELETE FROM "Deliveries"`);
  t.ledger.length = 0;
  t.logged.length = 0;
  t.released.jobs.length = 0;
  t.released.events.length = 0;
});

const daily = { intervalo: 1, valorIntervalo: 1, enviarQuantasVezes: 3 };
const minutely = (times: number, over: object = {}) => ({ intervalo: 4, valorIntervalo: 1, enviarQuantasVezes: times, ...over });
const deliveriesOf = (id: number) => t.db.query<{ id: number; state: string; body: string }>(
  `SELECT d.* FROM "Deliveries" d JOIN "ScheduleOccurrences" o ON o."deliveryId" = d."id" WHERE o."scheduleId" = $1 ORDER BY o."number"`, [id]);

describe('one firing', () => {
  it('is in the lane when it is due, and over when it has left', async () => {
    const contactId = await buildContact(t.db, t.companyId, { name: 'Bia Souza', number: '5511988887777' });
    const id = await t.due(1, { contactId, body: '  Oi {primeiro_nome}, {numero}  ' });
    await t.run('Verify');
    expect([(await t.row(id)).status, await t.firings(id)]).toEqual(['AGENDADA', [{ number: 0, state: 'queued', reason: null }]]);
    await t.sendAll();
    expect(await t.row(id)).toMatchObject({ status: 'ENVIADA', contadorEnvio: 1, nextNumber: 1, sentAt: expect.any(Date) });
    expect(await t.firings(id)).toEqual([{ number: 0, state: 'sent', reason: null }]);
    expect(t.ledger.map(({ to, content }) => [to, content.text])).toEqual([['5511988887777', 'Oi Bia, 5511988887777']]);
    expect(t.logged.map(({ message, fields }) => [message, fields['to']])).toEqual([['Disparo agendado para', '…7777'], ['Mensagem agendada enviada para', '…7777']]);
    expect(t.released.events.map(({ topic, payload }) => [topic, (payload as { schedule: { status: string } }).schedule.status])).toEqual([['schedule', 'AGENDADA'], ['schedule', 'ENVIADA']]);
  });

  it('is rung for by the lane itself, at once', async () => {
    const id = await t.due(1);
    await t.run('Verify');
    t.deliveries.ring(t.connectionId);
    await until(async () => t.released.jobs.some(({ job, payload }) => job.name === 'SendMessage' && 'deliveryIds' in (payload as object)));
    await t.run('SendMessage');
    expect((await t.row(id)).status).toBe('ENVIADA');
  });

  it('is signed, goes to groups, and opens a ticket where it is told to', async () => {
    const [user] = await t.db.query<{ id: number }>(`INSERT INTO "Users" ("companyId", "name", "email", "passwordHash") VALUES ($1, 'Ana', 'ana@example.com', '') RETURNING "id"`, [t.companyId]);
    const contactId = await buildContact(t.db, t.companyId, { isGroup: true, number: '120363000000000001' });
    const id = await t.due(1, { contactId, userId: user!.id, assinar: true, openTicket: 'enabled', statusTicket: 'open', ticketUserId: user!.id });
    await t.run('Verify');
    expect(await deliveriesOf(id)).toMatchObject([{ body: '*Ana:*\nOi Bia', isGroup: true, kind: 'scheduled', priority: 6, ticketPlan: { status: 'open', queueId: null, userId: user!.id } }]);
  });

  it('that the provider refuses ends in ERRO, with its reason', async () => {
    t.play(async () => Promise.reject(new Rejected('ERR_NO_WHATSAPP', 'not on WhatsApp')));
    const id = await t.due(1);
    await t.run('Verify');
    await t.sendAll();
    expect([(await t.row(id)).status, await t.firings(id)]).toEqual(['ERRO', [{ number: 0, state: 'failed', reason: 'not on WhatsApp' }]]);
    expect(t.ledger).toHaveLength(0);
  });

  it('goes on after a passing fault: ERRO only when nothing was sent for good', async () => {
    let calls = 0;
    t.play(async () => {
      calls += 1;
      if (calls === 1) throw new Unavailable('ERR_DOWN', 'down');
    });
    const id = await t.due(1);
    await t.run('Verify');
    t.deliveries.ring(t.connectionId);
    await until(async () => calls === 1);
    await t.run('Verify');
    expect((await t.row(id)).status).toBe('AGENDADA');
    await t.db.query(`UPDATE "Deliveries" SET "dueAt" = now() - interval '1 s' WHERE "state" = 'pending'`);
    await t.sendAll();
    expect((await t.row(id)).status).toBe('ENVIADA');
  });
});

describe('a series', () => {
  it('has exactly as many firings as it says, each from the plan', async () => {
    const id = await t.due(1, daily);
    const { sendAt } = await t.row(id);
    for (let n = 1; n <= 3; n += 1) {
      await t.run('Verify');
      expect((await t.row(id)).status).toBe('AGENDADA');
      await t.sendAll();
      expect(await t.row(id)).toMatchObject({ contadorEnvio: n, status: n === 3 ? 'ENVIADA' : 'PENDENTE' });
      if (n < 3) expect((await t.row(id)).sendAt.getTime()).toBe(sendAt.getTime() + n * 86_400_000);
      await t.db.query(`UPDATE "Schedules" SET "startAt" = "startAt" - interval '1 day', "sendAt" = "sendAt" - interval '1 day' WHERE "id" = $1`, [id]);
      sendAt.setTime(sendAt.getTime() - 86_400_000);
    }
    await t.run('Verify');
    expect(t.ledger).toHaveLength(3);
  });

  it('goes on after a firing that failed', async () => {
    t.play(async () => Promise.reject(new Rejected('ERR_X', 'no')));
    const id = await t.due(1, daily);
    await t.run('Verify');
    await t.sendAll();
    expect([(await t.row(id)).status, (await t.firings(id))[0]?.state]).toEqual(['PENDENTE', 'failed']);
  });

  it('is not held up by a firing that is still in the lane', async () => {
    const id = await t.due(1, minutely(5));
    await t.run('Verify');
    await t.db.query(`UPDATE "Schedules" SET "startAt" = "startAt" - interval '1 minute', "sendAt" = "sendAt" - interval '1 minute' WHERE "id" = $1`, [id]);
    await t.run('Verify');
    expect(await t.firings(id)).toMatchObject([{ number: 0, state: 'queued' }, { number: 1, state: 'queued' }]);
    expect((await t.row(id)).status).toBe('AGENDADA');
    await t.sendAll();
    expect(await t.row(id)).toMatchObject({ status: 'PENDENTE', contadorEnvio: 2, nextNumber: 2 });
  });
});

it('rings for the very second of what is due before the next look, and of nothing else', async () => {
  const at = Math.floor(Date.now() / 1_000) + 3;
  await t.due(0, { startAt: new Date(at * 1_000), sendAt: new Date(at * 1_000 - 500) });
  await t.due(0, { startAt: new Date(at * 1_000), sendAt: new Date(at * 1_000) });
  await t.due(0, { startAt: new Date((at + 60) * 1_000), sendAt: new Date((at + 60) * 1_000) });
  await t.run('Verify');
  const rings = t.released.jobs.filter(({ job }) => job.name === 'FireDue');
  expect(rings.map(({ payload }) => payload)).toEqual([{ second: at }]);
  expect(Math.abs(at * 1_000 - Date.now() - rings[0]!.delayMs!)).toBeLessThan(500);
});

describe('what may have changed meanwhile', () => {
  const refused = async (id: number) => {
    await t.run('Verify');
    return [(await t.row(id)).status, (await t.firings(id))[0]?.reason, (await deliveriesOf(id)).length];
  };

  it('an opt-out, a contact switched off', async () => {
    const contactId = await buildContact(t.db, t.companyId, { number: '5511900000001' });
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, '5511900000001', 'test')`, [t.companyId]);
    expect(await refused(await t.due(1, { contactId }))).toEqual(['ERRO', 'opt_out', 0]);
    expect(await refused(await t.due(1, { contactId: await buildContact(t.db, t.companyId, { active: false }) }))).toEqual(['ERRO', 'contact_inactive', 0]);
  });

  it('an opt-out while the message waits in the lane', async () => {
    const contactId = await buildContact(t.db, t.companyId, { number: '5511900000002' });
    const id = await t.due(1, { contactId });
    await t.run('Verify');
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, '5511900000002', 'test')`, [t.companyId]);
    await t.sendAll();
    expect([(await t.row(id)).status, await t.firings(id), t.ledger.length]).toEqual(['ERRO', [{ number: 0, state: 'failed', reason: 'opt_out' }], 0]);
  });

  it('the company, its plan, its connections', async () => {
    const companyId = await buildCompany(t.db);
    const contactId = await buildContact(t.db, companyId);
    const own = { companyId, contactId, whatsappId: null };
    expect(await refused(await t.due(1, own))).toEqual(['ERRO', 'no_connection', 0]);
    expect(t.logged.filter(({ fields }) => fields['reason'] === 'no_connection')).toHaveLength(1);
    const only = await buildConnection(t.db, companyId);
    const chosen = async () => {
      const id = await t.due(1, own);
      await t.run('Verify');
      return (await t.db.query<{ connectionId: number }>(`SELECT "connectionId" FROM "Deliveries" WHERE "idempotencyKey" = $1`, [`schedule-${id}-0`]))[0]?.connectionId;
    };
    expect(await chosen()).toBe(only);
    const second = await buildConnection(t.db, companyId);
    expect(await refused(await t.due(1, own))).toEqual(['ERRO', 'no_connection', 0]);
    await t.db.query(`UPDATE "Whatsapps" SET "isDefault" = true WHERE "id" = $1`, [second]);
    expect(await chosen()).toBe(second);
    const [plan] = await t.db.query<{ id: number }>(`INSERT INTO "Plans" ("name", "useSchedules") VALUES ('p', false) RETURNING "id"`);
    await t.db.query(`UPDATE "Companies" SET "planId" = $2 WHERE "id" = $1`, [companyId, plan!.id]);
    expect(await refused(await t.due(1, own))).toEqual(['ERRO', 'plan_without_schedules', 0]);
    await t.db.query(`UPDATE "Companies" SET "status" = false WHERE "id" = $1`, [companyId]);
    expect(await refused(await t.due(1, own))).toEqual(['ERRO', 'company_suspended', 0]);
  });

  it('the connection goes while the message waits in it: it failed, nobody cancelled it', async () => {
    const connection = await buildConnection(t.db, t.companyId);
    const id = await t.due(1, { whatsappId: connection });
    await t.run('Verify');
    await t.db.query(`DELETE FROM "Whatsapps" WHERE "id" = $1`, [connection]);
    await t.run('Verify');
    expect([(await t.row(id)).status, (await t.firings(id))[0]?.reason]).toEqual(['ERRO', 'connection_removed']);
  });

  it('the schedule or its contact goes: what waits does not leave', async () => {
    const contactId = await buildContact(t.db, t.companyId);
    await t.due(1, { contactId });
    const other = await t.due(1);
    await t.run('Verify');
    await t.db.query(`DELETE FROM "Contacts" WHERE "id" = $1`, [contactId]);
    await t.db.query(`DELETE FROM "Schedules" WHERE "id" = $1`, [other]);
    await t.sendAll();
    expect(t.ledger).toHaveLength(0);
    expect(await t.db.query(`SELECT DISTINCT "state", "errorCode" FROM "Deliveries"`)).toEqual([{ state: 'cancelled', errorCode: 'schedule_removed' }]);
  });
});
