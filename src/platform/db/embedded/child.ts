import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import type { OsUser } from './os-user';

/**
 * How a child that stands in its data directory names it. On Linux this reaches it without walking the path, which may
 * lead through a directory that only root enters; the child's working directory is set before it becomes `user`.
 */
export function here(dir: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : dir;
}

/** A child of PostgreSQL's, standing in `dir`; it gets none of our environment, which may hold secrets. */
export function spawnAs(user: OsUser | null, dir: string, command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(command, args, { ...options, ...user, cwd: dir, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } });
}

/** Runs a command to its end. @throws Error with what it said when it fails. */
export async function runAs(user: OsUser | null, dir: string, command: string, args: readonly string[], stdio: { fd3: number }): Promise<void> {
  const child = spawnAs(user, dir, command, args, { stdio: ['ignore', 'ignore', 'pipe', stdio.fd3] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} failed: ${said.trim()}`);
}

/** True while a process of this id is there, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
