/**
 * A product that dies on request: one process of it, as `server.ts` makes it but without its own database, which exits by
 * SIGKILL at the n-th passage of a named point. `CHAOS_KILL_AT=after_claim:3`.
 */
import { compose } from '../../compose';
import { parseConfig } from '../../config';
import { PROBE_POINTS, type ProbePoint } from '../../features/deliveries';
import { openDatabase } from '../../platform/db/database';
import { createLogger } from '../../platform/observe/logger';
import { initSentry } from '../../platform/observe/sentry';

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const log = createLogger(config.logLevel);
  const reporter = await initSentry({ dsn: null, environment: 'test', release: 'chaos' });
  const databaseUrl = config.database.url;
  if (databaseUrl === null) throw new Error('DATABASE_URL is needed');
  const database = openDatabase({ url: databaseUrl, maxConnections: config.database.pool, log });
  const secrets = { access: 'a'.repeat(32), refresh: 'r'.repeat(32) };
  const product = compose(config, { database, databaseUrl, secrets, log, reporter, version: 'chaos', consoleDir: null }, {
    probe: killerAt(process.env['CHAOS_KILL_AT']),
    ...(process.env['CHAOS_AS_SHIPPED'] === undefined && { recovery: { leaseMs: 2_000, laneLeaseMs: 400, unknownWaitMs: 3_000, sweepMs: 300 } }),
  });
  process.on('SIGTERM', () => void product.stop().then(() => process.exit(0)));
  await product.start();
  process.send?.('ready');
}

/** Nothing gentle: no handler runs, no buffer is written, as in a power cut of this one process. */
function killerAt(order: string | undefined) {
  const [wanted, passages = '1'] = (order ?? '').split(':');
  if (order !== undefined && !PROBE_POINTS.includes(wanted as ProbePoint)) throw new Error(`no such point: ${wanted}`);
  let left = Number(passages);
  return (point: ProbePoint): void => {
    if (point === wanted && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}

void main();
