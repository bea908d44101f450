import { Rejected } from '../../kernel/errors';
import type { CampaignId, UserId } from '../../kernel/ids';
import { anyNumber, buildConnection } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { until } from '../../test/ledger';
import { confirmationsOf } from './counters.rules';
import { campaignStore } from './campaign.store';
import { controlService } from './control.service';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
beforeAll(async () => {
  t = await setupCampaigns();
  await t.noPauses();
});
afterAll(() => t.close());

const numbers = (count: number): string[] => Array.from({ length: count }, () => anyNumber());
const textsTo = (person: string): string[] => t.ledger.filter((message) => message.to === person).map((message) => message.content.text);
const reply = (number: string, text: string, connectionId = t.connectionId) =>
  t.transact((tx) => t.campaigns.onReply(tx, t.companyId, connectionId, number, text));
const finished = (id: CampaignId) => async (): Promise<boolean> => (await t.campaign(id)).status === 'FINALIZADA';

/** Everybody has been asked. */
async function asking(people: readonly string[], over: Record<string, unknown> = {}): Promise<CampaignId> {
  const id = await t.dueCampaign(people, { confirmation: true, message1: 'Oferta', confirmationMessage1: 'Quer ver, {nome}? 1 sim, 2 não', ...over });
  await t.verify();
  await until(async () => ((await t.states(id, 1))['sent'] ?? 0) + ((await t.states(id, 1))['failed'] ?? 0) === people.length);
  return id;
}

describe('a campaign that asks first', () => {
  it('sends to who says yes, never to who says no, and leaves other talk to people', async () => {
    const [yes, no, other] = numbers(3) as [string, string, string];
    const id = await asking([yes, no, other]);
    expect(textsTo(yes)).toEqual(['Quer ver, Contato 1? 1 sim, 2 não']);

    expect(await reply(yes, '1')).toEqual({ handled: true });
    expect(await reply(no, 'Não, obrigado')).toEqual({ handled: true });
    expect(await reply(other, 'quanto custa?')).toEqual({ handled: false });
    await t.work();
    await until(async () => textsTo(yes).length === 2);
    expect(textsTo(yes)[1]).toBe('Oferta');
    expect(textsTo(no)).toHaveLength(1);
    await until(async () => (await t.states(id))['sent'] === 1);
    expect(await t.states(id)).toEqual({ sent: 1, skipped: 1, awaiting: 1 });

    expect(await reply(yes, 'sim')).toEqual({ handled: false });
    const record = await campaignStore(t.db).find(t.companyId, id);
    expect(confirmationsOf(record!)).toEqual({ confirmationRequested: 3, confirmed: 1 });
    expect((await t.campaign(id)).status).toBe('EM_ANDAMENTO');
  });

  it('knows a person by the number without the ninth digit', async () => {
    const person = '5511987654321';
    const id = await asking([person]);
    expect(await reply('551187654321', 'SIM')).toEqual({ handled: true });
    await t.work();
    await until(finished(id));
    expect(textsTo(person)).toHaveLength(2);
  });

  it('hears nobody on another number of the company, and nobody who was not asked', async () => {
    const [person] = numbers(1) as [string];
    await asking([person]);
    expect(await reply(person, 'sim', await buildConnection(t.db, t.companyId))).toEqual({ handled: false });
    expect(await reply(anyNumber(), 'sim')).toEqual({ handled: false });
  });

  it('counts an answer given twice at once only once', async () => {
    const [person] = numbers(1) as [string];
    const id = await asking([person]);
    const answers = await Promise.all([reply(person, 'sim'), reply(person, 'sim'), reply(person, '1')]);
    expect(answers.filter((answer) => answer.handled)).toHaveLength(1);
    await t.work();
    await until(finished(id));
    expect(textsTo(person)).toHaveLength(2);
  });

  it('takes no answer after its time, and ends without those who gave none', async () => {
    const people = numbers(3);
    const id = await asking(people, { confirmationTimeoutMinutes: 30 });
    await t.verify();
    expect(await t.states(id)).toEqual({ awaiting: 3 });
    await t.db.query(`UPDATE "Deliveries" SET "sentAt" = "sentAt" - interval '31 minutes' WHERE "campaignId" = $1 AND "step" = 1`, [id]);
    expect(await reply(people[0]!, 'sim')).toEqual({ handled: false });
    await t.verify();
    await until(finished(id));
    const rows = await t.db.query(`SELECT DISTINCT "state", "errorCode" FROM "Deliveries" WHERE "campaignId" = $1 AND "step" = 0`, [id]);
    expect(rows).toEqual([{ state: 'skipped', errorCode: 'confirmation_expired' }]);
  });

  it('lets a question that could not be asked decide for its message', async () => {
    const people = numbers(2);
    t.play(async (message) => {
      if (message.to === people[0]) throw new Rejected('ERR_NO_WHATSAPP', 'not on WhatsApp');
    });
    const id = await asking(people);
    t.play(async () => undefined);
    await reply(people[1]!, 'sim');
    await t.work();
    await t.verify();
    await until(finished(id));
    const [row] = await t.db.query(`SELECT "state", "errorCode", "errorText" FROM "Deliveries" WHERE "campaignId" = $1 AND "step" = 0 AND "recipient" = $2`, [
      id,
      people[0],
    ]);
    expect(row).toEqual({ state: 'failed', errorCode: 'ERR_NO_WHATSAPP', errorText: 'not on WhatsApp' });
  });

  it('asks again whom a retry takes in, and waits for the answer', async () => {
    const [person] = numbers(1) as [string];
    t.play(async () => {
      throw new Rejected('ERR_NO_WHATSAPP', 'not on WhatsApp');
    });
    const id = await asking([person]);
    await t.verify();
    await until(finished(id));
    t.play(async () => undefined);
    await controlService(t.deps).retryFailed(t.companyId, id, ['failed'], 1 as UserId);
    await t.work();
    await until(async () => textsTo(person).length === 1);
    expect(await t.states(id)).toEqual({ awaiting: 1 });
    await until(async () => (await t.states(id, 1))['sent'] === 1);
    expect(await reply(person, 'sim')).toEqual({ handled: true });
    await t.work();
    await until(finished(id));
    expect(textsTo(person)).toHaveLength(2);
  });

  it('keeps an answer given while it is paused', async () => {
    const [person] = numbers(1) as [string];
    const id = await asking([person]);
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA' WHERE "id" = $1`, [id]);
    expect(await reply(person, 'sim')).toEqual({ handled: true });
    await t.work();
    expect(textsTo(person)).toHaveLength(1);
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'EM_ANDAMENTO' WHERE "id" = $1`, [id]);
    await t.verify();
    await until(finished(id));
    expect(textsTo(person)).toHaveLength(2);
  });
});
