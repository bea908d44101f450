/** The ledger at work: submits, serves the lanes, applies what providers say. */
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { Conflict } from '../../kernel/errors';
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Channel } from '../../platform/channels/channel';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import type { TicketsDoor } from '../tickets';
import { sendMessage } from './delivery.jobs';
import { LanePriority, type MovedCampaign, type OwnedDelivery, type PauseCause } from './delivery.types';
import { forecastEnd, JITTER, meanGapMs, usageToday, type Limiter } from './gate.rules';
import { laneStore, type SeenLane } from './lane.store';
import { createLanes, type LaneBell } from './lanes';
import { noProbe, type Probe } from './probe';
import { recordStore, type Moved } from './record.store';
import { foldByProviderId, foldStatuses, providerKey } from './statuses';
import { submitStore } from './submit.store';
import { sweepStore } from './sweep.store';
import type { Deliveries, LaneView } from './index';

export interface DeliveriesDeps {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly log: Log;
  readonly channel: (name: string) => Channel;
  /** Channels whose every accepted message is echoed with our reference. */
  readonly echoingChannels: readonly string[];
  readonly defaultLimiter: (channel: string) => Limiter | null;
  readonly tickets: Pick<TicketsDoor, 'recordOutbound'>;
  readonly bell: LaneBell;
  /** False in a process that only takes requests: its rings go to whoever serves the lane. */
  readonly serves: boolean;
  /** Of a claimed row: longer than any call to a provider may last. */
  readonly leaseMs: number;
  /** Of a lane: how soon another process takes over from a dead one. Renewed well before it ends. */
  readonly laneLeaseMs: number;
  /** How long a message in doubt waits for its echo. */
  readonly unknownWaitMs: number;
  readonly sweepMs: number;
  readonly random: () => number;
  readonly probe?: Probe;
}

