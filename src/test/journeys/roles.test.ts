/** The same program as an API process and two workers, on one Postgres and one Redis: what the workers do, browsers at the API hear. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConnection, buildList } from '../build';
import { testDatabase, type TestDatabase } from '../database';
import { startRedis, type TestServer } from '../servers';
import { connectClient } from '../sockets';
import { ADMIN } from '../product';

const ROOT = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'esquadrao-roles-'));
const running: ChildProcess[] = [];
let t: TestDatabase;
let redis: TestServer;

beforeAll(async () => {
  [t, redis] = await Promise.all([testDatabase(), startRedis()]);
}, 60_000);
afterAll(async () => {
  for (const child of running) child.kill('SIGTERM');
  const codes = await Promise.all(running.map(async (child) => child.exitCode ?? ((await once(child, 'exit')) as [number])[0]));
  await Promise.all([t.close(), redis.stop()]);
  rmSync(folder, { recursive: true, force: true });
  expect(codes).toEqual(running.map(() => 0)); // every process stops when it is asked to
}, 30_000);

/** @returns the line it prints when it is ready. */
async function start(role: string): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'src/server.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env['PATH'], ROLE: role, PORT: '0', DATABASE_URL: t.url, REDIS_URI: redis.url, DATA_DIR: folder, PUBLIC_DIR: folder,
      ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password, LOG_LEVEL: 'warn', CAMPAIGN_CHECK_SECONDS: '1',
    },
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${role} ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('ready')) resolve(text);
    });
  });
}

it('a campaign started at the API leaves by the workers, each recipient once, and its progress reaches the API’s browsers', async () => {
  const api = /(http:\/\/\S+)/.exec(await start('api'))?.[1] ?? '';
  await Promise.all([start('worker'), start('worker')]);
  const login = await fetch(`${api}/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(ADMIN) });
  const { token, user } = (await login.json()) as { token: string; user: { companyId: number } };
  const companyId = user.companyId as never;
  await t.db.query(`INSERT INTO "CampaignSettings" ("companyId", "key", "value") SELECT $1, k, '0' FROM unnest(ARRAY['messageInterval', 'greaterInterval']) k`, [companyId]);
  const connections = await Promise.all([1, 2].map(() => buildConnection(t.db, companyId)));
  const client = connectClient(api, '/', token);
  await client.hears('ready');

  const ids = await Promise.all(
    connections.map(async (whatsappId, c) => {
      const list = await buildList(t.db, companyId, Array.from({ length: 300 }, (_, i) => `55119${String(92_000_000 + c * 1_000 + i)}`));
      const created = await fetch(`${api}/campaigns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ name: `Papéis ${c}`, status: 'PROGRAMADA', scheduledAt: new Date().toISOString(), message1: 'Oi {nome}', contactListId: list.id, whatsappId }),
      });
      return ((await created.json()) as { id: number }).id;
    }),
  );
  const finished = (): Set<number> =>
    new Set(client.heard.filter(({ event }) => event === `company-${companyId}-campaign`)
      .map(({ payload }) => (payload as { record: { id: number; status: string } }).record).filter(({ status }) => status === 'FINALIZADA').map(({ id }) => id));
  while (!ids.every((id) => finished().has(id))) await new Promise((resolve) => setTimeout(resolve, 50));
  client.socket.disconnect();

  const sent = await t.db.query<{ n: number; people: number }>(
    `SELECT count(*) AS n, count(DISTINCT "recipient") AS people FROM "Deliveries" WHERE "campaignId" = ANY($1::int[]) AND "sentAt" IS NOT NULL`, [ids]);
  expect(sent).toEqual([{ n: 600, people: 600 }]);
}, 90_000);
