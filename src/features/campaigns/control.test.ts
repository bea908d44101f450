import { Rejected } from '../../kernel/errors';
import type { CampaignId, UserId } from '../../kernel/ids';
import { anyNumber, buildCompany, buildConnection, buildUser } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { until } from '../../test/ledger';
import { campaignService } from './campaign.service';
import { controlService } from './control.service';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
let control: ReturnType<typeof controlService>;
let by: UserId;
beforeAll(async () => {
  t = await setupCampaigns();
  await t.noPauses();
  control = controlService(t.deps);
  by = await buildUser(t.db, t.companyId);
});
afterAll(() => t.close());

const numbers = (count: number): string[] => Array.from({ length: count }, () => anyNumber());
const sentTo = (people: readonly string[]): string[] => t.ledger.map((message) => message.to).filter((to) => people.includes(to));
const finished = (id: CampaignId) => async (): Promise<boolean> => (await t.campaign(id)).status === 'FINALIZADA';

/** A campaign that runs on a number that is away: everybody is prepared, nobody leaves. */
async function standing(people: readonly string[], over: Record<string, unknown> = {}): Promise<{ id: CampaignId; connect(): Promise<void> }> {
  const whatsappId = await buildConnection(t.db, t.companyId, { status: 'DISCONNECTED' });
  const id = await t.dueCampaign(people, { whatsappId, ...over });
  await t.verify();
  return {
    id,
    connect: async () => {
      await t.db.query(`UPDATE "Whatsapps" SET "status" = 'CONNECTED' WHERE "id" = $1`, [whatsappId]);
      t.deliveries.ring(whatsappId);
    },
  };
}

describe('cancel', () => {
  it('is final for everyone who waits, and says so in the counters', async () => {
    const people = numbers(30);
    const { id, connect } = await standing(people);
    expect(await control.cancel(t.companyId, id)).toMatchObject({ status: 'CANCELADA' });
    await connect();
    await t.work();
    expect(await t.states(id)).toEqual({ cancelled: 30 });
    expect(sentTo(people)).toEqual([]);
    expect(await t.counters(id)).toEqual({ cancelled: 30 });
  });

  it('closes the rows of a large campaign chunk by chunk', async () => {
    const { id } = await standing([]);
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO', "preparedAt" = now() WHERE "id" = $1`, [id]);
    await t.db.query(
      `INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "recipient", "body", "state", "step")
       SELECT $1, $2, $3, 'campaign', n::text, '', CASE n % 2 WHEN 0 THEN 'pending' ELSE 'awaiting' END, 0 FROM generate_series(1, 23000) n`,
      [t.companyId, t.connectionId, id],
    );
    await control.cancel(t.companyId, id);
    await t.work();
    expect(await t.counters(id)).toEqual({ cancelled: 23_000 });
  });

  it('may be repeated, and is refused for what cannot be cancelled', async () => {
    const { id } = await standing(numbers(1));
    await control.cancel(t.companyId, id);
    await expect(control.cancel(t.companyId, id)).resolves.toMatchObject({ status: 'CANCELADA' });
    await expect(control.pause(t.companyId, id, by)).rejects.toMatchObject({ code: 'ERR_CAMPAIGN_STATUS' });
    await expect(control.cancel(await buildCompany(t.db), id)).rejects.toMatchObject({ code: 'ERR_NOT_FOUND' });
  });
});

describe('restart', () => {
  it('opens again whom the cancel closed, with a note of who did it, and takes in who came to the list since', async () => {
    const people = numbers(20);
    const { id, connect } = await standing(people);
    await control.cancel(t.companyId, id);
    await t.work();
    const late = anyNumber();
    const { contactListId } = await t.campaign(id);
    await t.db.query(`INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number") VALUES ($1, $2, 'Novo', $3)`, [
      t.companyId,
      contactListId,
      late,
    ]);
    expect(await control.restart(t.companyId, id, by)).toMatchObject({ status: 'EM_ANDAMENTO', completedAt: null });
    await t.work();
    await connect();
    await until(finished(id));
    expect(sentTo([...people, late]).sort()).toEqual([...people, late].sort());
    const notes = await t.db.query(`SELECT e."detail" FROM "DeliveryEvents" e JOIN "Deliveries" d ON d."id" = e."deliveryId" WHERE d."campaignId" = $1`, [id]);
    expect(notes).toHaveLength(20);
    expect(notes[0]).toEqual({ detail: { from: 'cancelled', by } });
  });

  it('while the cancel is still being worked off, leaves nobody closed', async () => {
    const people = numbers(12);
    const { id, connect } = await standing(people);
    await control.cancel(t.companyId, id);
    await control.restart(t.companyId, id, by);
    await t.work();
    await connect();
    await until(finished(id));
    expect(sentTo(people)).toHaveLength(12);
  });
});

