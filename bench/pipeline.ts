/**
 * F1, F2: a campaign from its hour to FINALIZADA through the real application (checks, counters, events), with a channel that
 * accepts at once, beside the customary design of one job per contact on the same servers.
 * `npm run bench -- pipeline [sizes] [embedded|bull]`, e.g. `pipeline 10000,100000,1000000 embedded`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../src/platform/db/database';
import type { Measured } from './pipeline.product';
import { bundle, childEnvironment } from '../src/test/bundle';
import { runCampaign } from './seed-design/campaign';
import { expectThat, freshDatabase, printTable, record, startPostgres, startRedis, type Server } from './support';

const BASELINE_CONTACTS = 2_000;

export async function run([sizes = '10000,100000', engine = 'embedded', baseline = 'with-baseline']: readonly string[]): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const rows: Record<string, string | number>[] = [];
  for (const contacts of sizes.split(',').map(Number)) {
    const result = await ours(postgres, engine === 'bull' ? redis : null, contacts);
    rows.push(result);
    record({ subject: 'pipeline', engine, ...result });
  }
  if (baseline === 'with-baseline') {
    const database = await freshDatabase(postgres);
    const { ms, finished } = await runCampaign({ databaseUrl: database.url, redisUrl: redis.url, contacts: BASELINE_CONTACTS, send: async () => undefined });
    await database.close();
    expectThat(finished, 'the baseline did not end');
    const row = { design: 'one job per contact', contacts: BASELINE_CONTACTS, seconds: seconds(ms), 'contacts/s': Math.round(BASELINE_CONTACTS / (ms / 1_000)) };
    rows.push(row);
    record({ subject: 'pipeline', ...row });
  }
  printTable(rows);
}

async function ours(postgres: Server, redis: Server | null, contacts: number): Promise<Record<string, string | number>> {
  const database = await freshDatabase(postgres);
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-bench-'));
  const campaignId = await prepareList(database, contacts);
  const child = fork(await bundle('bench/pipeline.product.ts', folder), [String(campaignId)], {
    env: { ...childEnvironment, DATABASE_URL: database.url, DATA_DIR: folder, PUBLIC_DIR: folder, PORT: '0', CAMPAIGN_CHECK_SECONDS: '1', ...(redis && { REDIS_URI: redis.url }) },
  });
  const [measured] = (await once(child, 'message')) as [Measured];
  await once(child, 'exit');
  const [sent] = await database.query<{ rows: number; recipients: number }>(
    `SELECT count(*) AS "rows", count(DISTINCT "recipient") AS "recipients" FROM "Deliveries" WHERE "campaignId" = $1 AND "state" = 'sent'`, [campaignId]);
  const [counted] = await database.query<{ count: number }>(`SELECT sum("count")::int AS "count" FROM "CampaignCounters" WHERE "campaignId" = $1 AND "step" = 0 AND "state" = 'sent'`, [campaignId]);
  expectThat(measured.status === 'FINALIZADA' && sent?.rows === contacts && sent.recipients === contacts && counted?.count === contacts,
    `${contacts} contacts: ${JSON.stringify({ measured, sent, counted })}`);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    design: 'esquadrao', contacts, seconds: seconds(measured.ms), 'prepared in s': seconds(measured.preparedMs), 'FINALIZADA after s': seconds(measured.finishedMs),
    'contacts/s': Math.round(contacts / (measured.ms / 1_000)), 'peak RSS MB': measured.peakRssMb, 'own CPU µs/contact': Math.round((measured.cpuMs * 1_000) / contacts),
  };
}

async function prepareList(database: Database, contacts: number): Promise<number> {
  await database.query(`INSERT INTO "Companies" ("id", "name") VALUES (1, 'Bench')`);
  await database.query(`INSERT INTO "CampaignSettings" ("companyId", "key", "value") VALUES (1, 'messageInterval', '0'), (1, 'longerIntervalAfter', '0'), (1, 'greaterInterval', '0')`);
  await database.query(`INSERT INTO "Whatsapps" ("id", "companyId", "name", "channel", "status") VALUES (1, 1, 'Bench', 'simulator', 'CONNECTED')`);
  await database.query(`INSERT INTO "ContactLists" ("id", "companyId", "name") VALUES (1, 1, 'Bench')`);
  await database.query(
    `INSERT INTO "ContactListItems" ("companyId", "contactListId", "name", "number", "isWhatsappValid", "variables")
     SELECT 1, 1, 'Contato ' || n, '55119' || lpad(n::text, 8, '0'), true, jsonb_build_object('cidade', 'Recife', 'cupom', 'A' || n) FROM generate_series(1, $1) n`, [contacts]);
  const [campaign] = await database.query<{ id: number }>(
    `INSERT INTO "Campaigns" ("companyId", "name", "whatsappId", "contactListId", "message1", "message2")
     VALUES (1, 'Bench', 1, 1, 'Olá {nome}, em {cidade} o seu cupom é {cupom}. Responda SAIR para não receber.', 'Oi {primeiro_nome}, cupom {cupom}.') RETURNING "id"`);
  await database.query('ANALYZE');
  if (campaign === undefined) throw new Error('no campaign');
  return campaign.id;
}

const seconds = (ms: number): number => Math.round(ms / 10) / 100;
