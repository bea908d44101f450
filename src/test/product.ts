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
import { systemClock } from '../kernel/clock';
import { silentLog } from '../kernel/log';
import { openDatabase, type Database } from '../platform/db/database';
import type { Caller } from '../platform/http/route';
import { createTokens } from '../platform/http/tokens';
import { testDatabase, type TestDatabase } from './database';
import { shiftTime } from './shifted-time';

export const ADMIN = { email: 'admin@example.com', password: 'uma senha comprida' } as const;

const SECRETS = { access: 'a'.repeat(32), refresh: 'r'.repeat(32) };

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
  /** A token of that user as of now, without his logging in. */
  tokenOf(caller: Caller): string;
  /** What its clocks show. */
  now(): Date;
  /** Moves the clocks of the process and of its database; tokens may expire by it. */
  advance(ms: number): Promise<void>;
  /** Stops the process, keeping its data. */
  down(): Promise<void>;
  /** Starts it anew on the same database and data folder, at another address. */
  up(): Promise<void>;
  /** One more process of the same installation, under the same clocks, with a data folder of its own. Stop it before this one. */
  beside(environment?: Record<string, string>): Promise<RunningProduct>;
  stop(): Promise<void>;
}

interface Process {
  readonly product: Product;
  readonly url: string;
}

/**
 * @param redisUrl null: the embedded job engine. Test files run side by side: each names a database of Redis of its own (`…/5`).
 * @param startAt what its clocks show at first; `advance` moves them.
 */
export async function startProduct(redisUrl: string | null, environment: Record<string, string> = {}, startAt?: Date): Promise<RunningProduct> {
  const database = await testDatabase();
  const time = startAt && (await shiftTime(database.url, startAt));
  const clock = time?.clock ?? systemClock;
  const tokens = createTokens(SECRETS, clock);

  async function run(folder: string, db: Database, over: Record<string, string>): Promise<Process> {
    const config = parseConfig({
      DATABASE_URL: database.url, DATA_DIR: folder, PUBLIC_DIR: folder, SEED_DEMO: 'off', CAMPAIGN_CHECK_SECONDS: '1', SCHEDULE_CHECK_SECONDS: '1', SWEEP_SECONDS: '1',
      ...(redisUrl !== null && { REDIS_URI: redisUrl }), ...environment, ...over,
    });
    const reporter = { report: () => undefined, flush: async () => undefined };
    const product = compose(config, { database: db, databaseUrl: database.url, secrets: SECRETS, log: silentLog, reporter, version: 'test', consoleDir: installedConsole }, { clock });
    await ensureFirstAdmin(product.transact, { ...ADMIN, timezone: 'America/Sao_Paulo' });
    await product.start();
    product.server.listen(0, '127.0.0.1');
    await once(product.server, 'listening');
    return { product, url: `http://127.0.0.1:${(product.server.address() as AddressInfo).port}` };
  }

  async function advance(ms: number): Promise<void> {
    if (time === undefined) throw new Error('This product runs on real time');
    await time.advance(ms);
  }

  async function outside(db: Database, over: Record<string, string>, close: () => Promise<void>): Promise<RunningProduct> {
    const folder = mkdtempSync(join(tmpdir(), 'esquadrao-test-'));
    let now = await run(folder, db, over);
    const as = (token: string | null): Api => async (method, path, body, headers = {}) => {
      const isForm = body instanceof FormData;
      const response = await fetch(now.url + path, {
        method,
        headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(body !== undefined && !isForm && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as never };
    };
    const login = await as(null)<{ token: string; user: { companyId: number } }>('POST', '/auth/login', ADMIN);
    const { token, user } = login.body;
    return {
      get url() { return now.url; },
      get product() { return now.product; },
      database, companyId: user.companyId, token, api: as(token), as, advance,
      tokenOf: (caller) => tokens.issueAccess(caller, 'Ana'),
      now: () => clock.now(),
      down: () => now.product.stop(),
      up: async () => void (now = await run(folder, db, over)),
      beside: (more = {}) => {
        const pool = openDatabase({ url: database.url, maxConnections: 8 });
        return outside(pool, { ...over, ...more }, () => pool.close());
      },
      async stop() {
        await now.product.stop();
        await close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  }
  return outside(database.db, {}, () => database.close());
}
