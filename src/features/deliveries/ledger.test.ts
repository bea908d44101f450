import { AnswerLost } from '../../kernel/errors';
import { buildCompany, buildConnection } from '../../test/build';
import { claimStore } from './claim.store';
import { direct, scriptedChannel, setupLedger, until } from '../../test/ledger';
import { accepted } from './outcome.rules';
import { recordStore } from './record.store';
import { sweepStore } from './sweep.store';

let t: Awaited<ReturnType<typeof setupLedger>>;
beforeAll(async () => {
  t = await setupLedger();
});
afterEach(() => t.stopAll());
afterAll(() => t.close());

describe('doubt', () => {
  it('a lost answer is unknown until the echo says that it left; it is never sent again', async () => {
    const { channel, play, ledger } = scriptedChannel(1);
    play(async () => { throw new AnswerLost('ERR_ANSWER_LOST', 'timeout'); });
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    await deliveries.serve(connectionId, 5_000);
    await until(async () => (await t.stateOf(entry!.id)) === 'unknown');
    play(async () => undefined);
    await deliveries.serve(connectionId, 5_000);
    expect(ledger).toHaveLength(0);
    await deliveries.applyStatuses([{ type: 'status', connectionId, reference: String(entry!.id), providerMessageId: 'echo', status: 'sent', at: new Date(), error: null }]);
    expect(await t.stateOf(entry!.id)).toBe('sent');
  });

  it.each([
    ['echoing channel, campaign: silence means it was never taken', true, true, 'pending'],
    ['silent channel, campaign: a person decides', false, true, 'held'],
    ['silent channel, direct: sent again', false, false, 'pending'],
  ])('%s', async (_name, echoes, isCampaign, expected) => {
    const { channel } = scriptedChannel(1);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    if (isCampaign) await t.runningCampaign(deliveries, connectionId, 1);
    else await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    await t.db.query(`UPDATE "Deliveries" SET "state" = 'unknown', "leaseUntil" = now() - interval '1 s' WHERE "connectionId" = $1`, [connectionId]);
    await sweepStore(t.db).settleDoubtsAcrossCompanies(echoes ? ['simulator'] : []);
    const [row] = await t.db.query<{ state: string }>(`SELECT "state" FROM "Deliveries" WHERE "connectionId" = $1`, [connectionId]);
    expect(row!.state).toBe(expected);
  });

  it('an expired lease is doubt, not a retry', async () => {
    const connectionId = await buildConnection(t.db, t.companyId);
    const deliveries = t.deliveriesOver(scriptedChannel(1).channel);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    await claimStore(t.db).claimDirect(connectionId, -1_000, 10);
    await sweepStore(t.db).doubtExpiredAcrossCompanies(60_000);
    expect(await t.stateOf(entry!.id)).toBe('unknown');
  });

  it('the fence: a process that comes back late cannot write over the one that took over', async () => {
    const connectionId = await buildConnection(t.db, t.companyId);
    const deliveries = t.deliveriesOver(scriptedChannel(1).channel);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    const [stale] = await claimStore(t.db).claimDirect(connectionId, 15_000, 1);
    await t.db.query(`UPDATE "Deliveries" SET "state" = 'pending' WHERE "id" = $1`, [entry!.id]);
    const [current] = await claimStore(t.db).claimDirect(connectionId, 15_000, 1);
    const attempt = (fence: number, providerMessageId: string) => ({ id: entry!.id, fence, partsSent: 1, providerMessageId, outcome: accepted });
    expect(await recordStore(t.db).record([attempt(stale!.fence, 'stale')], 1_000)).toHaveLength(0);
    expect(await recordStore(t.db).record([attempt(current!.fence, 'current')], 1_000)).toHaveLength(1);
    const [row] = await t.db.query<{ providerMessageId: string }>(`SELECT "providerMessageId" FROM "Deliveries" WHERE "id" = $1`, [entry!.id]);
    expect(row!.providerMessageId).toBe('current');
  });

  it('a late outcome of the same claim still settles its own doubt', async () => {
    const connectionId = await buildConnection(t.db, t.companyId);
    const deliveries = t.deliveriesOver(scriptedChannel(1).channel);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    const [claim] = await claimStore(t.db).claimDirect(connectionId, -1_000, 1);
    await sweepStore(t.db).doubtExpiredAcrossCompanies(60_000);
    await recordStore(t.db).record([{ id: entry!.id, fence: claim!.fence, partsSent: 1, providerMessageId: 'p', outcome: accepted }], 1_000);
    expect(await t.stateOf(entry!.id)).toBe('sent');
  });
});

describe('statuses', () => {
  it.each([
    [['read', 'delivered', 'sent'], 'read'],
    [['delivered', 'failed'], 'delivered'],
    [['failed', 'delivered'], 'delivered'],
    [['sent', 'failed'], 'failed'],
    [['failed', 'sent'], 'failed'],
  ] as const)('%j ends as %s: they climb, they never fall', async (order, expected) => {
    const { channel } = scriptedChannel(1);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    await claimStore(t.db).claimDirect(connectionId, 15_000, 1);
    for (const status of order) {
      await deliveries.applyStatuses([
        { type: 'status', connectionId, reference: String(entry!.id), providerMessageId: 'p', status, at: new Date(), error: status === 'failed' ? { code: '1', message: 'x' } : null },
      ]);
    }
    expect(await t.stateOf(entry!.id)).toBe(expected);
  });

  it('a status of one connection cannot touch a delivery of another', async () => {
    const deliveries = t.deliveriesOver(scriptedChannel(1).channel);
    const mine = await buildConnection(t.db, t.companyId);
    const foreign = await buildConnection(t.db, await buildCompany(t.db));
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(mine)]));
    await deliveries.applyStatuses([{ type: 'status', connectionId: foreign, reference: String(entry!.id), providerMessageId: 'p', status: 'read', at: new Date(), error: null }]);
    expect(await t.stateOf(entry!.id)).toBe('pending');
  });
});
