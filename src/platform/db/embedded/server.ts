import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Log } from '../../../kernel/log';
import type { Binaries } from './binaries';
import { here, spawnChild } from './child';
import type { Cluster } from './cluster';
import type { OsUser } from './os-user';
import { serverSettings } from './settings';

/** A running server that is our child. */
export interface Server {
  /** Resolves when it and all its backends have ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions roll back, everything is written. After `graceMs`, at once; the log replays at the next start. */
  stop(graceMs: number): Promise<void>;
}

export interface ServerOptions {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly user: OsUser | null;
  readonly port: number;
  readonly fsync: boolean;
  readonly log: Log;
}

const READY = 'database system is ready to accept connections';
const LAST_WORDS = 10;

/**
 * Starts the server and waits until it accepts connections (recovery after a crash included, however long).
 * @throws Error with its last words when it ends before.
 */
export async function startServer({ cluster, binaries, user, port, fsync, log }: ServerOptions): Promise<Server> {
  const args = ['-D', here(cluster.dir), '-p', String(port), ...serverSettings({ fsync })];
  // Detached: Ctrl-C reaches us alone, and we stop the server after its last client.
  const child = spawnChild(binaries.postgres, args, { user, dir: cluster.dir, detached: true });
  const words: string[] = [];
  child.on('error', (error) => words.push(error.message));
  const ended = once(child, 'close').then(ignore, ignore);
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      tell(log, line);
      words.push(line);
      if (words.length > LAST_WORDS) words.shift();
      if (line.includes(READY)) resolve();
    });
  });
  const isReady = await Promise.race([ready.then(() => true), ended.then(() => false)]);
  if (!isReady) throw new Error(`PostgreSQL did not start: ${words.join('\n')}`);
  return {
    ended,
    async stop(graceMs) {
      child.kill('SIGINT');
      const timer = setTimeout(() => child.kill('SIGQUIT'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function tell(log: Log, line: string): void {
  const [, severity, text] = /^([A-Z]+):\s+(.*)$/.exec(line) ?? [];
  const level = severity === 'PANIC' ? 'error' : severity === 'FATAL' ? 'warn' : 'debug';
  log[level]({ postgres: severity ?? null }, text ?? line);
}

const ignore = (): void => undefined;
