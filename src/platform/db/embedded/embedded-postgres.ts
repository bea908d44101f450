import { join, resolve } from 'node:path';
import type { Log } from '../../../kernel/log';
import { findBinaries } from './binaries';
import { openCluster, SUPERUSER } from './cluster';
import { freePort } from './free-port';
import { keepRunning } from './keeper';
import { serverUser } from './os-user';
import { DATABASE } from './ownership';

export interface EmbeddedPostgres {
  /** `postgres://…@127.0.0.1:<port>/esquadrao`; the same for as long as this process runs. */
  readonly url: string;
  /** Ends the server (≤ 10 s, then at once; nothing committed is lost). Close every pool before. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought, with its data in `<dataDir>/postgres`, and keeps it running: a server that is
 * killed comes back on the same address while the product's pools reconnect.
 *
 * @param fsync false only where data may be lost (tests).
 * @throws Error that says what to do: no binaries for this platform, data of another version, data in use.
 */
export async function startEmbeddedPostgres(options: { dataDir: string; log: Log; fsync?: boolean }): Promise<EmbeddedPostgres> {
  const { log, fsync = true } = options;
  const dataDir = resolve(options.dataDir);
  const user = await serverUser(join(dataDir, 'postgres'));
  const binaries = await findBinaries(user);
  const cluster = await openCluster({ dataDir, binaries, user, fsync });
  const port = await freePort();
  const stop = await keepRunning({ cluster, binaries, user, port, fsync, log });
  return { url: `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`, stop };
}
