import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../kernel/log';

const RECONNECT_MS = 2_000;

export interface Notifications {
  /**
   * Calls `onNotify` with each payload sent to `channel`, from a connection of its own that comes back when it is lost.
   * A notification may be lost meanwhile: callers treat it as a hint and have a sweep. Rejects when the first connection fails.
   */
  listen(channel: string, onNotify: (payload: string) => void): Promise<{ stop(): Promise<void> }>;
}

/** Postgres' LISTEN. */
export function createNotifications(url: string, log: Log): Notifications {
  return {
    async listen(channel, onNotify) {
      const stopping = new AbortController();
      const connect = (): Promise<Listener> => openListener(url, channel, onNotify);
      let listener = await connect();

      const watching = (async () => {
        for (;;) {
          await listener.ended;
          if (stopping.signal.aborted) return;
          log.warn({ channel }, 'the listening connection was lost; connecting again');
          const next = await keepTrying(connect, stopping.signal);
          if (next === null) return;
          listener = next;
        }
      })();

      return {
        async stop() {
          stopping.abort();
          await listener.close();
          await watching;
        },
      };
    },
  };
}

interface Listener {
  readonly ended: Promise<unknown>;
  close(): Promise<void>;
}

async function openListener(url: string, channel: string, onNotify: (payload: string) => void): Promise<Listener> {
  const client = new pg.Client({ connectionString: url, application_name: 'esquadrao-listen', keepAlive: true, connectionTimeoutMillis: 5_000 });
  // Told by its end; without a listener this event would end the process.
  client.on('error', () => undefined);
  client.on('notification', ({ payload }) => onNotify(payload ?? ''));
  const ended = once(client, 'end').catch(() => undefined);
  await client.connect();
  const listen = `LISTEN ${pg.escapeIdentifier(channel)}`;
  await client.query(listen);
  return { ended, close: () => client.end() };
}

async function keepTrying(connect: () => Promise<Listener>, stopping: AbortSignal): Promise<Listener | null> {
  while (!stopping.aborted) {
    const listener = await connect().catch(() => null);
    if (listener !== null && !stopping.aborted) return listener;
    await listener?.close();
    await sleep(RECONNECT_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
  return null;
}
