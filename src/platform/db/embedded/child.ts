import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { OsUser } from './os-user';

/**
 * How a child that stands in its data directory names it. On Linux this reaches it without walking the path, which may
 * lead through a directory that only root enters; the child's working directory is set before it becomes `user`.
 */
export function here(dir: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : dir;
}

export interface ChildOptions {
  readonly user: OsUser | null;
  /** Its working directory. */
  readonly dir: string;
  /** In a session of its own: a terminal's Ctrl-C does not reach it. */
  readonly detached?: boolean;
  /** An open file that it finds as descriptor 3. */
  readonly fd3?: number;
}

/** A child that speaks on stderr only. It gets none of our environment, which may hold secrets. */
export function spawnChild(command: string, args: readonly string[], options: ChildOptions): ChildProcessByStdio<null, null, Readable> {
  const { user, dir, detached = false, fd3 } = options;
  return spawn(command, args, {
    ...user,
    cwd: dir,
    detached,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe', ...(fd3 === undefined ? [] : [fd3])],
  }) as ChildProcessByStdio<null, null, Readable>;
}

/** Runs a command to its end. @throws Error with what it said when it fails. */
export async function runToEnd(command: string, args: readonly string[], options: ChildOptions): Promise<void> {
  const child = spawnChild(command, args, options);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
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
