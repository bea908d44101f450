/** The whole product in this process, on a database of its own, with its HTTP port open: for journeys from the outside. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose, type Product } from '../compose';
import { parseConfig } from '../config';
import { ensureFirstAdmin } from '../features/users';
import { installedConsole } from '../installed-console';
import { silentLog } from '../kernel/log';
import { testDatabase, type TestDatabase } from './database';
import { shiftTime } from './shifted-time';

export const ADMIN = { email: 'admin@example.com', password: 'uma senha comprida' } as const;

export interface Api {
  <T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<{ status: number; body: T }>;
}

export interface RunningProduct {
  readonly url: string;
  readonly product: Product;
  readonly database: TestDatabase;
  readonly companyId: number;
  readonly token: string;
  /** As the first admin. */
  readonly api: Api;
  /** With another bearer token, or none. */
  as(token: string | null): Api;
  /** Moves the clocks of the process and of its database; tokens may expire by it. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param redisUrl null: the embedded job engine. Test files run side by side: each names a database of Redis of its own (`…/5`).
 * @param startAt what its clocks show at first; `advance` moves them.
 */
export async function startProduct(redisUrl: string | null, environment: Record<string, string> = {}, startAt?: Date): Promise<RunningProduct> {
  const folder = mkdtempSync(join(tmpdir(), 'esquadrao-test-'));
  const database = await testDatabase();
  const time = startAt && (await shiftTime(database.url, startAt));
  const config = parseConfig({
    DATABASE_URL: database.url, DATA_DIR: folder, PUBLIC_DIR: folder, SEED_DEMO: 'off', CAMPAIGN_CHECK_SECONDS: '1', SCHEDULE_CHECK_SECONDS: '1', SWEEP_SECONDS: '1',
    ...(redisUrl !== null && { REDIS_URI: redisUrl }), ...environment,
  });
  const secrets = { access: 'a'.repeat(32), refresh: 'r'.repeat(32) };
  const reporter = { report: () => undefined, flush: async () => undefined };
  const product = compose(config, { database: database.db, databaseUrl: database.url, secrets, log: silentLog, reporter, version: 'test', consoleDir: installedConsole }, time && { clock: time.clock });
  await ensureFirstAdmin(product.transact, { ...ADMIN, timezone: 'America/Sao_Paulo' });
  await product.start();
  product.server.listen(0, '127.0.0.1');
  await once(product.server, 'listening');
  const url = `http://127.0.0.1:${(product.server.address() as AddressInfo).port}`;

  const as = (token: string | null): Api => async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData;
    const response = await fetch(url + path, {
      method,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(body !== undefined && !isForm && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as never };
  };
  const login = await as(null)<{ token: string; user: { companyId: number } }>('POST', '/auth/login', ADMIN);
  const { token, user } = login.body;
  return {
    url, product, database, companyId: user.companyId, token, api: as(token), as,
    async advance(ms) {
      if (time === undefined) throw new Error('This product runs on real time');
      await time.advance(ms);
    },
    async stop() {
      await product.stop();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
