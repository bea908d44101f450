/**
 * The architecture on one page: configuration → platform → features, in rank order. Nothing is started here.
 *
 * A request goes down this page and never up: routes → feature → (deliveries → lane → channel). What a channel hears comes
 * in by `inbound` and goes the same way.
 */
import { createServer, type Server } from 'node:http';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createApp } from './app';
import type { Config } from './config';
import { campaignJobs, createCampaigns } from './features/campaigns';
import { createCompanies } from './features/companies';
import { cleanSessions, createConnections } from './features/connections';
import { createContacts, optOutOnMessage } from './features/contacts';
import { createDeliveries, sendMessage, type DeliveriesDeps, type Probe } from './features/deliveries';
import { createInbound } from './features/inbound';
import { createInvoices } from './features/invoices';
import { createMessages } from './features/messages';
import { createOps } from './features/ops';
import { createSchedules, scheduleJobs } from './features/schedules';
import { createRouting, routingJobs } from './features/routing';
import { createTickets } from './features/tickets';
import { addAdmin, createUsers, userJobs } from './features/users';
import { systemClock, type Clock } from './kernel/clock';
import type { CompanyId, UserId } from './kernel/ids';
import type { Log } from './kernel/log';
import { MOST_RECEIVED_BYTES } from './platform/channels/channel';
import { createChannels, type Channels } from './platform/channels/channels';
import { createRemoteSimulator } from './platform/channels/simulator/remote-simulator';
import { createSimulatorChannel } from './platform/channels/simulator/simulator-channel';
import { openSimulator } from './platform/channels/simulator/open-simulator';
import { cronRoutes, cronTexts } from './platform/cron/cron.routes';
import { createCronRunner } from './platform/cron/cron-runner';
import { alwaysLeads, neverLeads } from './platform/cron/leadership';
import type { Database } from './platform/db/database';
import { createLeaderLock } from './platform/db/leader-lock';
import { createNotifications } from './platform/db/notifications';
import { createTransact } from './platform/db/transact';
import type { Feature } from './platform/feature';
import type { Route } from './platform/http/route';
import { createTokens } from './platform/http/tokens';
import { createMediaStore } from './platform/media/media';
import type { Reporter } from './platform/observe/sentry';
import { BOARD_PATH, bullBoardRouter } from './platform/queue/bull/board';
import { createBullEngine } from './platform/queue/bull/bull-engine';
import { createEmbeddedEngine } from './platform/queue/embedded/embedded-engine';
import type { QueueEngine } from './platform/queue/engine';
import type { Job } from './platform/queue/job';
import { createSocketIo } from './platform/realtime/socket-io/socket-io';
import type { Transact } from './platform/transact';
import { queues } from './queues';

/** What exists before the product does, and outlives it. */
export interface Ground {
  readonly database: Database;
  /** For the connection that listens; the pool is `database`'s. */
  readonly databaseUrl: string;
  readonly secrets: { readonly access: string; readonly refresh: string };
  readonly log: Log;
  readonly reporter: Reporter;
  readonly version: string;
  /** Of the built console; null: none is served. */
  readonly consoleDir: string | null;
}

/** Where tests and benchmarks reach in. */
export interface Overrides {
  readonly channels?: Channels;
  readonly random?: () => number;
  /** The database's now() must be shifted with it. */
  readonly clock?: Clock;
  readonly probe?: Probe;
  /** Shorter leases, so that a test of crashes need not wait for them. */
  readonly recovery?: Partial<Pick<DeliveriesDeps, 'leaseMs' | 'laneLeaseMs' | 'unknownWaitMs' | 'sweepMs'>>;
}

/** After the process that served a number died, another one takes over within this and a sweep. */
const LANE_LEASE_MS = 8_000;

export interface Product {
  readonly server: Server;
  readonly routes: readonly Route[];
  readonly engine: QueueEngine;
  readonly transact: Transact;
  /** Features first, then jobs: whatever a job needs is running. Only what the role does. */
  start(): Promise<void>;
  /** The other way round: no new jobs, then no new claims; calls under way end and are written. */
  stop(): Promise<void>;
}

