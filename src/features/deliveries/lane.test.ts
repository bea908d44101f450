import { once } from 'node:events';
import { Blocked, Rejected, Unavailable } from '../../kernel/errors';
import { anyNumber, buildCompany, buildConnection } from '../../test/build';
import { LanePriority, type NewDelivery } from '.';
import { direct, scriptedChannel, setupLedger, until } from '../../test/ledger';

let t: Awaited<ReturnType<typeof setupLedger>>;
beforeAll(async () => {
  t = await setupLedger();
});
afterEach(() => t.stopAll());
afterAll(() => t.close());

describe('a lane', () => {
  it('sends what was submitted, direct before campaign, each once, and rings after the commit only', async () => {
    const { channel, ledger } = scriptedChannel(1);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 3);
    const rows = [direct(connectionId, { body: 'later', priority: LanePriority.low }), direct(connectionId, { body: 'first' })];
    await t.transact((tx) => deliveries.submit(tx, t.companyId, rows));
    expect(t.released.jobs.at(-1)).toMatchObject({ payload: { companyId: t.companyId, connectionId } });

    await deliveries.serve(connectionId, 5_000);
    await until(t.noneOpen(connectionId));
    expect(ledger.map((message) => message.content.text)).toEqual(['first', 'later', 'oi 0', 'oi 1', 'oi 2']);
    expect(await t.counters(campaignId)).toEqual({ sent: 3 });
  });

  it('knows a message by its idempotency key, within one call and over two racing ones', async () => {
    const { channel } = scriptedChannel(10);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const same = (): NewDelivery => direct(connectionId, { idempotencyKey: `key-${connectionId}` });
    const [first, ...others] = await Promise.all(Array.from({ length: 6 }, () => t.transact((tx) => deliveries.submit(tx, t.companyId, [same(), direct(connectionId), same()]))));
    const ids = new Set([first!, ...others].flatMap((call) => [call[0]!.id, call[2]!.id]));
    expect(ids.size).toBe(1);
    const fresh = [first!, ...others].flat().filter((entry) => !entry.duplicate);
    expect(fresh).toHaveLength(1 + 6);
  });

  it('keeps the order of two messages to one person on a parallel channel', async () => {
    const { channel, ledger, play } = scriptedChannel(50);
    play(async (message) => {
      if (message.content.text === 'A') await new Promise((resolve) => setTimeout(resolve, 30));
    });
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const recipient = anyNumber();
    await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId, { recipient, body: 'A' }), direct(connectionId, { recipient, body: 'B' })]));
    await deliveries.serve(connectionId, 5_000);
    await until(t.noneOpen(connectionId));
    expect(ledger.map((message) => message.content.text)).toEqual(['A', 'B']);
  });

  it('a pause leaves at most the calls under way, and what was paused is not touched', async () => {
    const { channel, ledger, seen } = scriptedChannel(4);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 400);
    deliveries.ring(connectionId);
    while (ledger.length < 50) await once(seen, 'accepted');
    await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA' WHERE "id" = $1`, [campaignId]);
    const atPause = ledger.length;
    await until(async () => ((await t.counters(campaignId))['sending'] ?? 0) === 0);
    expect(ledger.length - atPause).toBeLessThanOrEqual(4);
    expect((await t.counters(campaignId))['pending']).toBe(400 - ledger.length);
    const late = await t.db.query(
      `SELECT 1 FROM "Deliveries" d JOIN "Campaigns" c ON c."id" = d."campaignId" WHERE c."id" = $1 AND d."claimedAt" > now()`, [campaignId]);
    expect(late).toHaveLength(0);
  });

  it('an opt-out that is committed wins over every later claim', async () => {
    const { channel, ledger, seen } = scriptedChannel(2);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 120);
    const numbers = await t.db.query<{ recipient: string }>(`SELECT "recipient" FROM "Deliveries" WHERE "campaignId" = $1 ORDER BY "id" DESC LIMIT 40`, [campaignId]);
    deliveries.ring(connectionId);
    while (ledger.length < 20) await once(seen, 'accepted');
    await t.db.query(`INSERT INTO "OptOuts" ("companyId", "number", "source") SELECT $1, unnest($2::text[]), 'test'`, [t.companyId, numbers.map((row) => row.recipient)]);
    await until(t.noneOpen(connectionId));
    const outs = new Set(numbers.map((row) => row.recipient));
    expect(ledger.filter((message) => outs.has(message.to))).toHaveLength(0);
    expect(await t.counters(campaignId)).toEqual({ sent: 80, skipped: 40 });
  });

  it('sends nothing by a connection that is not connected, and keeps the rows', async () => {
    const { channel, ledger } = scriptedChannel(10);
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId, { status: 'DISCONNECTED' });
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    await deliveries.serve(connectionId, 5_000);
    expect(ledger).toHaveLength(0);
    expect(await t.stateOf(entry!.id)).toBe('pending');
  });

  it('stops while a call is under way and a ring is pending: the call ends and is written', async () => {
    const { channel, ledger, play, seen } = scriptedChannel(1);
    let answer: () => void = () => undefined;
    play(() => {
      seen.emit('called');
      return new Promise((resolve) => { answer = resolve; });
    });
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const [entry] = await t.transact((tx) => deliveries.submit(tx, t.companyId, [direct(connectionId)]));
    const called = once(seen, 'called');
    deliveries.ring(connectionId);
    await called;
    deliveries.ring(connectionId);
    const stopped = deliveries.stop!();
    await until(async () => (await t.db.query(`SELECT 1 FROM "Lanes" WHERE "connectionId" = $1 AND "owner" IS NULL`, [connectionId])).length === 1);
    answer();
    await stopped;
    expect(ledger).toHaveLength(1);
    expect(await t.stateOf(entry!.id)).toBe('sent');
  });

  it('sends nothing for a suspended company', async () => {
    const { channel, ledger } = scriptedChannel(10);
    const deliveries = t.deliveriesOver(channel);
    const suspended = await buildCompany(t.db, { status: false });
    const connectionId = await buildConnection(t.db, suspended);
    await t.transact((tx) => deliveries.submit(tx, suspended, [direct(connectionId)]));
    await deliveries.serve(connectionId, 5_000);
    expect(ledger).toHaveLength(0);
  });

  it('is served by one process at a time, and by the other when the first one stops', async () => {
    const { channel, ledger } = scriptedChannel(5);
    const [a, b] = [t.deliveriesOver(channel), t.deliveriesOver(channel)];
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(a, connectionId, 300);
    a.ring(connectionId);
    b.ring(connectionId);
    await until(t.noneOpen(connectionId));
    expect(new Set(ledger.map((message) => message.to)).size).toBe(300);
    expect(ledger).toHaveLength(300);
    expect(await t.counters(campaignId)).toEqual({ sent: 300 });
    await a.stop!();
    await t.transact((tx) => b.submit(tx, t.companyId, [direct(connectionId)]));
    await b.serve(connectionId, 5_000);
    await until(t.noneOpen(connectionId));
    expect(ledger).toHaveLength(301);
  });

  it('hears a ring that arrives at another process', async () => {
    await t.db.query(`DELETE FROM "Deliveries"`); // what earlier tests left would be rung at start
    const { channel, ledger, seen } = scriptedChannel(5);
    const [a, b] = [t.deliveriesOver(channel), t.deliveriesOver(channel)];
    await Promise.all([a.start!(), b.start!()]);
    const connectionId = await buildConnection(t.db, t.companyId);
    await t.runningCampaign(a, connectionId, 2, { messageIntervalMs: 20_000, longerIntervalAfter: 0, greaterIntervalMs: 0 });
    await a.serve(connectionId, 5_000); // a now sleeps for 20 s, and owns the lane
    await t.transact((tx) => b.submit(tx, t.companyId, [direct(connectionId, { body: 'now' })]));
    b.ring(connectionId);
    while (ledger.length < 2) await once(seen, 'accepted');
    expect(ledger.map((message) => message.content.text)).toEqual(['oi 0', 'now']);
  });

  it('stops the campaigns of a blocked connection and keeps their rows', async () => {
    const { channel, play } = scriptedChannel(1);
    play(async () => { throw new Blocked('ERR_BANNED', 'number banned'); });
    const deliveries = t.deliveriesOver(channel);
    const paused: unknown[] = [];
    deliveries.onCampaignsMustPause(async (connection, campaign, cause) => void paused.push([connection, campaign, cause.code]));
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 5);
    await deliveries.serve(connectionId, 5_000);
    await until(async () => (await t.counters(campaignId))['pending'] === 5);
    expect(paused).toEqual([[connectionId, null, 'connection_blocked']]);
    expect((await deliveries.laneView(t.companyId, connectionId))?.waiting?.reason).toBe('hold');
  });

  it('stops a campaign whose recipients are refused one after the other', async () => {
    const { channel, play, ledger } = scriptedChannel(1);
    play(async () => { throw new Rejected('ERR_NOT_ON_WHATSAPP', 'no'); });
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 100);
    deliveries.onCampaignsMustPause(async (_connection, campaign) => {
      await t.db.query(`UPDATE "Campaigns" SET "status" = 'PAUSADA' WHERE "id" = $1`, [campaign]);
    });
    deliveries.ring(connectionId);
    await until(async () => ((await t.counters(campaignId))['failed'] ?? 0) >= 30 && ((await t.counters(campaignId))['sending'] ?? 0) === 0);
    expect(ledger).toHaveLength(0);
    expect((await t.counters(campaignId))['failed']).toBeLessThan(40);
  });

  it('a storm of a provider that is down fails nothing', async () => {
    const { channel, play, ledger } = scriptedChannel(20);
    let down = true;
    play(async () => { if (down) throw new Unavailable('ERR_DOWN', 'down'); });
    const deliveries = t.deliveriesOver(channel);
    const connectionId = await buildConnection(t.db, t.companyId);
    const campaignId = await t.runningCampaign(deliveries, connectionId, 20);
    deliveries.ring(connectionId);
    await until(async () => ((await deliveries.laneView(t.companyId, connectionId))?.waiting ?? null) !== null);
    down = false;
    await t.db.query(`UPDATE "Deliveries" SET "dueAt" = now() WHERE "campaignId" = $1 AND "state" = 'pending'`, [campaignId]);
    await until(t.noneOpen(connectionId));
    expect(ledger).toHaveLength(20);
    expect(await t.counters(campaignId)).toEqual({ sent: 20 });
  });
});
