/**
 * Presence: requests and sockets are signs of life, gathered here and written together. A user costs one row of one
 * statement every half a minute at most, however much he clicks; what he edits is no sign of life, and a socket that only
 * answers pings is one. Who falls silent is found by the monitor (presence.jobs), not by a closed socket: a browser that
 * changes networks is back in a moment.
 */
import { seconds } from '../../kernel/clock';
import type { CompanyId, UserId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Transact } from '../../platform/transact';
import { presenceStore } from './presence.store';
import { tellUsers } from './user.events';

const WRITTEN_EVERY_MS = seconds(30);
/** How long signs are gathered before they are written. */
const GATHERED_FOR_MS = seconds(1);

export interface Someone {
  readonly companyId: CompanyId;
  readonly userId: UserId;
}

export interface Presence {
  /** A sign of life. Costs a look into a map. */
  seen(user: Someone): void;
  /** Logged in: here at once, even if he left a moment ago. */
  arrived(user: Someone): void;
  /** Logged out: offline at once, unless he is connected elsewhere. */
  left(user: Someone): Promise<void>;
  /** Writes what was gathered. */
  flush(): Promise<void>;
}

export interface PresenceDeps {
  readonly transact: Transact;
  readonly log: Log;
  /** How many clients of his are connected, over all processes. */
  readonly connectionsOf: (user: Someone) => Promise<number>;
}

export function createPresence({ transact, log, connectionsOf }: PresenceDeps): Presence {
  const gathered = new Set<UserId>();
  /** When each was written last, on this process' monotonic clock. */
  const writtenAt = new Map<UserId, number>();
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const isFresh = (id: UserId, now: number): boolean => now - (writtenAt.get(id) ?? -Infinity) < WRITTEN_EVERY_MS;

  async function write(ids: readonly UserId[]): Promise<void> {
    try {
      await transact(async (tx) => tellUsers(tx, await presenceStore(tx).touchAcrossCompanies(ids)));
    } catch (error) {
      log.warn({ err: error, users: ids.length }, 'presence not written; the next sign of life is');
      for (const id of ids) writtenAt.delete(id);
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const now = performance.now();
    for (const id of writtenAt.keys()) if (!isFresh(id, now)) writtenAt.delete(id);
    if (gathered.size === 0) return writing;
    const ids = [...gathered];
    gathered.clear();
    for (const id of ids) writtenAt.set(id, now);
    writing = writing.then(() => write(ids));
    return writing;
  }

  function seen({ userId }: Someone): void {
    if (isFresh(userId, performance.now())) return;
    gathered.add(userId);
    timer ??= setTimeout(() => void flush(), GATHERED_FOR_MS).unref();
  }

  return {
    seen,
    flush,
    arrived(user) {
      writtenAt.delete(user.userId);
      seen(user);
    },
    async left(user) {
      if ((await connectionsOf(user)) > 1) return;
      gathered.delete(user.userId);
      // His socket is about to close; what it still says is no return.
      writtenAt.set(user.userId, performance.now());
      await writing;
      await transact(async (tx) => {
        if (await presenceStore(tx).leave(user.companyId, user.userId)) await tellUsers(tx, [{ id: user.userId, companyId: user.companyId }]);
      });
    },
  };
}
