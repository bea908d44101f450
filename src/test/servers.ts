/** The servers that tests run against: a real PostgreSQL and a real Redis, once per jest run, on free ports. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../kernel/log';
import { openDatabase } from '../platform/db/database';
import { startEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres';
import { freePort } from '../platform/db/embedded/free-port';
import { migrate } from '../platform/db/migrate';

/** Copied by every `testDatabase()`: migrating once is enough. */
export const TEMPLATE = 'test_template';

let stopAll: (() => Promise<void>) | undefined;

export async function startServers(): Promise<void> {
  const starting = [startRedis(), startPostgres()] as const;
  stopAll = async () => {
    const started = (await Promise.allSettled(starting)).flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await Promise.all(started.map((server) => server.stop()));
  };
  try {
    const [redis, postgres] = await Promise.all(starting);
    process.env['TEST_REDIS_URL'] = redis.url;
    process.env['TEST_DATABASE_URL'] = postgres.url;
  } catch (error) {
    // A migration with a fault in it, as a rule. Jest does not run its teardown after a set-up that failed.
    await stopServers();
    throw error;
  }
  // Jest ends without its teardown on these, and the servers would stay.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stopServers().finally(() => process.exit(1)));
  }
}

export async function stopServers(): Promise<void> {
  await stopAll?.();
}

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function startPostgres(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'esquadrao-test-'));
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, fsync: false });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

async function makeTemplate(url: string): Promise<void> {
  const admin = openDatabase({ url, maxConnections: 1 });
  await admin.query('CREATE DATABASE test_template');
  await admin.close();
  const template = openDatabase({ url: databaseUrl(url, TEMPLATE), maxConnections: 1 });
  await migrate(template, silentLog);
  await template.close();
}

export function databaseUrl(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** A further Redis, for tests that empty theirs or share it between processes of their own. */
export async function startRedis(): Promise<TestServer> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    child.on('error', () => reject(new Error('Tests need redis-server. Install it (Debian: apt-get install redis-server), or run npm test as root, which does.')));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
    child.on('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
