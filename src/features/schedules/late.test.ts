/** What happens to firings nobody could send in their hour, and to those that several processes find at once. */
import { createSchedules } from '.';
import { setupSchedules } from '../../test/schedules';

let t: Awaited<ReturnType<typeof setupSchedules>>;
beforeAll(async () => {
  t = await setupSchedules();
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.db.query(`DELETE FROM "Schedules"`);
  await t.db.query(`DELETE FROM "Deliveries"`);
  await t.db.query(`UPDATE "Whatsapps" SET "status" = 'CONNECTED'`);
  t.ledger.length = 0;
  t.released.jobs.length = 0;
});

const HOURS_2 = 7_200;
const tally = async (sql: string) => Object.fromEntries((await t.db.query<{ key: string; n: number }>(sql)).map(({ key, n }) => [key, n]));
const statuses = () => tally(`SELECT "status" AS "key", count(*) AS "n" FROM "Schedules" GROUP BY 1`);
const states = () => tally(`SELECT "state" || COALESCE(' ' || "reason", '') AS "key", count(*) AS "n" FROM "ScheduleOccurrences" GROUP BY 1`);

async function many(count: number, over: Record<string, unknown>): Promise<void> {
  const id = await t.due(HOURS_2, over);
  await t.db.query(
    `INSERT INTO "Schedules" ("companyId", "contactId", "whatsappId", "body", "startAt", "sendAt", "timezone", "intervalo", "valorIntervalo", "enviarQuantasVezes", "lateness", "latenessMinutes")
     SELECT "companyId", "contactId", "whatsappId", "body" || n, "startAt", "sendAt" , "timezone", "intervalo", "valorIntervalo", "enviarQuantasVezes", "lateness", "latenessMinutes"
       FROM "Schedules", generate_series(2, $2) n WHERE "id" = $1`,
    [id, count],
  );
}

describe('after two hours down, 600 schedules are', () => {
  it('sent, each once', async () => {
    await many(600, { lateness: 'send' });
    await t.run('Verify');
    expect([await statuses(), await states()]).toEqual([{ AGENDADA: 600 }, { queued: 600 }]);
    await t.sendAll();
    expect([await statuses(), await states()]).toEqual([{ ENVIADA: 600 }, { sent: 600 }]);
    expect(new Set(t.ledger.map(({ reference }) => reference)).size).toBe(600);
    expect(t.ledger).toHaveLength(600);
  });

  it('missed, each told, when they may be one hour late', async () => {
    await many(600, { lateness: 'skip', latenessMinutes: 60 });
    await t.run('Verify');
    expect([await statuses(), await states()]).toEqual([{ PERDIDA: 600 }, { 'missed late': 600 }]);
    expect(await t.db.query(`SELECT 1 FROM "Deliveries"`)).toEqual([]);
  });

  it('sent once for all the firings they missed, when firings are coalesced', async () => {
    // Every 30 minutes since two hours ago: five are due.
    await many(100, { lateness: 'coalesce', intervalo: 4, valorIntervalo: 30, enviarQuantasVezes: 8 });
    await t.run('Verify');
    await t.sendAll();
    expect([await statuses(), await states()]).toEqual([{ PENDENTE: 100 }, { sent: 100, 'missed coalesced': 400 }]);
    expect(t.ledger).toHaveLength(100);
  });
});

