import { Client } from 'pg';
import type { Log } from '../../kernel/log';

const RECONNECT_MS = 2_000;

/**
 * Postgres' LISTEN on a connection of its own. A notification may be lost (the server restarts): callers treat it as a
 * hint and have a sweep. Reconnects until stopped.
 */
export function createNotifications(url: string, log: Log) {
  return {
    async listen(channel: string, onNotify: (payload: string) => void): Promise<{ stop(): Promise<void> }> {
      let client: Client | null = null;
      let stopped = false;
      let timer: NodeJS.Timeout | null = null;

      const connect = async (): Promise<void> => {
        const next = new Client({ connectionString: url, application_name: 'esquadrao-listen' });
        next.on('notification', (message) => onNotify(message.payload ?? ''));
        // An 'error' event without a listener would end the process.
        next.on('error', (error) => log.warn({ err: error }, 'listening connection lost'));
        next.on('end', () => {
          if (!stopped) reconnectLater();
        });
        await next.connect();
        await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
        client = next;
      };
      const reconnectLater = (): void => {
        timer = setTimeout(() => {
          connect().catch(() => reconnectLater());
        }, RECONNECT_MS);
      };

      await connect();
      return {
        async stop() {
          stopped = true;
          if (timer !== null) clearTimeout(timer);
          await client?.end().catch(() => undefined);
        },
      };
    },
  };
}
