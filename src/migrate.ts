/** `npm run migrate`: brings the database up to this build and ends. The server does the same when it starts. */
import { readConfig, type Config } from './config';
import type { Log } from './kernel/log';
import { openDatabase } from './platform/db/database';
import { startEmbeddedPostgres } from './platform/db/embedded/embedded-postgres';
import { migrate } from './platform/db/migrate';
import { createLogger } from './platform/observe/logger';

async function main(): Promise<void> {
  const config = readConfig();
  const log = createLogger(config.logLevel);
  const server = await reach(config, log);
  const database = openDatabase({ url: server.url, maxConnections: 1, log });
  try {
    const applied = await migrate(database, log);
    process.stdout.write(`${applied.length === 0 ? 'nothing to migrate' : `applied: ${applied.join(', ')}`}\n`);
  } finally {
    await database.close();
    await server.stop();
  }
}

async function reach({ database, dataDir }: Config, log: Log): Promise<{ url: string; stop(): Promise<void> }> {
  if (database.url === null) return startEmbeddedPostgres({ dataDir, log });
  return { url: database.url, stop: () => Promise.resolve() };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
