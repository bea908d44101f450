/** The lane alone: ledger rows in, a channel that accepts at once, everything else real. For tuning; `pipeline` is the figure. */
import { createDeliveries, type NewShipping } from '../src/features/deliveries';
import { silentLog } from '../src/kernel/log';
import { openDatabase } from '../src/platform/db/database';
import { startEmbeddedPostgres } from '../src/platform/db/embedded/embedded-postgres';
import { migrate } from '../src/platform/db/migrate';
import { createNotifications } from '../src/platform/db/notifications';
import { createTransact } from '../src/platform/db/transact';
import { createNoopChannel } from './noop-channel';
import { mkdtempSync } from 'node:fs';

export async function run(args: string[]): Promise<void> {
  const n = Number(args[0] ?? 100_000);
  const pg = await startEmbeddedPostgres({ dataDir: mkdtempSync('/tmp/bench-lane-'), log: silentLog });
  const db = openDatabase({ url: pg.url, maxConnections: 8 });
  await migrate(db, silentLog);
  const transact = createTransact({ database: db, engine: { add: async () => undefined }, realtime: { publish: () => undefined }, log: silentLog });
  const channel = createNoopChannel({ inFlight: 1_000 });
  const deliveries = createDeliveries({
    db, transact, log: silentLog, channel: () => channel, echoingChannels: [], defaultLimiter: () => null, tickets: { recordOutbound: async () => undefined },
    bell: createNotifications(pg.url, silentLog), serves: true, leaseMs: 15_000, laneLeaseMs: 10_000, unknownWaitMs: 15_000, sweepMs: 5_000, random: Math.random,
  });
  await db.query(`INSERT INTO "Companies" ("name") VALUES ('bench')`);
  await db.query(`INSERT INTO "Whatsapps" ("companyId", "name", "channel", "status") VALUES (1, 'c', 'simulator', 'CONNECTED')`);
  await db.query(`INSERT INTO "Campaigns" ("companyId", "name", "whatsappId", "status", "snapshot") VALUES (1, 'x', 1, 'EM_ANDAMENTO', '{"pace":{"messageIntervalMs":0,"longerIntervalAfter":0,"greaterIntervalMs":0}}')`);
  const t0 = performance.now();
  for (let at = 0; at < n; at += 1000) {
    const rows: NewShipping[] = Array.from({ length: Math.min(1000, n - at) }, (_, i) => ({
      listItemId: at + i, recipient: `55119${String(at + i).padStart(8, '0')}`, isGroup: false, name: 'Maria da Silva', step: 0, variant: 1,
      body: `Olá Maria da Silva, aqui é a loja de Recife; o seu cupom é ABC${at + i}. Responda SAIR para não receber.`, state: 'pending', skipReason: null,
    }));
    await transact((tx) => deliveries.addShippings(tx, 1 as never, { id: 1 as never, connectionId: 1 as never, media: null, ticketPlan: null, dueAt: new Date(0) }, rows));
  }
  const t1 = performance.now();
  await deliveries.start?.();
  for (;;) {
    const [row] = await db.query<{ n: number }>(`SELECT sum("count")::int AS n FROM "CampaignCounters" WHERE "state" = 'sent'`);
    if ((row?.n ?? 0) >= n) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const t2 = performance.now();
  console.log({ n, preparePerS: Math.round(n / ((t1 - t0) / 1000)), dispatchPerS: Math.round(n / ((t2 - t1) / 1000)), bothPerS: Math.round(n / ((t2 - t0) / 1000)), rssMb: Math.round(process.memoryUsage().rss / 1e6) });
  if (process.env['PGCPU']) (await import('node:child_process')).execSync('python3 /tmp/pgcpu.py', { stdio: 'inherit' });
  await deliveries.stop?.();
  await db.close();
  await pg.stop();
}
