/** What the ledger's tests share: a scripted provider, and a product of one feature on a real database. */
import { EventEmitter } from 'node:events';
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../kernel/ids';
import { silentLog } from '../kernel/log';
import type { Channel, Outgoing } from '../platform/channels/channel';
import { createNotifications } from '../platform/db/notifications';
import { anyNumber, buildCampaign, buildCompany } from './build';
import { testDatabase } from './database';
import { createDeliveries, LanePriority, type Deliveries, type NewDelivery, type NewShipping } from '../features/deliveries';

/** The provider's side, scripted; its `ledger` is what it accepted, in order. */
export function scriptedChannel(inFlight: number) {
  const ledger: Outgoing[] = [];
  const seen = new EventEmitter();
  let script: (message: Outgoing) => Promise<void> = async () => undefined;
  const channel: Channel = {
    inFlight, perSecond: 1_000, echoesReference: true, echoWithinMs: 1_000,
    async send(message) {
      await script(message);
      ledger.push(message);
      seen.emit('accepted');
      return { providerMessageId: `p-${ledger.length}-${message.reference}` };
    },
    listen: async () => ({ stop: async () => undefined }),
  };
  return { channel, ledger, seen, play: (next: typeof script) => { script = next; } };
}

export async function setupLedger() {
  const t = await testDatabase();
  const companyId: CompanyId = await buildCompany(t.db);
  const alive: Deliveries[] = [];

  function deliveriesOver(channel: Channel): Deliveries {
    const deliveries = createDeliveries({
      db: t.db, transact: t.transact, log: silentLog, channel: () => channel, echoingChannels: ['simulator'], defaultLimiter: () => null,
      tickets: { recordOutbound: async () => undefined }, bell: createNotifications(t.url, silentLog),
      serves: true, leaseMs: 15_000, laneLeaseMs: 10_000, unknownWaitMs: 15_000, sweepMs: 60_000, random: () => 0.5,
    });
    alive.push(deliveries);
    return deliveries;
  }

  const noPause = { messageIntervalMs: 0, longerIntervalAfter: 0, greaterIntervalMs: 0 };
  async function runningCampaign(deliveries: Deliveries, connectionId: ConnectionId, count: number, pace = noPause): Promise<CampaignId> {
    const id = await buildCampaign(t.db, companyId, { whatsappId: connectionId, status: 'EM_ANDAMENTO', startedAt: new Date(), snapshot: JSON.stringify({ pace }) });
    const rows: NewShipping[] = Array.from({ length: count }, (_, i) => ({
      listItemId: i + 1, recipient: anyNumber(), isGroup: false, name: `C${i}`, step: 0, variant: 1, body: `oi ${i}`, state: 'pending', skipReason: null,
    }));
    await t.transact((tx) => deliveries.addShippings(tx, companyId, { id, connectionId, media: null, ticketPlan: null, dueAt: new Date(0) }, rows));
    return id;
  }

  async function stateOf(id: DeliveryId): Promise<string> {
    const [row] = await t.db.query<{ state: string }>(`SELECT "state" FROM "Deliveries" WHERE "id" = $1`, [id]);
    return row!.state;
  }

  async function counters(campaignId: CampaignId): Promise<Record<string, number>> {
    const rows = await t.db.query<{ state: string; count: number }>(
      `SELECT "state", sum("count")::int AS "count" FROM "CampaignCounters" WHERE "campaignId" = $1 GROUP BY 1 HAVING sum("count") > 0`, [campaignId]);
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  const noneOpen = (connectionId: ConnectionId) => async (): Promise<boolean> => {
    const rows = await t.db.query(`SELECT 1 FROM "Deliveries" WHERE "connectionId" = $1 AND "state" IN ('pending', 'sending') LIMIT 1`, [connectionId]);
    return rows.length === 0;
  };

  return {
    ...t, companyId, deliveriesOver, runningCampaign, stateOf, counters, noneOpen,
    stopAll: async () => {
      await Promise.all(alive.splice(0).map(async (deliveries) => deliveries.stop?.()));
    },
  };
}

export const direct = (connectionId: ConnectionId, over: Partial<NewDelivery> = {}): NewDelivery => ({
  connectionId, kind: 'direct', priority: LanePriority.direct, recipient: anyNumber(), isGroup: false, name: 'Ana', body: 'oi', media: null,
  ticketPlan: null, idempotencyKey: null, ...over,
});

/** Waits for the rows themselves: a recorded outcome, not an amount of time. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
