import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../kernel/log';

/** Ours among the advisory locks of a database; two numbers, so that no hash of anybody's can meet it. */
const LOCK = [1_702_064_993, 1] as const;
const TRY_EVERY_MS = 2_000;
/** The server ends a session that was silent for so long: a frozen leader leads no more. Three beats. */
const SILENT_AFTER_MS = 6_000;

export interface LeaderLockOptions {
  readonly url: string;
  readonly log: Log;
}

/**
 * Leadership as an advisory lock, held by a connection of its own: it ends with that connection, whatever ended it: the
 * process died (at once), froze (after 6 s), or was cut off. Tried every 2 s by whoever does not have it.
 */
export function createLeaderLock({ url, log }: LeaderLockOptions) {
  return {
    /** `gained` and `lost` are called in turn until `stop`, which gives the lock back. */
    contend(on: { gained(): void; lost(): void }): { stop(): Promise<void> } {
      const stopping = new AbortController();
      const contending = (async () => {
        while (!stopping.signal.aborted) {
          await holdSession(url, on, stopping.signal).catch((error: unknown) => log.debug({ err: error }, 'leader lock: no connection'));
          await pause(TRY_EVERY_MS, stopping.signal);
        }
      })();
      return {
        async stop() {
          stopping.abort();
          await contending;
        },
      };
    },
  };
}

/** Tries for the lock, then keeps it, until the connection or the process ends. @throws the driver's error that ended it. */
async function holdSession(url: string, on: { gained(): void; lost(): void }, stopping: AbortSignal): Promise<void> {
  const client = new pg.Client({
    connectionString: url, application_name: 'esquadrao-leader', keepAlive: true, connectionTimeoutMillis: 5_000,
    // A server that does not answer a heartbeat has given the lock to somebody else, for all we know.
    query_timeout: SILENT_AFTER_MS / 2,
  });
  let held = false;
  const lose = (): void => {
    if (held) on.lost();
    held = false;
  };
  const ended = new AbortController();
  // Told by its end; without a listener this event would end the process.
  client.on('error', () => undefined);
  client.once('end', () => {
    lose();
    ended.abort();
  });
  const over = AbortSignal.any([stopping, ended.signal]);
  try {
    await client.connect();
    await client.query(`SELECT set_config('idle_session_timeout', $1, false)`, [String(SILENT_AFTER_MS)]);
    while (!over.aborted) {
      if (held) await client.query('SELECT 1');
      else {
        const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS "held"', [...LOCK]);
        held = rows[0]?.held === true && !over.aborted;
        if (held) on.gained();
      }
      await pause(TRY_EVERY_MS, over);
    }
  } finally {
    lose();
    await close(client, ended.signal);
  }
}

/** A connection whose other end is silent is not waited for. */
async function close(client: pg.Client, ended: AbortSignal): Promise<void> {
  if (ended.aborted) return;
  const gone = once(ended, 'abort');
  client.end().catch(() => undefined);
  const timer = setTimeout(() => (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(), 1_000);
  await gone;
  clearTimeout(timer);
}

async function pause(ms: number, over: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: over }).catch(() => undefined);
}
