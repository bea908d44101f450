import request from 'supertest';
import type { CampaignId } from '../../kernel/ids';
import { testApp } from '../../test/app';
import { buildCampaign, buildCompany } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { variantsView } from './variants.view';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
let id: CampaignId;

beforeAll(async () => {
  t = await setupCampaigns();
  id = await buildCampaign(t.db, t.companyId, { message1: 'Oi', message2: 'Olá' });
});
afterAll(() => t.close());

const add = (variant: number, state: string, count: number): Promise<unknown> =>
  t.db.query(
    `INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "recipient", "body", "state", "variant", "sentAt")
     SELECT $1, $2, $3, 'campaign', '55119' || $4 || $5 || n, 'Oi', $5, $4::int, now() FROM generate_series(1, $6::int) n`,
    [t.companyId, t.connectionId, id, String(variant), state, count],
  );

it('counts and rates each message, exactly, whatever the rows went through', async () => {
  await add(1, 'read', 6);
  await add(1, 'sent', 2);
  await add(2, 'delivered', 3);
  await add(2, 'pending', 4);
  await t.db.query(`UPDATE "Deliveries" SET "state" = 'failed' WHERE "campaignId" = $1 AND "state" = 'sent'`, [id]);
  await t.db.query(`UPDATE "Campaigns" SET "whatsappId" = $2, "startedAt" = now() WHERE "id" = $1`, [id, t.connectionId]);
  await t.transact((tx) => t.deliveries.markReplied(tx, t.companyId, t.connectionId, ['551191read1']));

  const http = testApp({ db: t.db, features: [t.campaigns] });
  const ask = (companyId: typeof t.companyId) => request(http.app).get(`/campaigns/${id}/variants`).set('Authorization', http.bearer({ companyId }));
  const { body } = await ask(t.companyId).expect(200);
  expect(body).toEqual({
    variants: [
      { variant: 1, message: 'Oi', total: 8, sent: 6, delivered: 6, read: 6, replied: 1, failed: 2, skipped: 0, rates: { delivered: 1, read: 1, replied: 1 / 6, failed: 0.25 } },
      { variant: 2, message: 'Olá', total: 7, sent: 3, delivered: 3, read: 0, replied: 0, failed: 0, skipped: 0, rates: { delivered: 1, read: 0, replied: 0, failed: 0 } },
    ],
  });
  await ask(await buildCompany(t.db)).expect(404);
});

it('has no rate of nothing, and no message that nobody gets', () => {
  const campaign = { message1: 'Oi', message2: 'Olá', message3: '', message4: '', message5: '' };
  expect(variantsView(campaign, [{ variant: 2, state: 'pending', count: 5 }]).variants).toMatchObject([
    { variant: 2, message: 'Olá', total: 5, sent: 0, rates: { delivered: null, read: null, replied: null, failed: null } },
  ]);
});
