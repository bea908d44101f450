import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../../kernel/log';
import { isAlive } from './child';
import type { Cluster } from './cluster';
import { claimOwnership, Owned } from './ownership';

const GRACE_MS = 10_000;

interface Leftover {
  readonly pid: number;
  readonly port: number;
}

/**
 * Clears the way for a new server. `kill -9` of this process leaves the server running without us, and `kill -9` of both
 * leaves its pid file. An orphan is stopped rather than adopted: only a child of ours gives us its log and its end.
 * @throws Owned when the running server belongs to another living process.
 */
export async function clearLeftover(cluster: Cluster, log: Log): Promise<void> {
  const pidFile = join(cluster.dir, 'postmaster.pid');
  const left = await readPidFile(pidFile);
  if (left === null) return;
  if (!(await isServerOf(cluster, left.pid))) {
    // The number may by now be another process's, whom PostgreSQL would take for a server.
    await rm(pidFile, { force: true });
    return;
  }
  if (!(await isOrphan(cluster, left))) return;
  log.warn({ pid: left.pid }, 'stopping the PostgreSQL that an earlier run left behind');
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(left.pid, signal);
    if (await goneWithin(cluster, left.pid, GRACE_MS)) return;
  }
  throw new Error(`The PostgreSQL of an earlier run (pid ${left.pid}) does not stop. End it by hand.`);
}

async function readPidFile(file: string): Promise<Leftover | null> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 ? { pid, port } : null;
}

/** A server stands in its data directory all its life. (A zombie stands nowhere.) */
async function isServerOf({ dir }: Cluster, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid);
  const [home, place] = await Promise.all([stat(dir), stat(`/proc/${pid}/cwd`).catch(() => null)]);
  return place !== null && place.ino === home.ino && place.dev === home.dev;
}

/**
 * Nobody holds the server, twice a second apart: one that has just started may not have been taken by its owner yet.
 * @returns false when it ended meanwhile. @throws Owned
 */
async function isOrphan(cluster: Cluster, { pid, port }: Leftover): Promise<boolean> {
  const start = performance.now();
  for (let seenFree = 0; seenFree < 2; await sleep(500)) {
    if (!(await isServerOf(cluster, pid))) return false;
    try {
      await (await claimOwnership(cluster, port)).release();
      seenFree += 1;
    } catch (error) {
      if (error instanceof Owned) throw error;
      // Starting, recovering or shutting down: it will answer, or be gone.
      if (performance.now() - start > GRACE_MS) throw new Error(`A PostgreSQL (pid ${pid}) uses ${cluster.dir} and does not answer.`, { cause: error });
    }
  }
  return true;
}

async function goneWithin(cluster: Cluster, pid: number, ms: number): Promise<boolean> {
  for (const start = performance.now(); await isServerOf(cluster, pid); await sleep(20)) {
    if (performance.now() - start > ms) return false;
  }
  return true;
}
