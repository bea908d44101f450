/**
 * Where the product is killed: a simulator in a process of its own (the oracle that survives), a database, maybe a Redis, and
 * one process of the product that is started again whenever it dies.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbePoint } from '../../features/deliveries';
import type { CampaignId, ConnectionId } from '../../kernel/ids';
import { createRemoteSimulator } from '../../platform/channels/simulator/remote-simulator';
import { faultsSchema, type Simulator } from '../../platform/channels/simulator';
import { buildCampaign, buildCompany, buildConnection, buildList } from '../build';
import { bundle, childEnvironment } from '../bundle';
import { testDatabase, type TestDatabase } from '../database';

export interface Arena {
  readonly campaignId: CampaignId;
  readonly simulator: Simulator;
  /** Starts the product; with `killAt` it dies there by itself. Resolves when it works. */
  start(killAt?: { point: ProbePoint; passage: number }): Promise<void>;
  /** SIGKILL, now. */
  kill(): Promise<void>;
  /** Resolves when the product has died by itself, or after `ms`. @returns whether it died. */
  died(ms: number): Promise<boolean>;
  /** Resolves when the provider has accepted `count` more messages than at the last call, so that a kill falls into the work. */
  accepted(count: number): Promise<void>;
  /** Contacts per state, as the product says. */
  counters(): Promise<Record<string, number>>;
  status(): Promise<string>;
  /** What the provider accepted: how often each number. */
  ledger(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

export interface ArenaOptions {
  readonly contacts: number;
  /** Null: the embedded job engine. */
  readonly redisUrl: string | null;
  readonly seed: number;
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Migrated and empty; the arena closes it. Unless given, one of the test run's. */
  readonly database?: Pick<TestDatabase, 'url' | 'db' | 'close'>;
  /** Leases and doubts last as long as shipped, not the second or two that let a test end soon. */
  readonly asShipped?: boolean;
}

export async function openArena(options: ArenaOptions): Promise<Arena> {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-chaos-'));
  const [t, productFile, simulatorFile] = await Promise.all([options.database ?? testDatabase(), bundle('src/test/chaos/product.ts', folder), bundle('src/platform/channels/simulator/standalone.ts', folder)]);
  const oracle = run(simulatorFile, ['--port', '0', '--file', join(folder, 'oracle.sqlite')], {});
  const url = await printed(oracle, /(http:\/\/\S+?)[,\s]/);
  const simulator = createRemoteSimulator({ url });

  const companyId = await buildCompany(t.db);
  const connectionId: ConnectionId = await buildConnection(t.db, companyId);
  const numbers = Array.from({ length: options.contacts }, (_, i) => `55119${String(80_000_000 + i)}`);
  const list = await buildList(t.db, companyId, numbers);
  await t.db.query(
    `INSERT INTO "CampaignSettings" ("companyId", "key", "value") VALUES ($1, 'messageInterval', '0'), ($1, 'longerIntervalAfter', '0'), ($1, 'greaterInterval', '0')`,
    [companyId],
  );
  const campaignId = await buildCampaign(t.db, companyId, { contactListId: list.id, whatsappId: connectionId, status: 'PROGRAMADA', message1: 'Oi {nome}' });
  await t.db.query(`UPDATE "Campaigns" SET "scheduledAt" = now() WHERE "id" = $1`, [campaignId]);
  // Echoes come after the lease has run out and before the doubt is over: whoever does not wait for them sends twice.
  await simulator.setFaults(null, faultsSchema.parse({ seed: String(options.seed), latencyMs: options.latencyMs, jitterMs: options.jitterMs, ackMs: 3_500 }));

  let product: ChildProcess | null = null;
  let lastSeen = 0;
  const environment = {
    DATABASE_URL: t.url, DATA_DIR: folder, PUBLIC_DIR: folder, PORT: '0', LOG_LEVEL: process.env['CHAOS_LOG'] ?? 'silent', SIMULATOR_URL: url,
    CAMPAIGN_CHECK_SECONDS: '1',
    ...(options.redisUrl !== null && { REDIS_URI: options.redisUrl }),
    ...(options.asShipped && { CHAOS_AS_SHIPPED: 'yes' }),
  };
  const gone = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };

  const status = async (): Promise<string> => {
    const [row] = await t.db.query<{ status: string }>(`SELECT "status" FROM "Campaigns" WHERE "id" = $1`, [campaignId]);
    return row?.status ?? 'gone';
  };

  return {
    campaignId,
    simulator,
    async start(killAt) {
      product = run(productFile, [], { ...environment, ...(killAt && { CHAOS_KILL_AT: `${killAt.point}:${killAt.passage}` }) });
      const child = product;
      await Promise.race([once(child, 'message'), gone(child)]);
      if (child.exitCode !== null) throw new Error(`the product did not start: exit code ${child.exitCode}`);
    },
    async kill() {
      product?.kill('SIGKILL');
      if (product !== null) await gone(product);
    },
    async died(ms) {
      if (product === null) return false;
      const child = product;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); });
      await Promise.race([gone(child), late]);
      clearTimeout(timer);
      return child.exitCode !== null || child.signalCode !== null;
    },
    async accepted(count) {
      for (let seen = 0; seen < count; ) {
        const page = await simulator.messages({ connectionIds: [connectionId], limit: 1_000, ...(lastSeen > 0 && { cursor: lastSeen }) });
        seen += page.length;
        lastSeen = page.at(-1)?.id ?? lastSeen;
        if ((await status()) === 'FINALIZADA') return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async counters() {
      const rows = await t.db.query<{ state: string; n: number }>(`SELECT "state", count(*) AS "n" FROM "Deliveries" WHERE "campaignId" = $1 GROUP BY 1`, [campaignId]);
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    },
    status,
    async ledger() {
      const times = new Map<string, number>();
      for (let cursor: number | undefined; ; ) {
        const page = await simulator.messages({ connectionIds: [connectionId], limit: 1_000, ...(cursor !== undefined && { cursor }) });
        for (const { to } of page) times.set(to, (times.get(to) ?? 0) + 1);
        const last = page.at(-1);
        if (last === undefined) return times;
        cursor = last.id;
      }
    },
    async close() {
      if (product !== null) {
        product.kill('SIGKILL');
        await gone(product);
      }
      await simulator.close();
      oracle.kill('SIGKILL');
      await gone(oracle);
      await t.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(file: string, args: string[], environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...childEnvironment, ...environment },
  });
}

function printed(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the simulator did not start')));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
}
