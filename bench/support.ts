/** What every subject needs: servers of its own, times, medians, memory, and a way to print them. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { silentLog } from '../src/kernel/log';
import { openDatabase, type Database } from '../src/platform/db/database';
import { startEmbeddedPostgres } from '../src/platform/db/embedded/embedded-postgres';
import { freePort } from '../src/platform/db/embedded/free-port';
import { migrate } from '../src/platform/db/migrate';

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

const running = new Set<Server>();
let failed = false;
let databases = 0;

/** A PostgreSQL that flushes to disk as in production, with its data in a scratch directory. */
export async function startPostgres(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'esquadrao-bench-'));
  const { url, stop } = await startEmbeddedPostgres({ dataDir, log: silentLog });
  return keep(url, async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  });
}

/** A redis-server that keeps its data as the product asks for: AOF every second, no eviction. */
export async function startRedis(): Promise<Server & { readonly pid: number }> {
  const dir = await mkdtemp(join(tmpdir(), 'esquadrao-bench-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  for await (const line of createInterface(child.stdout)) if (line.includes('Ready to accept connections')) break;
  child.stdout.resume();
  const server = keep(`redis://127.0.0.1:${port}`, async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dir, { recursive: true, force: true });
  });
  return { ...server, pid: child.pid! };
}

/** A new database on `server`, migrated, with a pool. The caller closes it. */
export async function freshDatabase(server: Server, maxConnections = 10): Promise<Database & { readonly url: string }> {
  databases += 1;
  const name = `bench_${databases}`;
  const admin = openDatabase({ url: server.url, maxConnections: 1 });
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.close();
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  const database = openDatabase({ url, maxConnections });
  await migrate(database, silentLog);
  return { ...database, url };
}

function keep(url: string, stop: () => Promise<void>): Server {
  const server: Server = {
    url,
    async stop() {
      if (running.delete(server)) await stop();
    },
  };
  running.add(server);
  return server;
}

/** Stops whatever servers still run. */
export async function closeAll(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
}

/** @returns the value and how long it took, ms. */
export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now();
  const value = await work();
  return { value, ms: performance.now() - start };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** @param part 0..1: 0.99 is p99. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export const perSecond = (count: number, ms: number): number => Math.round((count / ms) * 1_000);

/** Samples the resident memory of a process (ours unless told) until stopped. @returns the peak above the start, and the peak, MB. */
export function watchMemory(pid = process.pid): { stop(): { peakMb: number; growthMb: number } } {
  const read = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  const start = read();
  let peak = start;
  const sampling = setInterval(() => (peak = Math.max(peak, read())), 50);
  return {
    stop() {
      clearInterval(sampling);
      peak = Math.max(peak, read());
      return { peakMb: Math.round(peak), growthMb: Math.round(peak - start) };
    },
  };
}

/** One run, as a line that a program can read. */
export function record(fields: object): void {
  console.log(JSON.stringify(fields));
}

export function printTable(rows: readonly object[]): void {
  console.table(rows);
}

/** A result that must hold; when it does not, the run is FAILED and its figures are worth nothing. */
export function expectThat(holds: boolean, what: string): void {
  if (holds) return;
  failed = true;
  console.error(`FAILED: ${what}`);
}

export const hasFailed = (): boolean => failed;

/** With what the figures were taken. */
export function environment(): Record<string, unknown> {
  const say = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' }).trim();
  const version = (name: string) => (JSON.parse(readFileSync(join(__dirname, '../node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
  return {
    commit: say('git', 'rev-parse', '--short', 'HEAD') + (say('git', 'status', '--porcelain') === '' ? '' : '+'),
    node: process.versions.node,
    redis: /v=([\d.]+)/.exec(say('redis-server', '--version'))?.[1],
    bull: version('bull'),
    pg: version('pg'),
    cpu: `${cpus().length} × ${cpus()[0]?.model}`,
  };
}
