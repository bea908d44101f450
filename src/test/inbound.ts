/** Events of a channel, taken by the real ledger, tickets and messages: only the provider is scripted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnections } from '../features/connections';
import { createDeliveries } from '../features/deliveries';
import { createInbound, type InboundDeps } from '../features/inbound';
import { createMessages } from '../features/messages';
import { createTickets } from '../features/tickets';
import { systemClock } from '../kernel/clock';
import { silentLog, type Log } from '../kernel/log';
import type { Channel, InboundEvent } from '../platform/channels/channel';
import { createChannels } from '../platform/channels/channels';
import { createNotifications } from '../platform/db/notifications';
import { createMediaStore } from '../platform/media/media';
import { testDatabase } from './database';
import { scriptedChannel } from './ledger';

/** @param mostBytes of a received file. */
export async function setupInbound(onMessage: InboundDeps['onMessage'], parts: { warn?: Log['warn']; mostBytes?: number } = {}) {
  const test = await testDatabase();
  const { db, transact } = test;
  const folder = await mkdtemp(join(tmpdir(), 'inbound-'));
  const media = createMediaStore(folder, parts.mostBytes);
  const reported: unknown[] = [];
  let take: (events: InboundEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));
  const channel: Channel = {
    ...scriptedChannel(1).channel,
    listen: async (sink) => {
      take = sink;
      return { stop: async () => void (take = () => Promise.reject(new Error('stopped'))) };
    },
  };
  const tickets = createTickets({ db, transact });
  const deliveries = createDeliveries({
    db, transact, log: silentLog, tickets, channel: () => channel, echoingChannels: ['simulator'], defaultLimiter: () => null,
    bell: createNotifications(test.url, silentLog), serves: true, leaseMs: 15_000, laneLeaseMs: 10_000, unknownWaitMs: 15_000, sweepMs: 60_000, random: () => 0.5,
  });
  const connections = createConnections({ db, transact, channels: createChannels({}), laneOf: async () => null });
  const messages = createMessages({ db, transact, clock: systemClock, log: silentLog, connections, deliveries, tickets, media });
  const inbound = createInbound({
    db, transact, tickets, deliveries, media, answers: messages, onMessage,
    log: { ...silentLog, ...(parts.warn && { warn: parts.warn }) },
    report: (error) => void reported.push(error),
    channels: { all: () => [['simulator', channel]] },
  });
  await inbound.start?.();
  return {
    ...test, folder, tickets, deliveries, messages, reported,
    tell: (events: InboundEvent[]) => take(events),
    async stop(): Promise<void> {
      await inbound.stop?.();
      await deliveries.stop?.();
      await test.close();
      await rm(folder, { recursive: true });
    },
  };
}
export type TestInbound = Awaited<ReturnType<typeof setupInbound>>;
