/**
 * Job ids on Bull. Its own `jobId` will not do: while a finished or failed job of the id is retained, Bull swallows every
 * further `add`, and while it runs a ring is swallowed too. Its debounce key does most of what `job.ts` promises; these
 * scripts add the rest. The key `<queue>:de:<id>` names the pending job of the id.
 */
import type Redis from 'ioredis';

/**
 * Heals an id whose pending job vanished without a trace (a queue emptied by hand). Longer waits than this only mean
 * that one more ring may be stored, which is harmless.
 */
const KEY_TTL_MS = 60_000;

/** After an `add` that may have been folded: the pending job becomes due at `due` if it was due later and is not held. */
const BRING_FORWARD = `
local id = redis.call('GET', KEYS[1])
if not id then return 0 end
local score = redis.call('ZSCORE', KEYS[2], id)
if not score or redis.call('HEXISTS', ARGV[1] .. id, 'held') == 1 then return 0 end
if math.floor(score / 0x1000) <= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[2], tonumber(ARGV[2]) * 0x1000, id)
redis.call('PUBLISH', KEYS[2], ARGV[2])
return 1`;

/** The handler starts: from here a ring is a new job. */
const FREE = `
if redis.call('GET', KEYS[1]) == ARGV[2] then redis.call('DEL', KEYS[1]) end
redis.call('HDEL', ARGV[1] .. ARGV[2], 'held')
return 1`;

/** The job is put back: it takes its id again, or gives its attempts to the ring that came meanwhile. */
const TAKE_AGAIN = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[2] and redis.call('EXISTS', ARGV[1] .. holder) == 1 then
  redis.call('HSET', ARGV[1] .. holder, 'attemptsMade', ARGV[3])
  return 0
end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[4])
redis.call('HSET', ARGV[1] .. ARGV[2], 'held', 1)
return 1`;

interface Scripts {
  esqBringForward(deKey: string, delayed: string, prefix: string, due: number): Promise<number>;
  esqFree(deKey: string, prefix: string, job: string): Promise<number>;
  esqTakeAgain(deKey: string, prefix: string, job: string, attempts: number, ttl: number): Promise<number>;
}

/** A Bull queue, as far as its keys go. */
interface Keyed {
  toKey(part: string): string;
}

export interface JobIds {
  /** For Bull's `debounce` option. */
  debounce(id: string, delayMs: number): { id: string; ttl: number };
  /** @param due Unix ms. */
  bringForward(queue: Keyed, id: string, due: number): Promise<void>;
  free(queue: Keyed, id: string, job: string): Promise<void>;
  /** @returns false when a newer ring is pending and will be the retry. */
  takeAgain(queue: Keyed, id: string, job: string, attempts: number, waitMs: number): Promise<boolean>;
}

export function createJobIds(client: Redis): JobIds {
  client.defineCommand('esqBringForward', { numberOfKeys: 2, lua: BRING_FORWARD });
  client.defineCommand('esqFree', { numberOfKeys: 1, lua: FREE });
  client.defineCommand('esqTakeAgain', { numberOfKeys: 1, lua: TAKE_AGAIN });
  const scripts = client as unknown as Scripts;
  return {
    debounce: (id, delayMs) => ({ id, ttl: KEY_TTL_MS + delayMs }),
    bringForward: async (queue, id, due) => void (await scripts.esqBringForward(queue.toKey(`de:${id}`), queue.toKey('delayed'), queue.toKey(''), due)),
    free: async (queue, id, job) => void (await scripts.esqFree(queue.toKey(`de:${id}`), queue.toKey(''), job)),
    takeAgain: async (queue, id, job, attempts, waitMs) =>
      (await scripts.esqTakeAgain(queue.toKey(`de:${id}`), queue.toKey(''), job, attempts, KEY_TTL_MS + waitMs)) === 1,
  };
}