it('a series that sends all it missed sends each of them, more than one transaction takes', async () => {
  const id = await t.due(HOURS_2, { lateness: 'send', intervalo: 4, valorIntervalo: 1, enviarQuantasVezes: 50 });
  await t.run('Verify');
  await t.sendAll();
  expect(await t.row(id)).toMatchObject({ status: 'ENVIADA', contadorEnvio: 50, nextNumber: 50 });
  expect((await t.firings(id)).map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(t.ledger).toHaveLength(50);
});

describe('while the number is not connected', () => {
  beforeEach(() => t.db.query(`UPDATE "Whatsapps" SET "status" = 'DISCONNECTED'`));

  it('a firing waits in the lane, and is missed once it is later than it may be', async () => {
    const skip = await t.due(1, { lateness: 'skip', latenessMinutes: 60 });
    const send = await t.due(1, { lateness: 'send' });
    await t.run('Verify');
    await t.run('Verify');
    expect(await statuses()).toEqual({ AGENDADA: 2 });
    await t.db.query(`UPDATE "ScheduleOccurrences" SET "dueAt" = "dueAt" - interval '61 minutes'`);
    await t.run('Verify');
    expect([(await t.row(skip)).status, await t.firings(skip), (await t.row(send)).status]).toEqual(['PERDIDA', [{ number: 0, state: 'missed', reason: 'late' }], 'AGENDADA']);
    await t.db.query(`UPDATE "Whatsapps" SET "status" = 'CONNECTED'`);
    await t.sendAll();
    expect([(await t.row(send)).status, t.ledger.length]).toEqual(['ENVIADA', 1]);
  });

  it('coalesced firings do not pile up behind the one that waits', async () => {
    const id = await t.due(90, { lateness: 'coalesce', intervalo: 4, valorIntervalo: 1, enviarQuantasVezes: 100 });
    await t.run('Verify');
    const back = () => t.db.query(`UPDATE "Schedules" SET "startAt" = "startAt" - interval '10 minutes', "sendAt" = "sendAt" - interval '10 minutes' WHERE "id" = $1`, [id]);
    await back();
    await t.run('Verify');
    expect((await t.firings(id)).map(({ state }) => state)).toEqual(['missed', 'queued']);
    await t.db.query(`UPDATE "Whatsapps" SET "status" = 'CONNECTED'`);
    await t.sendAll();
    await t.sendAll();
    expect(t.ledger).toHaveLength(2);
    expect((await t.firings(id)).filter(({ state }) => state === 'missed').length).toBeGreaterThan(8);
  });
});

it('two monitors at once claim each firing once', async () => {
  await many(1_200, { lateness: 'send' });
  const second = createSchedules({ ...t.deps, deliveries: { ...t.deps.deliveries, onScheduledMoved: () => undefined } });
  const verify = (handlers: typeof t.schedules.handlers) =>
    handlers!.find(({ job }) => job.name === 'Verify')!.run({}, { jobId: '1', attempt: 1, traceId: 't', stopping: () => false, progress: async () => undefined });
  await Promise.all([verify(t.schedules.handlers), verify(second.handlers), verify(t.schedules.handlers)]);
  expect(await states()).toEqual({ queued: 1_200 });
  expect(await t.db.query(`SELECT count(*) AS "n", count(DISTINCT "idempotencyKey") AS "keys" FROM "Deliveries"`)).toEqual([{ n: 1_200, keys: 1_200 }]);
  await t.sendAll();
  expect(t.ledger).toHaveLength(1_200);
});

it('a crash before the commit leaves everything as it was; one after it loses nothing', async () => {
  const id = await t.due(1);
  const dying = createSchedules({
    ...t.deps,
    deliveries: {
      ...t.deps.deliveries,
      onScheduledMoved: () => undefined,
      submitAcrossCompanies: async (tx, rows) => {
        await t.deliveries.submitAcrossCompanies(tx, rows);
        throw new Error('killed');
      },
    },
  });
  const verify = dying.handlers!.find(({ job }) => job.name === 'Verify')!;
  await expect(verify.run({}, { jobId: '1', attempt: 1, traceId: 't', stopping: () => false, progress: async () => undefined })).rejects.toThrow('killed');
  expect([(await t.row(id)).status, await t.firings(id), await t.db.query(`SELECT 1 FROM "Deliveries"`)]).toEqual(['PENDENTE', [], []]);

  await t.run('Verify');
  t.released.jobs.length = 0; // the rings of the commit are lost; the lane's own sweep and the monitor are not
  await t.sendAll();
  expect([(await t.row(id)).status, t.ledger.length]).toEqual(['ENVIADA', 1]);
});

it('a daily firing keeps its hour when the clocks change', async () => {
  const id = await t.due(0, {
    startAt: '2024-03-09T14:00:00Z', sendAt: '2024-03-09T14:00:00Z', timezone: 'America/New_York', lateness: 'coalesce', intervalo: 1, valorIntervalo: 1, enviarQuantasVezes: 3,
  });
  await t.run('Verify');
  const due = await t.db.query<{ dueAt: Date }>(`SELECT "dueAt" FROM "ScheduleOccurrences" WHERE "scheduleId" = $1 ORDER BY "number"`, [id]);
  expect(due.map(({ dueAt }) => dueAt.toISOString())).toEqual(['2024-03-09T14:00:00.000Z', '2024-03-10T13:00:00.000Z', '2024-03-11T13:00:00.000Z']);
});