describe('retry-failed', () => {
  it('tries the failed again, once each, and nobody else', async () => {
    const people = numbers(10);
    const bad = new Set(people.slice(0, 4));
    t.play(async (message) => {
      if (bad.has(message.to)) throw new Rejected('ERR_X', 'no');
    });
    const id = await t.dueCampaign(people);
    await t.verify();
    await until(finished(id));
    expect(await t.states(id)).toEqual({ sent: 6, failed: 4 });
    const [still] = bad;
    t.play(async (message) => {
      if (message.to === still) throw new Rejected('ERR_X', 'no');
    });
    expect(await control.retryFailed(t.companyId, id, ['failed'], by)).toMatchObject({ status: 'EM_ANDAMENTO' });
    await t.work();
    await until(finished(id));
    expect(await t.states(id)).toEqual({ sent: 9, failed: 1 });
    expect(sentTo(people)).toHaveLength(9);
    t.play(async () => undefined);
    expect((await t.campaign(id))['reopening']).toBeNull();
  });

  it('has nothing to do where nobody failed', async () => {
    const id = await t.dueCampaign(numbers(1));
    await t.verify();
    await until(finished(id));
    await expect(control.retryFailed(t.companyId, id, ['failed'], by)).rejects.toMatchObject({ code: 'ERR_NOTHING_TO_RETRY' });
  });

  it('takes those in doubt only when it is said', async () => {
    const people = numbers(2);
    const id = await t.dueCampaign(people);
    await t.verify();
    await until(finished(id));
    await t.db.query(`UPDATE "Deliveries" SET "state" = CASE "recipient" WHEN $2 THEN 'held' ELSE 'failed' END, "failedAt" = now() WHERE "campaignId" = $1`, [
      id,
      people[0],
    ]);
    await control.retryFailed(t.companyId, id, ['failed'], by);
    await t.work();
    await until(finished(id));
    expect(await t.states(id)).toEqual({ sent: 1, held: 1 });
    await control.retryFailed(t.companyId, id, ['failed', 'held'], by);
    await t.work();
    await until(finished(id));
    expect(await t.states(id)).toEqual({ sent: 2 });
  });
});

it('does not go on by a connection that was deleted', async () => {
  const id = await t.dueCampaign(numbers(1));
  await t.verify();
  await until(finished(id));
  await t.db.query(`UPDATE "Campaigns" SET "whatsappId" = NULL WHERE "id" = $1`, [id]);
  await expect(control.restart(t.companyId, id, by)).rejects.toMatchObject({ faults: [{ path: 'whatsappId', code: 'connection_missing' }] });
});

describe('unschedule', () => {
  it('within the delay of a start: nothing is ever sent, however often it is rung', async () => {
    const people = numbers(3);
    const id = await t.dueCampaign(people, { status: 'INATIVA', scheduledAt: null });
    t.released.jobs.length = 0;
    expect(await campaignService(t.deps).start(t.companyId, id, 10_000)).toMatchObject({ status: 'PROGRAMADA' });
    const [ring] = t.released.jobs.splice(0);
    expect(ring).toMatchObject({ job: { name: 'ProcessCampaign' }, payload: { campaignId: id }, delayMs: expect.any(Number) });
    expect(Math.abs(ring!.delayMs! - 10_000)).toBeLessThan(1_000);
    expect(await control.unschedule(t.companyId, id)).toMatchObject({ status: 'INATIVA', scheduledAt: null });
    t.released.jobs.push({ ...ring!, delayMs: 0 });
    await t.work();
    await t.verify();
    expect((await t.campaign(id)).status).toBe('INATIVA');
    expect(await t.states(id)).toEqual({});
    await expect(control.unschedule(t.companyId, id)).resolves.toMatchObject({ status: 'INATIVA' });
  });

  it('at the very moment of the start: one of them wins, and the other is told', async () => {
    const people = numbers(20);
    for (let i = 0; i < 8; i += 1) {
      const id = await t.dueCampaign(people);
      const [undone] = await Promise.allSettled([control.unschedule(t.companyId, id), t.verify()]);
      await t.work();
      const { status } = await t.campaign(id);
      if (undone.status === 'fulfilled') {
        expect([status, await t.states(id)]).toEqual(['INATIVA', {}]);
      } else {
        expect(undone.reason).toMatchObject({ code: 'ERR_CAMPAIGN_STATUS' });
        await until(finished(id));
        expect(await t.states(id)).toEqual({ sent: 20 });
      }
    }
  });
});

describe('pause and resume', () => {
  it('of a campaign that never started keep its hour, or make it now', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const ahead = await t.dueCampaign(numbers(1), { scheduledAt: later });
    expect(await control.pause(t.companyId, ahead, by)).toMatchObject({ status: 'PAUSADA', pauseReason: 'user:Ana', pausedAt: expect.any(Date) });
    expect(await control.resume(t.companyId, ahead)).toMatchObject({ status: 'PROGRAMADA', scheduledAt: later, pauseReason: null });

    const missed = await t.dueCampaign(numbers(1), { scheduledAt: new Date(Date.now() - 30 * 3_600_000) });
    await t.verify();
    expect((await t.campaign(missed)).status).toBe('PAUSADA');
    await control.resume(t.companyId, missed);
    await t.work();
    await until(finished(missed));
  });

  it('race with the end: whoever wins, the campaign ends and nobody gets two', async () => {
    const people = numbers(60);
    const id = await t.dueCampaign(people);
    await t.verify();
    for (let i = 0; i < 6; i += 1) {
      await control.pause(t.companyId, id, by).catch(() => undefined);
      await control.resume(t.companyId, id).catch(() => undefined);
      await t.work();
    }
    await until(finished(id));
    expect(sentTo(people).sort()).toEqual([...people].sort());
  });

  it('two at once: both are told the truth', async () => {
    const { id } = await standing(numbers(2));
    const [a, b] = await Promise.all([control.pause(t.companyId, id, by), control.pause(t.companyId, id, by)]);
    expect([a.status, b.status]).toEqual(['PAUSADA', 'PAUSADA']);
  });
});
