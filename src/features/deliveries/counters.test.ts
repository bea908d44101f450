/** The trigger of migrations 0006 and 0012: whatever statements run, a campaign's counters say what counting its rows would. */
import fc from 'fast-check';
import type { CampaignId, CompanyId, ConnectionId } from '../../kernel/ids';
import { buildCampaign, buildCompany, buildConnection } from '../../test/build';
import { testDatabase, type TestDatabase } from '../../test/database';
import { DeliveryState } from './delivery.types';

let test: TestDatabase;
let companyId: CompanyId;
let connectionId: ConnectionId;
beforeAll(async () => {
  test = await testDatabase();
  companyId = await buildCompany(test.db);
  connectionId = await buildConnection(test.db, companyId);
});
afterAll(() => test.close());

/** A statement over the two campaigns of the run. */
type Command = (campaigns: readonly CampaignId[]) => Promise<unknown>;

const insert = (onConflict: string): string => `
  INSERT INTO "Deliveries" ("companyId", "connectionId", "campaignId", "kind", "step", "recipient", "body", "state", "variant")
  SELECT $1, $2, c, CASE WHEN c IS NULL THEN 'direct' ELSE 'campaign' END, s, r, '', st, v
  FROM unnest($3::int[], $4::smallint[], $5::text[], $6::text[], $7::smallint[]) AS given (c, s, r, st, v)
  ON CONFLICT ("campaignId", "recipient", "step") WHERE "campaignId" IS NOT NULL ${onConflict}`;

const state = fc.constantFrom(...Object.values(DeliveryState));
const row = fc.record({ campaign: fc.nat(2), step: fc.nat(1), recipient: fc.nat(30), variant: fc.integer({ min: 1, max: 3 }), state });
const rows = fc.array(row, { maxLength: 40 });

/** One statement that writes rows of up to two campaigns and of none; recipients already there take `onConflict`. */
const inserting = (onConflict: string) =>
  rows.map((given): Command => (campaigns) => {
    // A statement may not meet one row twice.
    const distinct = [...new Map(given.map((r) => [`${r.campaign}/${r.step}/${r.recipient}`, r])).values()];
    return test.db.query(insert(onConflict), [
      companyId,
      connectionId,
      distinct.map((r) => campaigns[r.campaign] ?? null),
      distinct.map((r) => r.step),
      distinct.map((r) => String(r.recipient)),
      distinct.map((r) => r.state),
      distinct.map((r) => r.variant),
    ]);
  });

const moving = fc.tuple(state, fc.array(state), fc.nat(30)).map(
  ([to, from, upTo]): Command =>
    () =>
      test.db.query('UPDATE "Deliveries" SET "state" = $1 WHERE "state" = ANY($2) AND "recipient"::int <= $3', [to, from, upTo]),
);

const undone = fc.constant<Command>(() =>
  test
    .transact(async (tx) => {
      await tx.query(`UPDATE "Deliveries" SET "state" = 'read'`);
      throw new Error('undone');
    })
    .catch(() => undefined),
);

const command = fc.oneof(inserting('DO NOTHING'), inserting('DO UPDATE SET "state" = EXCLUDED."state"'), moving, undone);

const kept = `SELECT "campaignId", "step", "state", "variant", "count" FROM "CampaignCounters" WHERE "campaignId" = ANY($1) AND "count" <> 0 ORDER BY 1, 2, 3, 4`;
const counted = `SELECT "campaignId", "step", "state", "variant", count(*) FROM "Deliveries" WHERE "campaignId" = ANY($1) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

describe('campaign counters', () => {
  it('equal a recount after any statements, one after another or at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 12 }), fc.boolean(), async (commands, atOnce) => {
        const campaigns = [await buildCampaign(test.db, companyId), await buildCampaign(test.db, companyId)];
        if (atOnce) await Promise.allSettled(commands.map((run) => run(campaigns)));
        else for (const run of commands) await run(campaigns);
        expect(await test.db.query(kept, [campaigns])).toEqual(await test.db.query(counted, [campaigns]));
      }),
      { numRuns: 60 },
    );
  });
});
