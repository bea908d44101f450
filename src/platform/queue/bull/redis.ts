/** The Redis connections of the Bull engine. */
import Redis from 'ioredis';
import type { RedisOptions } from 'ioredis';
import { AppError, Unavailable } from '../../../kernel/errors';
import type { Log } from '../../../kernel/log';

/** How long a producer waits for Redis before it hears `Unavailable`. */
const PRODUCER_PATIENCE_MS = 2_000;
/** How often a silent server is asked for a sign of life. (A timeout of the socket would do, at a tenth of the throughput.) */
const WATCH_MS = 5_000;

const COMMON: RedisOptions = {
  // Bull asks for both: a worker must outlive any outage, and blocking reads wait without end.
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  disconnectTimeout: 500,
  retryStrategy: (times) => Math.min(100 * times, 2_000),
};

export interface RedisClients {
  /** Commands of all queues and producers. */
  readonly client: Redis;
  /** For Bull's `createClient`: one client and one subscriber for all queues, a blocking one each. */
  create(type: 'client' | 'subscriber' | 'bclient'): Redis;
  /** Resolves when commands can be sent. @throws Unavailable soon, so that producers never queue up in memory. */
  untilReady(): Promise<void>;
  /** Ends the blocking reads for good: waiting for them would make every stop last a second. */
  endBlocking(): void;
  disconnect(): void;
}

export function connectRedis(url: string, log: Log): RedisClients {
  const all: Redis[] = [];
  const connect = (role: string, options: RedisOptions): Redis => {
    const redis = new Redis(url, { ...COMMON, ...options });
    // Every queue listens on the shared ones; that is no leak.
    redis.setMaxListeners(0);
    redis.on('error', (error: Error) => log.warn({ err: error, role }, 'redis: connection trouble'));
    all.push(redis);
    return redis;
  };
  const blocking: Redis[] = [];
  let ending = false;
  /** When a queue pauses or closes, Bull connects its blocking client anew and floats the promise: it must not fail, nor happen at the end. */
  const connectBlocking = (): Redis => {
    const redis = connect('blocking', {});
    const reconnect = redis.connect.bind(redis);
    redis.connect = async () => {
      if (!ending) await reconnect().catch((error: unknown) => log.warn({ err: error, role: 'blocking' }, 'redis: connection trouble'));
    };
    blocking.push(redis);
    return redis;
  };
  const client = connect('client', {});
  let subscriber: Redis | undefined;
  let everReady = false;
  client.once('ready', () => {
    everReady = true;
  });
  // A server that hangs without closing its sockets is treated as gone: answers would pile up behind it.
  const watch = setInterval(() => {
    if (client.status === 'ready') void patiently(client.ping()).catch(() => client.disconnect(true));
  }, WATCH_MS);
  watch.unref();

  return {
    client,
    create(type) {
      if (type === 'client') return client;
      if (type === 'bclient') return connectBlocking();
      return (subscriber ??= connect('subscriber', {}));
    },
    async untilReady() {
      // At the start it is about to connect; later it is down, and waiting would only slow every request.
      if (everReady) throw unavailable();
      await new Promise<void>((resolve, reject) => {
        const onReady = (): void => {
          clearTimeout(timer);
          resolve();
        };
        const timer = setTimeout(() => {
          client.off('ready', onReady);
          reject(unavailable());
        }, PRODUCER_PATIENCE_MS);
        client.once('ready', onReady);
      });
    },
    endBlocking: () => {
      ending = true;
      for (const redis of blocking) redis.disconnect();
    },
    disconnect: () => {
      ending = true;
      clearInterval(watch);
      for (const redis of all) redis.disconnect();
    },
  };
}

/** Bounds one round trip: the answer may still come, and then the work is done twice or late, which jobs allow. */
export function patiently<T>(answer: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(unavailable()), PRODUCER_PATIENCE_MS);
    answer.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error instanceof AppError ? error : new Unavailable('ERR_QUEUE_UNAVAILABLE', `Redis refused: ${String(error)}`));
      },
    );
  });
}

function unavailable(): Unavailable {
  return new Unavailable('ERR_QUEUE_UNAVAILABLE', 'Redis does not answer');
}

export interface RedisHealth {
  /** Redis answers, and keeps what it is given. */
  readonly ok: boolean;
  readonly warnings: readonly string[];
}

/** Is this Redis fit for a job queue? Managed ones may forbid the question; that is a warning too. */
export async function checkRedis(client: Redis): Promise<RedisHealth> {
  const warnings: string[] = [];
  try {
    const info = await patiently(client.info());
    const field = (name: string): string | undefined => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim();
    const policy = field('maxmemory_policy');
    if (policy !== 'noeviction') {
      warnings.push(`maxmemory-policy is "${policy ?? 'unknown'}": Redis may evict jobs when memory is short; set it to "noeviction"`);
    }
    if (field('aof_enabled') !== '1') warnings.push('append-only file is off: jobs of the last minutes are lost when Redis stops; set "appendonly yes"');
    return { ok: true, warnings };
  } catch (error) {
    return { ok: false, warnings: [`Redis does not answer: ${String(error)}`] };
  }
}
