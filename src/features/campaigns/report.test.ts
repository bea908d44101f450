import fc from 'fast-check';
import request from 'supertest';
import type { CampaignId } from '../../kernel/ids';
import { testApp } from '../../test/app';
import { buildCampaign, buildCompany } from '../../test/build';
import { setupCampaigns } from '../../test/campaigns';
import { reportStore, type ShippingRow } from './report.store';
import { reportStatus, wantedOf, type ReportStatus } from './report.view';

let t: Awaited<ReturnType<typeof setupCampaigns>>;
let id: CampaignId;
const STATES = ['pending', 'awaiting', 'sending', 'unknown', 'held', 'sent', 'delivered', 'read', 'failed', 'skipped', 'cancelled'];
/** More than a filtered page looks at. */
const SIZE = 5_500;

beforeAll(async () => {
  t = await setupCampaigns();
  id = await buildCampaign(t.db, t.companyId);
  await t.db.query(
    `INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "recipient", "name", "body", "state", "variant", "repliedAt", "errorCode")
     SELECT $1, $2, $3, 'campaign', (5511900000000 + n * 7919 % 1000003)::text, CASE n WHEN 7 THEN '=1+1;"x"' ELSE 'Contato ' || n END, 'Oi', ($4::text[])[1 + n % 11], 1,
            CASE WHEN n % 500 = 5 THEN now() END, CASE WHEN n % 11 = 9 THEN 'opt_out' END
       FROM generate_series(1, $5::int) n`,
    [t.companyId, t.connectionId, id, STATES, SIZE],
  );
  await t.db.query(`ANALYZE "Deliveries"`);
});
afterAll(() => t.close());

/** All pages of a filter, by cursor. */
async function walk(status: ReportStatus | undefined, search: string, limit: number): Promise<ShippingRow[]> {
  const report = reportStore(t.db);
  const found: ShippingRow[] = [];
  for (let after: string | null = ''; after !== null;) {
    const page = await report.page(t.companyId, id, wantedOf(status, search), after, limit);
    expect(page.ids.length).toBeLessThanOrEqual(limit);
    found.push(...(await report.rows(t.companyId, page.ids)));
    after = page.next;
  }
  return found;
}

/** The same, by one plain question to the table. */
async function expected(status: ReportStatus | undefined, search: string): Promise<string[]> {
  const { states, replied } = wantedOf(status, search);
  const rows = await t.db.query<{ recipient: string; state: string; name: string; repliedAt: Date | null }>(
    `SELECT * FROM "Deliveries" WHERE "campaignId" = $1 AND "step" = 0 ORDER BY "recipient"`,
    [id],
  );
  return rows
    .filter((row) => (states === null || states.includes(row.state as never)) && (!replied || row.repliedAt !== null))
    .filter((row) => row.recipient.includes(search) || row.name.toLowerCase().includes(search.toLowerCase()))
    .map((row) => row.recipient);
}

describe('the report', () => {
  it('walked page by page is the whole of what was asked for, in order, each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.option(fc.constantFrom(...reportStatus.options), { nil: undefined }),
        fc.constantFrom('', 'contato 12', '%', '_', '55119', '=1+'),
        fc.integer({ min: 40, max: 900 }),
        async (status, search, limit) => {
          expect((await walk(status, search, limit)).map((row) => row.recipient)).toEqual(await expected(status, search));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    ['all of them', `"recipient" > '55119005'`, 'Deliveries_campaign_recipient'],
    ['who answered', `"recipient" > '55119005' AND "repliedAt" IS NOT NULL`, 'Deliveries_replied'],
    [
      'the exceptions',
      `"recipient" > '55119005' AND "state" = 'failed' AND "state" IN ('failed', 'skipped', 'unknown', 'held', 'cancelled')`,
      'Deliveries_exceptions',
    ],
  ])('reads %s through an index, and no further than a page', async (_, condition, index) => {
    const plan = await t.db.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT "id" FROM "Deliveries" WHERE "companyId" = ${t.companyId} AND "campaignId" = ${id} AND "step" = 0 AND ${condition} ORDER BY "recipient" LIMIT 50`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain(index);
    expect(text).not.toContain('Sort');
  });

  it.each(['5511900007919', '11900007919', '(11) 90000-7919', '+55 11 90000.7919'])('finds one recipient by the number written as %s', async (written) => {
    const page = await reportStore(t.db).page(t.companyId, id, wantedOf(undefined, written), '', 50);
    const rows = await reportStore(t.db).rows(t.companyId, page.ids);
    expect([rows.map((row) => row.recipient), page.next]).toEqual([['5511900007919'], null]);
  });

  it('finds a number by a part of it, with the marks that people put between digits', async () => {
    const found = await walk(undefined, '90000-79', 500);
    expect(found.map((row) => row.recipient)).toEqual(await expected(undefined, '9000079'));
    expect(found.length).toBeGreaterThan(0);
  });

  it('is a file that no spreadsheet calculates with', async () => {
    const http = testApp({ db: t.db, features: [t.campaigns] });
    const { text, headers } = await request(http.app)
      .get(`/campaigns/${id}/detailed-report.csv?status=skipped`)
      .set('Authorization', http.bearer({ companyId: t.companyId }))
      .expect(200);
    expect(headers['content-disposition']).toBe(`attachment; filename=campanha-${id}.csv`);
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFF"numero";"nome";"situacao";"motivo"/);
    expect(lines).toHaveLength(1 + (await expected('skipped', '')).length);
    const whole = await request(http.app)
      .get(`/campaigns/${id}/detailed-report.csv`)
      .set('Authorization', http.bearer({ companyId: t.companyId }));
    expect(whole.text).toContain(`;"'=1+1;""x""";`);
    expect(whole.text.trimEnd().split('\r\n')).toHaveLength(1 + SIZE);
    await request(http.app)
      .get(`/campaigns/${id}/detailed-report.csv`)
      .set('Authorization', http.bearer({ companyId: await buildCompany(t.db) }))
      .expect(404);
  });

  it('shows no row of another campaign as one of this', async () => {
    const other = await buildCampaign(t.db, t.companyId);
    const [row] = await t.db.query<{ id: number }>(`SELECT "id" FROM "Deliveries" WHERE "campaignId" = $1 LIMIT 1`, [id]);
    expect(await reportStore(t.db).among(t.companyId, other, [row!.id as never])).toEqual([]);
    expect(await reportStore(t.db).among(t.companyId, id, [row!.id as never])).toEqual([row!.id]);
  });
});
