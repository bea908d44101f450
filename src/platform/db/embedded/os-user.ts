import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Whom the server runs as. PostgreSQL refuses to be root. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

const OURS = 'esquadrao';

/**
 * @param clusterDir the data directory, perhaps not there yet. An existing one names its user by its owner,
 *   so that a package which brings a `postgres` user later does not lock us out.
 * @returns null when this process is not root: the server is then the same user.
 * @throws Error when root can neither find nor make a user.
 */
export async function serverUser(clusterDir: string): Promise<OsUser | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = (await lookUp('postgres')) ?? (await lookUp(OURS)) ?? (await create()) ?? (await lookUp('nobody'));
  if (user === null) {
    throw new Error(`PostgreSQL must not run as root, and no other user could be made. Run: useradd --system ${OURS}, or set DATABASE_URL.`);
  }
  return user;
}

// `id` and not /etc/passwd: users may come from a directory service.
async function lookUp(name: string): Promise<OsUser | null> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await exec('id', [flag, name])).stdout)));
    return uid && gid ? { uid, gid } : null;
  } catch {
    return null;
  }
}

async function create(): Promise<OsUser | null> {
  // The second form is BusyBox's.
  for (const [command, ...args] of [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OURS],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', OURS],
  ] as const) {
    try {
      await exec(command, args);
      return await lookUp(OURS);
    } catch {
      continue;
    }
  }
  return null;
}