export function createDeliveries(deps: DeliveriesDeps): Deliveries {
  const { db, transact, log } = deps;
  const probe = deps.probe ?? noProbe;
  const owner = `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const movedListeners: ((campaigns: readonly MovedCampaign[]) => void)[] = [];
  const scheduledListeners: ((ids: readonly DeliveryId[]) => void)[] = [];
  const directListeners: ((ids: readonly DeliveryId[]) => void)[] = [];
  const pauseListeners: ((connectionId: ConnectionId, campaignId: CampaignId | null, reason: PauseCause) => Promise<void>)[] = [];

  const tellMoved = (rows: readonly { companyId: CompanyId; campaignId: CampaignId | null }[]): void => {
    const campaigns = new Map<CampaignId, MovedCampaign>();
    for (const row of rows) if (row.campaignId !== null) campaigns.set(row.campaignId, { companyId: row.companyId, campaignId: row.campaignId });
    if (campaigns.size > 0) for (const listener of movedListeners) listener([...campaigns.values()]);
  };

  const tellScheduled = (rows: readonly Moved[]): void => {
    const ids = rows.filter(({ kind }) => kind === 'scheduled').map(({ id }) => id);
    if (ids.length > 0) for (const listener of scheduledListeners) listener(ids);
  };

  const tellDirect = (rows: readonly Moved[]): void => {
    const ids = rows.flatMap(({ id, campaignId, ticketPlan }) => (campaignId === null && ticketPlan !== null ? [id] : []));
    if (ids.length > 0) for (const listener of directListeners) listener(ids);
  };

  /** Conversations follow in the transaction that says "sent": both or neither. */
  const writeConversations = async (tx: Tx, moved: readonly Moved[]): Promise<void> => {
    const rows = moved.flatMap(({ accepted, ticketPlan, ...row }) => (accepted && ticketPlan !== null ? [{ ...row, deliveryId: row.id, plan: ticketPlan }] : []));
    if (rows.length > 0) await deps.tickets.recordOutbound(tx, rows);
  };

  const lanes = createLanes({
    ...deps,
    owner,
    probe,
    record: async (attempts) => {
      const moved = await transact(async (tx) => {
        const rows = await recordStore(tx).record(attempts, deps.unknownWaitMs);
        await writeConversations(tx, rows);
        await probe('before_record_commit');
        return rows;
      });
      await probe('after_record_commit');
      tellMoved(moved);
      tellDirect(moved.filter(({ accepted }) => !accepted));
      tellScheduled(moved);
    },
    sweep: async () => {
      const doubted = await sweepStore(db).doubtExpiredAcrossCompanies(deps.unknownWaitMs);
      if (doubted.length > 0) log.warn({ deliveries: doubted.length }, 'sender gone in mid-call: waiting for the provider to say what it took');
      const settled = await sweepStore(db).settleDoubtsAcrossCompanies(deps.echoingChannels);
      tellMoved([...doubted, ...settled]);
    },
    moved: tellMoved,
    mustPause: (connectionId, campaignId, cause) => {
      for (const listener of pauseListeners) {
        listener(connectionId, campaignId, cause).catch((error: unknown) => log.error({ err: error, connectionId }, 'campaigns not paused'));
      }
    },
  });

  async function submitAll(tx: Tx, rows: readonly OwnedDelivery[], ring = true): Promise<{ id: DeliveryId; duplicate: boolean }[]> {
    if (rows.length === 0) return [];
    const store = submitStore(tx);
    const written = await store.insertDirectAcrossCompanies(rows);
    const raced = rows.filter((_, i) => written[i]?.id === null);
    const found = raced.length > 0 ? await store.byKeysAcrossCompanies(raced) : [];
    const known = new Map(raced.map((row, i) => [row, found[i]]));
    const lanesToRing = new Map(rows.map(({ companyId, connectionId }) => [connectionId, { companyId, connectionId }]));
    if (ring) for (const lane of lanesToRing.values()) tx.enqueue(sendMessage, lane);
    return rows.map((row, i) => {
      const id = written[i]?.id ?? known.get(row);
      if (id == null) throw new Conflict('ERR_IDEMPOTENCY_RACE', `the delivery of key ${row.idempotencyKey} is gone again`);
      return { id, duplicate: written[i]?.duplicate ?? false };
    });
  }

  return {
    start: async () => {
      await sweepStore(db).renewDoubtsAcrossCompanies(deps.unknownWaitMs);
      await lanes.start();
    },
    stop: () => lanes.stop(),

    submit: (tx, companyId, rows) => submitAll(tx, rows.map((row) => ({ ...row, companyId }))),
    submitAcrossCompanies: submitAll,

    addShippings: (tx, companyId, campaign, rows) => submitStore(tx).insertShippings(companyId, campaign, LanePriority.campaign, rows),

    ring: (connectionId) => lanes.ring(connectionId),
    serve: (connectionId, budgetMs) => lanes.serve(connectionId, budgetMs),

    async applyStatuses(events) {
      const { climbs, firstParts, unreferenced } = foldStatuses(events);
      const moved = await transact(async (tx) => {
        const store = recordStore(tx);
        if (firstParts.length > 0) await store.partEchoed(firstParts);
        const found = unreferenced.length === 0 ? [] : await store.byProviderIds(unreferenced.map((e) => e.connectionId), unreferenced.map((e) => e.providerMessageId));
        const byProviderId = new Map(found.map((row) => [providerKey(row.connectionId, row.providerMessageId), row.id]));
        const all = [...climbs, ...foldByProviderId(unreferenced, byProviderId)];
        const rows = all.length === 0 ? [] : await store.climb(all);
        await writeConversations(tx, rows);
        return rows;
      });
      tellMoved(moved);
      tellDirect(moved);
      tellScheduled(moved.filter(({ accepted }) => accepted));
    },

    async markReplied(tx, companyId, connectionId, numbers) {
      const campaignId = await recordStore(tx).markReplied(companyId, connectionId, numbers);
      if (campaignId !== null) tx.afterCommit(() => tellMoved([{ companyId, campaignId }]));
    },

    async forecasts(q, companyId, batches) {
      if (batches.length === 0) return [];
      const lanes = await laneStore(q, deps.defaultLimiter).peek(companyId, [...new Set(batches.map((batch) => batch.connectionId))]);
      return batches.map(({ connectionId, pace, count, from }) => {
        const lane = lanes.get(connectionId);
        if (lane === undefined) return null;
        const perSecond = deps.channel(lane.channel).perSecond;
        const firstAt = new Date(Math.max(from.getTime(), lane.pace.campaignAt, lane.pace.limiterAt, lane.pace.holdUntil));
        const endAt = (jitter?: number): Date => forecastEnd(lane.policy, pace, count, firstAt, perSecond, jitter);
        return { endsAt: endAt(), earliest: endAt(0), latest: endAt(JITTER), perMinute: 60_000 / meanGapMs(lane.policy, pace, perSecond), waiting: waitingOf(lane) };
      });
    },

    async laneView(companyId, connectionId) {
      const lane = (await laneStore(db, deps.defaultLimiter).peek(companyId, [connectionId])).get(connectionId);
      return lane === undefined ? null : { waiting: waitingOf(lane), connected: lane.connected, today: usageToday(lane.policy, lane.pace, lane.now) };
    },

    onDirectMoved: (listener) => void directListeners.push(listener),
    onCampaignMoved: (listener) => void movedListeners.push(listener),
    onScheduledMoved: (listener) => void scheduledListeners.push(listener),
    onCampaignsMustPause: (listener) => void pauseListeners.push(listener),
  };
}

function waitingOf({ suspended, waiting }: SeenLane): LaneView['waiting'] {
  if (suspended) return { reason: 'company_suspended', until: null };
  return waiting && { reason: waiting.reason, until: new Date(waiting.until) };
}
