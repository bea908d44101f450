/** The process: start in order, stop in reverse, answer signals. The only file that ends it. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import { compose } from './compose';
import { ConfigError, readConfig, type Config } from './config';
import { seedDemo } from './demo';
import { ensureFirstAdmin, loadSecret } from './features/users';
import { openDatabase } from './platform/db/database';
import { startEmbeddedPostgres } from './platform/db/embedded/embedded-postgres';
import { installedConsole } from './installed-console';
import type { Log } from './kernel/log';
import { migrate } from './platform/db/migrate';
import { createLogger } from './platform/observe/logger';
import { initSentry, type Reporter } from './platform/observe/sentry';
import { version } from '../package.json';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** A stop that hangs must not keep the supervisor waiting: what is left is found by its leases. */
const STOP_WITHIN_MS = 12_000;

interface Part {
  readonly name: string;
  stop(): Promise<void>;
}

/** @param running gets each part once it runs, in order: `stopAll` goes the other way round. */
async function main(config: Config, log: Log, reporter: Reporter, running: Part[]): Promise<void> {
  let databaseUrl = config.database.url;
  if (databaseUrl === null) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    running.push({ name: 'postgres', stop: () => postgres.stop() });
    databaseUrl = postgres.url;
  }
  const database = openDatabase({ url: databaseUrl, maxConnections: config.database.pool, log });
  running.push({ name: 'database', stop: () => database.close() });
  await migrate(database, log);

  const secrets = {
    access: config.tokens.accessSecret ?? (await loadSecret(database, 'access-token')),
    refresh: config.tokens.refreshSecret ?? (await loadSecret(database, 'refresh-token')),
  };
  const product = compose(config, { database, databaseUrl, secrets, log, reporter, version, consoleDir: installedConsole });
  running.push({ name: 'product', stop: () => product.stop() });

  const admin = await ensureFirstAdmin(product.transact, { email: config.admin.email, password: config.admin.password, timezone: config.defaultTimezone });
  if (config.seedDemo) await seedDemo(database, product);
  await product.start();

  const where = config.role === 'worker' ? 'worker' : await listen(config, product.server);
  if (admin !== null && admin.generatedPassword !== null) {
    say(`\n  Administrador: ${admin.email}\n  Senha (mostrada só agora): ${admin.generatedPassword}\n`);
  }
  say(`esquadrao ${version} pronto / ready: ${where} (dados / data: ${config.database.url === null ? join(config.dataDir, 'postgres') : 'DATABASE_URL'}, filas / jobs: ${config.redisUrl === null ? 'SQLite' : 'Redis'})`);
  process.send?.('ready'); // pm2's wait_ready
}

async function listen({ http: { host, port } }: Config, server: ReturnType<typeof compose>['server']): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port} (API: /api/docs)`;
}

async function stopAll(running: readonly Part[], log: Log, reporter: Reporter): Promise<void> {
  for (const part of [...running].reverse()) {
    await part.stop().catch((error: unknown) => log.error({ err: error, part: part.name }, 'did not stop cleanly'));
  }
  await reporter.flush(2_000);
}

async function start(): Promise<void> {
  let config: Config;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    process.exit(2);
  }
  const log = createLogger(config.logLevel);
  const reporter = await initSentry({ dsn: config.sentryDsn, environment: config.environment, release: version });
  const running: Part[] = [];

  let ending = false;
  const end = async (code: number, why: string): Promise<void> => {
    if (ending) return;
    ending = true;
    log.info({ why }, 'stopping');
    await Promise.race([stopAll(running, log, reporter), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0, signal));
  // After a bug that nobody caught, this process' memory is not to be trusted; the supervisor starts a clean one.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.error({ err: error }, event);
      reporter.report(error);
      void end(1, event);
    });
  }
  await main(config, log, reporter, running).catch((error: unknown) => {
    complain(`Não foi possível iniciar / could not start: ${error instanceof Error ? error.message : String(error)}`);
    log.debug({ err: error }, 'could not start');
    return end(1, 'could not start');
  });
}

void start();
