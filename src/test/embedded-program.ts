/**
 * A process of the product, as far as its PostgreSQL goes: for tests that kill it.
 * `embedded-program.ts <dataDir> [uid]` prints the server's URL and stays, or prints why it cannot and ends.
 */
import { silentLog } from '../kernel/log';
import { findBinaries } from '../platform/db/embedded/binaries';
import { openCluster, SUPERUSER } from '../platform/db/embedded/cluster';
import { startEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres';
import { freePort } from '../platform/db/embedded/free-port';
import { keepRunning } from '../platform/db/embedded/keeper';

const [dataDir = '', uid] = process.argv.slice(2);

/** As an ordinary user. Code and binaries are found before: the checkout may be out of that user's reach. */
async function startAsUser(id: number): Promise<{ url: string }> {
  const binaries = await findBinaries({ uid: id, gid: id });
  process.setgroups?.([]);
  process.setgid?.(id);
  process.setuid?.(id);
  const cluster = await openCluster({ dataDir, binaries, user: null, fsync: false });
  const port = await freePort();
  await keepRunning({ cluster, binaries, user: null, port, fsync: false, log: silentLog });
  return { url: `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/esquadrao` };
}

const starting = uid === undefined ? startEmbeddedPostgres({ dataDir, log: silentLog }) : startAsUser(Number(uid));
starting.then(
  ({ url }) => process.stdout.write(`${url}\n`),
  (error: Error) => {
    process.stdout.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
