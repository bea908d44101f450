import { randomBytes } from 'node:crypto';
import { chmod, chown, lchown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries';
import { here, runToEnd } from './child';
import type { OsUser } from './os-user';

export const SUPERUSER = 'esquadrao';

/** A data directory, made and ready for a server. */
export interface Cluster {
  readonly dir: string;
  readonly password: string;
}

/** Lies among the server's own files: whoever has those has this, and a back-up keeps them together. */
const PASSWORD_FILE = 'esquadrao.password';

export interface ClusterOptions {
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly user: OsUser | null;
  readonly fsync: boolean;
}

/**
 * Opens `<dataDir>/postgres`, or makes it at the first start.
 * @throws Error when its files belong to another major version.
 */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDir, binaries } = options;
  const dir = join(dataDir, 'postgres');
  const major = (await readMajor(dir)) ?? (await create(dir, options), await readMajor(dir));
  if (major !== binaries.major) {
    throw new Error(
      `${dir} was written by PostgreSQL ${major}, and this build brings ${binaries.major}. ` +
        'Dump it with the former build and restore it into a new directory, or set DATABASE_URL.',
    );
  }
  if (options.user !== null) await giveTo(options.user, dir);
  return { dir, password: await readFile(join(dir, PASSWORD_FILE), 'utf8') };
}

/** Files that root put back from a copy are root's; the server wants to own them. */
async function giveTo({ uid, gid }: OsUser, dir: string): Promise<void> {
  if ((await stat(dir)).uid === uid) return;
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  for (const entry of entries) await lchown(join(entry.parentPath, entry.name), uid, gid);
  await chmod(dir, 0o700);
  await chown(dir, uid, gid);
}

async function readMajor(dir: string): Promise<string | undefined> {
  return readFile(join(dir, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

/**
 * The cluster is made aside and takes its name when complete: a crash leaves no half of one, and of two first
 * starts at once one wins.
 */
async function create(dir: string, options: ClusterOptions): Promise<void> {
  await mkdir(options.dataDir, { recursive: true });
  const work = await mkdtemp(`${dir}.new-`);
  try {
    const cluster = join(work, 'cluster');
    await mkdir(cluster, { mode: 0o700 });
    await initialize(cluster, join(work, 'password'), options);
    await rename(cluster, dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function initialize(cluster: string, passwordFile: string, { binaries, user, fsync }: ClusterOptions): Promise<void> {
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (user !== null) for (const path of [passwordFile, cluster]) await chown(path, user.uid, user.gid);
  const password = await open(passwordFile);
  try {
    const args = [
      `--pgdata=${here(cluster)}`,
      `--username=${SUPERUSER}`,
      // By descriptor, as the path may be out of the user's reach.
      '--pwfile=/dev/fd/3',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Unicode's case rules wherever the product runs, byte order for speed; no update of the system can change either.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(fsync ? [] : ['--no-sync']),
    ];
    await runToEnd(binaries.initdb, args, { user, dir: cluster, fd3: password.fd });
  } finally {
    await password.close();
  }
  await rename(passwordFile, join(cluster, PASSWORD_FILE));
}
