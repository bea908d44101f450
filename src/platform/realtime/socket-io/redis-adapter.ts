import { createAdapter } from '@socket.io/redis-streams-adapter';
import type { Log } from '../../../kernel/log';

/** What is used of an ioredis client. */
export interface RedisClient {
  duplicate(options?: object): RedisClient;
  on(event: 'error', listener: (error: Error) => void): unknown;
  setMaxListeners(count: number): unknown;
  disconnect: (this: RedisClient) => void;
}

/** A blocked read must outlive any outage, and a subscriber must not be asked whether it is ready: it may not answer. */
const LASTING = { maxRetriesPerRequest: null, enableReadyCheck: false, lazyConnect: false, socketTimeout: undefined };

/**
 * Carries events between processes over a Redis stream, which a process that lost Redis for a while reads on from where
 * it was; plain publish/subscribe would have dropped them.
 * @param redis is only copied: the adapter opens three connections of its own. `close` ends them after the server's `close`.
 */
export function redisAdapter(redis: RedisClient, log: Log): { readonly adapter: ReturnType<typeof createAdapter>; close(): void } {
  const clients: RedisClient[] = [];
  const open = (): RedisClient => {
    const client = redis.duplicate(LASTING);
    const end = client.disconnect;
    // The adapter listens once per namespace; that is no leak.
    client.setMaxListeners(0);
    client.on('error', (error) => log.warn({ err: error }, 'realtime: Redis connection trouble'));
    clients.push(client);
    return Object.assign(client, { disconnect: once(() => end.call(client)) });
  };
  // The adapter copies the client it is given, twice, and ends those copies only when a read of five seconds is over.
  const publisher = Object.assign(open(), { duplicate: open });
  return {
    adapter: createAdapter(publisher),
    close: () => {
      for (const client of clients) client.disconnect();
    },
  };
}

/** The adapter ends its clients too; ioredis, told twice, keeps the process for two more seconds. */
function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}
