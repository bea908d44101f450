import { Blocked, Rejected } from '../../kernel/errors';
import type { CampaignId } from '../../kernel/ids';
import { anyNumber, buildCampaign, buildCompany, buildConnection, buildList } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { until } from '../../test/ledger';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
beforeAll(async () => {
  t = await setupCampaigns();
  await t.noPauses();
});
afterAll(() => t.close());

const numbers = (count: number): string[] => Array.from({ length: count }, () => anyNumber());

/** A campaign due now, over a list of `size`. */
async function dueCampaign(size: number, over: Record<string, unknown> = {}): Promise<{ id: CampaignId; sent: () => string[]; people: string[] }> {
  const people = numbers(size);
  const id = await t.dueCampaign(people, over);
  return { id, people, sent: () => t.ledger.filter((message) => people.includes(message.to)).map((message) => message.to) };
}

const status = async (id: CampaignId): Promise<string> => (await t.campaign(id)).status;
const finished = (id: CampaignId) => async (): Promise<boolean> => (await status(id)) === 'FINALIZADA';

describe('a campaign', () => {
  it('goes from its hour to its end: everyone once, in list order, and says so', async () => {
    const { id, people, sent } = await dueCampaign(2_345);
    await t.verify();
    await until(finished(id));
    expect(new Set(sent())).toEqual(new Set(people));
    expect(sent()).toHaveLength(people.length);
    const places = sent().map((to) => people.indexOf(to));
    // Ten in flight at once: nobody overtakes by more than those.
    expect(Math.max(...places.map((place, i) => Math.abs(place - i)))).toBeLessThan(20);
    expect(await t.campaign(id)).toMatchObject({
      preparedAt: expect.any(Date),
      completedAt: expect.any(Date),
      snapshot: { pace: { messageIntervalMs: 0, longerIntervalAfter: 0, greaterIntervalMs: 60_000 } },
    });
    const last = t.released.events
      .filter(({ topic }) => topic === 'campaign')
      .map(({ payload }) => (payload as { record: Record<string, unknown> }).record)
      .filter((record) => record['id'] === id)
      .at(-1);
    expect(last).toMatchObject({ status: 'FINALIZADA', progress: 100, counters: { total: people.length, sent: people.length, pending: 0 } });
  });

  it('starts once, however often and in however many places it is rung', async () => {
    const { id, sent } = await dueCampaign(40);
    await Promise.all([t.verify(), t.verify(), t.verify()]);
    await t.verify();
    await until(finished(id));
    expect(sent()).toHaveLength(40);
  });

  it('that fell due while nobody ran starts; one that is too old waits for a person', async () => {
    const late = await dueCampaign(1, { scheduledAt: new Date(Date.now() - 23 * 3_600_000) });
    const missed = await dueCampaign(1, { scheduledAt: new Date(Date.now() - 25 * 3_600_000) });
    await t.verify();
    await until(finished(late.id));
    expect(await t.campaign(missed.id)).toMatchObject({ status: 'PAUSADA', pauseReason: 'missed' });
    expect(missed.sent()).toEqual([]);
  });

  it('is rung ahead for its very second, and not before', async () => {
    const { id } = await dueCampaign(1, { scheduledAt: new Date(Date.now() + 5_000) });
    await t.verify();
    expect(await status(id)).toBe('PROGRAMADA');
    const rings = t.released.jobs.filter(({ job, payload }) => job.name === 'ProcessCampaign' && (payload as { campaignId: number }).campaignId === id);
    expect(rings[0]!.delayMs).toBeGreaterThan(3_000);
    expect(rings[0]!.delayMs).toBeLessThanOrEqual(5_000);
    await t.db.query(`DELETE FROM "Campaigns" WHERE "id" = $1`, [id]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['whose connection is gone', { whatsappId: null }, 'start_refused:connection_missing'],
    ['with a variable that its list does not have', { message2: '{nada}' }, 'start_refused:unknown_variable'],
    ['without a text', { message1: '' }, 'start_refused:message_missing'],
  ])('%s says why it does not start', async (_, over, pauseReason) => {
    const { id } = await dueCampaign(1, over);
    await t.verify();
    expect(await t.campaign(id)).toMatchObject({ status: 'PAUSADA', pauseReason, snapshot: null });
  });

  it('without an audience ends, and says so', async () => {
    const { id } = await dueCampaign(0);
    await t.verify();
    expect(await t.campaign(id)).toMatchObject({ status: 'FINALIZADA', pauseReason: 'empty_audience' });
  });

  it('of a suspended company waits', async () => {
    const companyId = await buildCompany(t.db, { status: false });
    const { id: contactListId } = await buildList(t.db, companyId, numbers(1));
    const id = await buildCampaign(t.db, companyId, {
      status: 'PROGRAMADA',
      scheduledAt: new Date(),
      contactListId,
      whatsappId: await buildConnection(t.db, companyId),
    });
    await t.verify();
    expect(await status(id)).toBe('PROGRAMADA');
  });

  it('skips who may not receive, with the reason, and ends when all fail', async () => {
    const { id, people } = await dueCampaign(4);
    await t.db.query(`UPDATE "ContactListItems" SET "isWhatsappValid" = false WHERE "number" = $1`, [people[0]]);
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") VALUES ($1, $2, 'test')`, [t.companyId, people[1]]);
    t.play(async () => {
      throw new Rejected('ERR_NO_WHATSAPP', 'not on WhatsApp');
    });
    await t.verify();
    await until(finished(id));
    t.play(async () => undefined);
    expect(await t.states(id)).toEqual({ skipped: 2, failed: 2 });
    const reasons = await t.db.query<{ errorCode: string }>(
      `SELECT "errorCode" FROM "Deliveries" WHERE "campaignId" = $1 AND "state" = 'skipped' ORDER BY "id"`,
      [id],
    );
    expect(reasons.map((row) => row.errorCode)).toEqual(['invalid_number', 'opt_out']);
  });

  it('writes to groups too, with its media, and says into which conversation', async () => {
    const { id, people } = await dueCampaign(2, {
      mediaPath: 'a.png',
      mediaName: 'oferta.png',
      mediaType: 'image/png',
      openTicket: 'enabled',
      statusTicket: 'closed',
      message1: '',
      message3: 'Oi',
    });
    await t.db.query(`UPDATE "ContactListItems" SET "isGroup" = true WHERE "number" = $1`, [people[0]]);
    await t.verify();
    await until(finished(id));
    const group = t.ledger.find((message) => message.to === people[0]);
    expect(group).toMatchObject({ isGroup: true, content: { text: 'Oi', media: { path: 'a.png', name: 'oferta.png', mimeType: 'image/png' } } });
    const rows = await t.db.query(`SELECT DISTINCT "variant", "ticketPlan" FROM "Deliveries" WHERE "campaignId" = $1`, [id]);
    expect(rows).toEqual([{ variant: 3, ticketPlan: { status: 'closed', queueId: null, userId: null } }]);
  });

  it('half prepared by a process that died goes on where the cursor stands, and doubles nobody', async () => {
    const { id, people, sent } = await dueCampaign(2_500);
    // Preparation stops after its first slice, as a kill would stop it.
    await t.db.query(
      `CREATE FUNCTION "stop_here"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD."preparedUpTo" > 0 AND NEW."preparedUpTo" <> OLD."preparedUpTo" THEN RAISE 'killed'; END IF; RETURN NEW; END $$`,
    );
    await t.db.query(`CREATE TRIGGER "stop_here" BEFORE UPDATE ON "Campaigns" FOR EACH ROW EXECUTE FUNCTION "stop_here"()`);
    await expect(t.verify()).rejects.toThrow('killed');
    await t.db.query(`DROP FUNCTION "stop_here" CASCADE`);
    t.released.jobs.length = 0;
    expect((await t.campaign(id))['preparedAt']).toBeNull();
    expect(Object.values(await t.states(id)).reduce((a, b) => a + b)).toBe(1_000);
    await t.verify();
    await until(finished(id));
    expect(sent()).toHaveLength(people.length);
    expect(new Set(sent()).size).toBe(people.length);
  });

  it('stops at the pause and sends the rest, once, after the resume', async () => {
    const { id, people, sent } = await dueCampaign(300);
    const paused = new Promise<void>((resolve) => {
      t.play(async () => {
        if (sent().length < 50) return;
        t.play(async () => undefined);
        await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA', "pauseReason" = 'user' WHERE "id" = $1`, [id]);
        resolve();
      });
    });
    await t.verify();
    await paused;
    await until(async () => ((await t.states(id))['sending'] ?? 0) === 0);
    const atRest = sent().length;
    await t.verify();
    expect(sent()).toHaveLength(atRest);
    expect(atRest).toBeLessThan(people.length);
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO', "pauseReason" = NULL WHERE "id" = $1`, [id]);
    await t.verify();
    await until(finished(id));
    expect(sent()).toHaveLength(people.length);
  });

  it('whose connection is refused pauses with the reason', async () => {
    const { id } = await dueCampaign(3);
    t.play(async () => {
      throw new Blocked('ERR_TOKEN', 'token revoked');
    });
    await t.verify();
    await until(async () => (await status(id)) === 'PAUSADA');
    t.play(async () => undefined);
    expect(await t.campaign(id)).toMatchObject({ pauseReason: 'connection_blocked:token revoked' });
    expect((await t.states(id))['failed']).toBeUndefined();
  });
});
