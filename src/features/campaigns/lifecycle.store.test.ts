import type { CampaignId, CompanyId, UserId } from '../../kernel/ids';
import { buildCampaign, buildCompany } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { MAY_LEAVE } from './campaign.rules';
import { campaignStore } from './campaign.store';
import { blankCampaign } from './campaign.input';
import { CampaignStatus } from './campaign.types';
import { lifecycleStore } from './lifecycle.store';

let t: TestDatabase;
let companyId: CompanyId;
beforeAll(async () => {
  t = await testDatabase();
  companyId = await buildCompany(t.db);
});
afterAll(() => t.close());

const by = 1 as UserId;
type Move = (company: CompanyId, id: CampaignId) => Promise<boolean>;
const moves: Record<string, { started: boolean; move: Move }> = {
  edit: { started: false, move: (company, id) => campaignStore(t.db).edit(company, id, { ...blankCampaign, name: 'x' }) },
  pause: { started: true, move: (company, id) => lifecycleStore(t.db).pause(company, id, 'user') },
  resume: { started: true, move: (company, id) => lifecycleStore(t.db).resume(company, id) },
  cancel: { started: true, move: (company, id) => lifecycleStore(t.db).cancel(company, id) },
  restart: { started: true, move: (company, id) => lifecycleStore(t.db).restart(company, id, by) },
  retryFailed: { started: true, move: (company, id) => lifecycleStore(t.db).retry(company, id, ['failed'], by) },
  remove: { started: true, move: (company, id) => campaignStore(t.db).remove(company, id) },
};

describe.each(Object.entries(moves))('%s', (action, { started, move }) => {
  test.each(Object.values(CampaignStatus))('from %s is what the table says', async (status) => {
    const id = await buildCampaign(t.db, companyId, { status, snapshot: started ? '{}' : null });
    const may = (MAY_LEAVE[action as keyof typeof MAY_LEAVE] as readonly string[]).includes(status);
    expect(await move(companyId, id)).toBe(may);
    if (!may) expect(await campaignStore(t.db).bare(companyId, id)).toMatchObject({ status, eventSeq: 0 });
  });

  it('moves nothing of another company', async () => {
    const id = await buildCampaign(t.db, companyId, { status: MAY_LEAVE[action as keyof typeof MAY_LEAVE][0], snapshot: started ? '{}' : null });
    const before = await campaignStore(t.db).bare(companyId, id);
    expect(await move(await buildCompany(t.db), id)).toBe(false);
    expect(await campaignStore(t.db).bare(companyId, id)).toEqual(before);
  });
});

describe('finish', () => {
  const campaign = (over = {}) => buildCampaign(t.db, companyId, { status: 'EM_ANDAMENTO', snapshot: '{}', preparedAt: new Date(), ...over });

  it.each(['pending', 'awaiting', 'sending', 'unknown'])('waits for a row that is %s', async (state) => {
    const id = await campaign();
    const [connection] = await t.db.query<{ id: number }>(
      `INSERT INTO "Whatsapps" ("companyId", "name", "channel") VALUES ($1, $2, 'simulator') RETURNING "id"`,
      [companyId, state],
    );
    await t.db.query(
      `INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "recipient", "body", "state") VALUES ($1, $2, $3, 'campaign', '1', '', $4)`,
      [companyId, connection!.id, id, state],
    );
    expect(await t.transact((tx) => lifecycleStore(tx).finish(companyId, id))).toBe(false);
    await t.db.query(`UPDATE "Deliveries" SET "state" = 'held' WHERE "campaignId" = $1`, [id]);
    expect(await t.transact((tx) => lifecycleStore(tx).finish(companyId, id))).toBe(true);
  });

  it.each([
    ['being prepared', { preparedAt: null }],
    ['being reopened', { reopening: '{}' }],
    ['paused', { status: 'PAUSADA' }],
  ])('leaves one that is %s alone', async (_, over) => {
    const id = await campaign(over);
    expect(await t.transact((tx) => lifecycleStore(tx).finish(companyId, id))).toBe(false);
  });

  it('cannot overlook rows that are opened again at the same moment', async () => {
    const id = await campaign();
    let finish: Promise<boolean> | undefined;
    await t.transact(async (tx) => {
      await lifecycleStore(tx).retry(companyId, id, ['failed'], by);
      finish = t.transact((other) => lifecycleStore(other).finish(companyId, id));
      await t.db.query(`SELECT 1`);
    });
    expect(await finish).toBe(false);
    expect(await campaignStore(t.db).bare(companyId, id)).toMatchObject({ status: 'EM_ANDAMENTO', reopening: { states: ['failed'], by } });
  });
});

describe('advance', () => {
  it('lets one of two preparations go on, and none of a paused campaign', async () => {
    const id = await buildCampaign(t.db, companyId, { status: 'EM_ANDAMENTO', snapshot: '{}' });
    const both = await Promise.all([1, 2].map(() => t.transact((tx) => lifecycleStore(tx).advance(companyId, id, 0, 1_000, false))));
    expect(both.filter(Boolean)).toHaveLength(1);
    await lifecycleStore(t.db).pause(companyId, id, 'user');
    expect(await lifecycleStore(t.db).advance(companyId, id, 1_000, 2_000, true)).toBe(false);
  });
});
