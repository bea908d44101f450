/** The product in a process of its own, so that its memory is measured alone: one campaign over a list that exists, a channel that accepts at once. */
import { compose } from '../src/compose';
import { parseConfig } from '../src/config';
import { silentLog } from '../src/kernel/log';
import { createChannels } from '../src/platform/channels/channels';
import { openDatabase } from '../src/platform/db/database';
import { createNoopChannel } from './noop-channel';

export interface Measured {
  /** From the start to the last message. */
  readonly ms: number;
  readonly preparedMs: number;
  /** To FINALIZADA, which a beat of one second says. */
  readonly finishedMs: number;
  readonly peakRssMb: number;
  /** Of this process, without Postgres: what a noisy machine does not change. */
  readonly cpuMs: number;
  readonly status: string;
}

async function main(): Promise<void> {
  const [campaignId] = process.argv.slice(2).map(Number);
  const config = parseConfig(process.env);
  const databaseUrl = config.database.url ?? '';
  const database = openDatabase({ url: databaseUrl, maxConnections: config.database.pool });
  const product = compose(
    config,
    { database, databaseUrl, secrets: { access: 'a'.repeat(32), refresh: 'r'.repeat(32) }, log: silentLog, reporter: { report: () => undefined, flush: async () => undefined }, version: 'bench', consoleDir: null },
    { channels: createChannels({ simulator: createNoopChannel({ inFlight: 2_000 }) }) },
  );
  await product.start();
  let peak = 0;
  const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()); }, 50);

  const cpuBefore = process.cpuUsage();
  await database.query(`UPDATE "Campaigns" SET "status" = 'PROGRAMADA', "scheduledAt" = now() WHERE "id" = $1`, [campaignId]);
  let row: { status: string; ms: number | null; preparedMs: number | null; finishedMs: number | null } | undefined;
  do {
    await new Promise((resolve) => setTimeout(resolve, 100));
    [row] = await database.query<NonNullable<typeof row>>(
      `SELECT "status", extract(epoch FROM "preparedAt" - "startedAt")::float8 * 1000 AS "preparedMs", extract(epoch FROM "completedAt" - "startedAt")::float8 * 1000 AS "finishedMs",
              CASE WHEN "status" = 'FINALIZADA' THEN (SELECT extract(epoch FROM max("sentAt") - c."startedAt")::float8 * 1000 FROM "Deliveries" WHERE "campaignId" = c."id") END AS "ms"
         FROM "Campaigns" c WHERE "id" = $1`, [campaignId]);
  } while (row !== undefined && ['PROGRAMADA', 'EM_ANDAMENTO'].includes(row.status));
  clearInterval(watch);
  const cpu = process.cpuUsage(cpuBefore);
  const measured: Measured = { ms: row?.ms ?? 0, preparedMs: row?.preparedMs ?? 0, finishedMs: row?.finishedMs ?? 0, peakRssMb: Math.round(peak / 1e6), cpuMs: (cpu.user + cpu.system) / 1_000, status: row?.status ?? 'gone' };
  process.send?.(measured);
  await product.stop();
  await database.close();
  process.exit(0);
}

void main();