export function compose(config: Config, ground: Ground, overrides: Overrides = {}): Product {
  const { database: db, log, reporter, version } = ground;
  const clock = overrides.clock ?? systemClock;
  const random = overrides.random ?? Math.random;
  const report = (error: unknown, fields: object = {}): void => reporter.report(error, fields);
  const works = config.role !== 'api';
  let draining = false;

  // Platform
  const server = createServer();
  const tokens = createTokens(ground.secrets, clock);
  const jobs: Job[] = [sendMessage, ...userJobs(config.presence.checkMs), ...campaignJobs(config.campaigns.checkMs), ...routingJobs(config.scheduler.queueCheckMs), ...scheduleJobs(config.schedules.checkMs)];
  const engineParts = { queues: Object.values(queues), jobs, log, report, random };
  const bull = config.redisUrl === null ? null : createBullEngine({ ...engineParts, redisUrl: config.redisUrl });
  const engine = bull ?? createEmbeddedEngine({ ...engineParts, file: join(config.dataDir, 'jobs.sqlite') });
  const realtime = createSocketIo({
    server: config.role === 'worker' ? null : server,
    verifyToken(token) {
      const verified = tokens.verifyAccess(token);
      companies.requireActive(verified.caller.companyId);
      return verified;
    },
    alive: ({ companyId, userId }) => admit(companyId, userId), redis: bull?.client ?? null, clock, log,
    corsOrigins: config.http.corsOrigins, mayJoinTicket: (caller, ticketId) => tickets.mayJoinTicket(caller, ticketId),
  });
  const transact = createTransact({ database: db, engine, realtime, log });
  const media = createMediaStore(config.publicDir);
  const simulator = !config.simulator.on
    ? undefined
    : config.simulator.url === null
      ? openSimulator({ file: join(config.dataDir, 'simulator.sqlite'), clock, log })
      : createRemoteSimulator({ url: config.simulator.url });
  const channels = overrides.channels ?? createChannels({ simulator: simulator && createSimulatorChannel({ simulator, log }) });

  // Features, lowest rank first
  const companies = createCompanies({ db, transact, log, addAdmin, onSuspended: (companyId) => realtime.dismiss(companyId), removed: (companyId) => media.removeAll(companyId) });
  const users = createUsers({
    db, transact, tokens, log, connectionsOf: (user) => realtime.connectionsOf(user), ticketsReleased: (tx, released) => tickets.tell(tx, released),
  });
  const admit = (companyId: CompanyId, userId: UserId | null): void => {
    companies.requireActive(companyId);
    if (userId !== null) users.seen({ companyId, userId });
  };
  const contacts = createContacts({ db, transact, realtime, clock, log, imports: config.imports });
  const connections = createConnections({ db, transact, channels, simulator, laneOf: (companyId, id) => deliveries.laneView(companyId, id) });
  const tickets = createTickets({ db, transact, linkOf: (companyId, path) => tokens.signLink(companyId, path), removeFile: (companyId, path) => media.remove(companyId, path) });
  const deliveries = createDeliveries({
    db, transact, log, tickets, random, channel: channels.get, bell: createNotifications(ground.databaseUrl, log),
    echoingChannels: channels.all().flatMap(([name, channel]) => (channel.echoesReference ? [name] : [])),
    // The simulator bans nobody; every other unofficial number goes at the installation's pace unless it has its own.
    defaultLimiter: (channel) => (channel === 'simulator' ? null : config.limiter),
    serves: works, leaseMs: config.delivery.leaseMs, laneLeaseMs: LANE_LEASE_MS, sweepMs: config.delivery.sweepMs,
    unknownWaitMs: config.delivery.unknownWaitMs ?? Math.max(...channels.all().map(([, channel]) => channel.echoWithinMs)),
    ...overrides.recovery, ...(overrides.probe && { probe: overrides.probe }),
  });
  const messages = createMessages({ db, transact, clock, log, connections, deliveries, tickets, media });
  const campaigns = createCampaigns({
    db, transact, clock, log, deliveries, media, verifyEveryMs: config.campaigns.checkMs, latestMs: config.campaigns.latenessMs,
  });
  const schedules = createSchedules({ db, transact, clock, log, deliveries, media, checkMs: config.schedules.checkMs });
  const inbound = createInbound({
    db, transact, log, report, channels, tickets, deliveries, answers: messages, media: createMediaStore(config.publicDir, MOST_RECEIVED_BYTES),
    onMessage: [
      async (tx, { companyId, from, text }) => void (await optOutOnMessage(tx, companyId, from, text)),
      async (tx, { companyId, connectionId, from, text }) => void (await campaigns.onReply(tx, companyId, connectionId, from, text)),
    ],
  });
  const routing = createRouting({ transact, log, tickets, messages, crons: config.scheduler });
  const invoices = createInvoices({ db, transact, log, cron: { expression: config.scheduler.invoices, timezone: config.scheduler.timezone } });
  const ops = createOps({
    db, engine, version, log, isDraining: () => draining, queueNames: Object.values(queues).map((queue) => queue.storedName),
    boardUrl: bull === null || config.board === null ? null : BOARD_PATH,
    checks: bull === null ? {} : { redis: async () => (await bull.health()).warnings },
  });
  const features: readonly Feature[] = [companies, users, contacts, connections, tickets, deliveries, messages, campaigns, schedules, inbound, routing, invoices, ops];

  const crons = createCronRunner({
    crons: [...features.flatMap((feature) => feature.crons ?? []), cleanSessions({ expression: config.scheduler.sessionCleanup, timezone: config.scheduler.timezone })],
    lock: config.scheduler.leader === 'auto' ? createLeaderLock({ url: ground.databaseUrl, log }) : config.scheduler.leader === 'true' ? alwaysLeads : neverLeads,
    db, transact, owner: `${hostname()}:${process.pid}`, clock, log, report,
  });

  const routes = [...features.flatMap((feature) => feature.routes ?? []), ...cronRoutes(crons)];
  server.on('request', createApp({
    routes, texts: [cronTexts, ...features.map((feature) => feature.texts ?? {})], auth: { tokens, findConnection: connections.findByTokenHash, admit }, db,
    redis: bull?.client ?? null, log, report,
    board: bull === null || config.board === null ? null : bullBoardRouter(bull, { user: config.board.user, pass: config.board.password }),
    corsOrigins: config.http.corsOrigins, trustedProxies: config.http.trustedProxies, consoleDir: ground.consoleDir, version,
  }));

  return {
    server, routes, engine, transact,
    async start() {
      if (!works) return;
      for (const feature of features) await feature.start?.();
      await engine.start(ops.watch(features.flatMap((feature) => feature.handlers ?? [])));
      await crons.start();
    },
    async stop() {
      draining = true;
      await Promise.all([engine.stop(), crons.stop()]);
      for (const feature of [...features].reverse()) await feature.stop?.();
      await realtime.stop();
      await simulator?.close();
    },
  };
}
