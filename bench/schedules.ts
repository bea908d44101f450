/**
 * F9: schedules that are all due in the same second, over 100 connections of ten companies, through the real application with a
 * channel that accepts at once: how late the last of them is claimed, sent and settled, and that none leaves twice.
 * `npm run bench -- schedules [sizes] [embedded|bull]`, e.g. `schedules 1000,10000 embedded`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../src/compose';
import { parseConfig } from '../src/config';
import { silentLog } from '../src/kernel/log';
import { createChannels } from '../src/platform/channels/channels';
import type { Channel } from '../src/platform/channels/channel';
import type { Database } from '../src/platform/db/database';
import { createNoopChannel } from './noop-channel';
import { expectThat, freshDatabase, printTable, record, startPostgres, startRedis, type Server } from './support';

const COMPANIES = 10;
const CONNECTIONS = 100;
/** The last one is claimed within this of its second. */
const TARGET_MS = 2_000;
/** Until the due second: the product has started and the monitor has rung for it. */
const AHEAD_MS = 6_000;

export async function run([sizes = '1000,10000', engine = 'embedded']: readonly string[]): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres(), engine === 'bull' ? startRedis() : null]);
  const rows: Record<string, string | number>[] = [];
  for (const count of sizes.split(',').map(Number)) {
    const result = await measure(postgres, redis, count);
    rows.push(result);
    record({ subject: 'schedules', engine, ...result });
  }
  printTable(rows);
}

async function measure(postgres: Server, redis: Server | null, count: number): Promise<Record<string, string | number>> {
  const database = await freshDatabase(postgres);
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-bench-'));
  const sends = new Map<string, number>();
  const config = parseConfig({ DATABASE_URL: database.url, DATA_DIR: folder, PUBLIC_DIR: folder, ...(redis && { REDIS_URI: redis.url }) });
  const product = compose(
    config,
    { database, databaseUrl: database.url, secrets: { access: 'a'.repeat(32), refresh: 'r'.repeat(32) }, log: silentLog, reporter: { report: () => undefined, flush: async () => undefined }, version: 'bench', consoleDir: null },
    { channels: createChannels({ simulator: counting(createNoopChannel(), sends) }) },
  );
  const dueAt = Math.ceil((Date.now() + AHEAD_MS) / 1_000) * 1_000;
  await prepare(database, count, new Date(dueAt));
  await product.start();

  const after = async (sql: string): Promise<number> => {
    for (;;) {
      const [row] = await database.query<{ count: number }>(sql);
      if (row?.count === count) return Date.now() - dueAt;
      if (Date.now() - dueAt > 60_000) return Number.NaN;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const claimedMs = await after(`SELECT count(*) AS "count" FROM "ScheduleOccurrences"`);
  const sentMs = await after(`SELECT count(*) AS "count" FROM "Deliveries" WHERE "state" = 'sent'`);
  const settledMs = await after(`SELECT count(*) AS "count" FROM "Schedules" WHERE "status" = 'ENVIADA'`);
  const [late] = await database.query<{ earliest: number; p50: number; p99: number; rows: number }>(
    `SELECT extract(epoch FROM min("sentAt") - $1)::float8 * 1000 AS "earliest",
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM "sentAt" - $1)::float8 * 1000) AS "p50",
            percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM "sentAt" - $1)::float8 * 1000) AS "p99", count(*) AS "rows" FROM "Deliveries"`,
    [new Date(dueAt)],
  );
  await product.stop();
  await database.close();
  rmSync(folder, { recursive: true, force: true });

  expectThat(claimedMs <= TARGET_MS, `${count} due: the last one was claimed ${claimedMs} ms late`);
  expectThat((late?.earliest ?? -1) >= 0, `${count} due: one left before its second`);
  expectThat(late?.rows === count && sends.size === count && [...sends.values()].every((times) => times === 1), `${count} due: ${late?.rows} deliveries, ${sends.size} messages`);
  expectThat(settledMs > 0, `${count} due: not all of them ended in ENVIADA`);
  return {
    due: count, 'all claimed after ms': claimedMs, 'first sent after ms': Math.round(late?.earliest ?? Number.NaN), 'p50 sent ms': Math.round(late?.p50 ?? Number.NaN),
    'p99 sent ms': Math.round(late?.p99 ?? Number.NaN), 'all sent after ms': sentMs, 'all ENVIADA after ms': settledMs,
  };
}

/** Counts what the provider was given, by our reference. */
function counting(channel: Channel, sends: Map<string, number>): Channel {
  return {
    ...channel,
    send: (message) => {
      sends.set(message.reference, (sends.get(message.reference) ?? 0) + 1);
      return channel.send(message);
    },
  };
}

async function prepare(database: Database, count: number, dueAt: Date): Promise<void> {
  await database.query(`INSERT INTO "Companies" ("id", "name") SELECT n, 'Bench ' || n FROM generate_series(1, $1) n`, [COMPANIES]);
  await database.query(
    `INSERT INTO "Whatsapps" ("id", "companyId", "name", "channel", "status") SELECT n, 1 + n % $2, 'Bench ' || n, 'simulator', 'CONNECTED' FROM generate_series(1, $1) n`,
    [CONNECTIONS, COMPANIES],
  );
  await database.query(
    `INSERT INTO "Contacts" ("id", "companyId", "name", "number")
     SELECT n, 1 + (1 + n % $2) % $3, 'Contato ' || n, '55119' || lpad(n::text, 8, '0') FROM generate_series(1, $1) n`,
    [count, CONNECTIONS, COMPANIES],
  );
  await database.query(
    `INSERT INTO "Schedules" ("companyId", "contactId", "whatsappId", "body", "startAt", "sendAt", "timezone")
     SELECT c."companyId", c."id", 1 + c."id" % $1, 'Olá {primeiro_nome}, a sua consulta é amanhã às 10h.', $2, $2, 'America/Sao_Paulo' FROM "Contacts" c`,
    [CONNECTIONS, dueAt],
  );
  await database.query('ANALYZE');
}
