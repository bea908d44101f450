import { setTimeout as sleep } from 'node:timers/promises';
import { clearLeftover } from './leftover';
import { claimOwnership, Owned, type Ownership } from './ownership';
import { startServer, type Server, type ServerOptions } from './server';

const STOP_GRACE_MS = 10_000;
const RETRY_MS = 500;
const START_ATTEMPTS = 20;

/** Pass within moments: backends of a killed server that are still leaving, another process that is starting too. */
const PASSING = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/;

interface Running {
  readonly server: Server;
  readonly ownership: Ownership;
}

/**
 * Starts the server and starts it again, on the same port, whenever it ends unasked.
 * @returns the way to end it for good.
 */
export async function keepRunning(options: ServerOptions): Promise<() => Promise<void>> {
  const { log } = options;
  const stopping = new AbortController();
  let running = await start(options);
  const watching = watch();

  async function watch(): Promise<void> {
    for (;;) {
      await running.server.ended;
      await running.ownership.release();
      if (stopping.signal.aborted) return;
      log.error({}, 'PostgreSQL ended unasked; starting it again');
      const again = await restart();
      if (again === null) return;
      running = again;
    }
  }

  async function restart(): Promise<Running | null> {
    while (!stopping.signal.aborted) {
      try {
        const again = await start(options);
        if (!stopping.signal.aborted) return again;
        await end(again);
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL does not start; trying again');
        await sleep(RETRY_MS);
      }
    }
    return null;
  }

  return async function stop() {
    stopping.abort();
    await end(running);
    await watching;
  };
}

async function end({ server, ownership }: Running): Promise<void> {
  await ownership.release();
  await server.stop(STOP_GRACE_MS);
}

async function start(options: ServerOptions): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    await clearLeftover(options.cluster, options.log);
    try {
      const server = await startServer(options);
      return { server, ownership: await own(options, server) };
    } catch (error) {
      if (attempt === START_ATTEMPTS || !(error instanceof Error && PASSING.test(error.message))) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** Another process that starts on the same data may hold the lock for the instant in which it looks. */
async function own({ cluster, port }: ServerOptions, server: Server): Promise<Ownership> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await claimOwnership(cluster, port);
    } catch (error) {
      if (!(error instanceof Owned) || attempt === 5) {
        await server.stop(STOP_GRACE_MS);
        throw error;
      }
      await sleep(RETRY_MS / 5);
    }
  }
}
