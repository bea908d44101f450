import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ChildProcess } from 'node:child_process';
import type { Log } from '../../../kernel/log';
import type { Binaries } from './binaries';
import { here, spawnAs } from './child';
import type { Cluster } from './cluster';
import type { OsUser } from './os-user';
import { serverSettings } from './settings';

/** A running server that is our child. */
export interface Server {
  /** Resolves when it has ended, for whatever reason. */
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

/**
 * Starts the server and waits until it accepts connections (recovery after a crash included, however long).
 * @throws Error with its last words when it ends before.
 */
export async function startServer({ cluster, binaries, user, port, fsync, log }: ServerOptions): Promise<Server> {
  const args = ['-D', here(cluster.dir), '-p', String(port), ...serverSettings({ fsync })];
  // Detached: Ctrl-C in a terminal reaches us alone, and we stop the server after its last client.
  const child = spawnAs(user, cluster.dir, binaries.postgres, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close').then(
    () => undefined,
    () => undefined,
  );
  const lastWords = await untilReady(child, ended, log);
  if (lastWords !== null) throw new Error(`PostgreSQL did not start: ${lastWords}`);
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

/** @returns null when it is ready, else what it said before it ended. */
function untilReady(child: ChildProcess, ended: Promise<void>, log: Log): Promise<string | null> {
  const words: string[] = [];
  return new Promise((resolve) => {
    child.on('error', (error) => words.push(error.message));
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (words.length < 50) words.push(line);
      tell(log, line);
      if (line.includes(READY)) resolve(null);
    });
    void ended.then(() => resolve(words.join('\n')));
  });
}

function tell(log: Log, line: string): void {
  const [, severity, text] = /^([A-Z]+):\s+(.*)$/.exec(line) ?? [];
  const level = severity === 'PANIC' ? 'error' : severity === 'FATAL' ? 'warn' : 'debug';
  log[level]({ postgres: severity ?? null }, text ?? line);
}
