import pg from 'pg';
import { SUPERUSER, type Cluster } from './cluster';

/** Any number; locked for as long as a process owns the server. */
const LOCK = 7_217_002;

/** The product's own database in the cluster. */
export const DATABASE = 'esquadrao';

export interface Ownership {
  release(): Promise<void>;
}

/** A running server belongs to another living process. */
export class Owned extends Error {
  constructor(dir: string) {
    super(`Another running process uses the data in ${dir}. Stop it, or give this one a DATA_DIR of its own.`);
    this.name = 'Owned';
  }
}

/**
 * Takes the server for this process: an advisory lock on a connection kept open. The server itself lets it go when the
 * owner dies, however it dies, so no lock file can grow stale.
 * @throws Owned
 */
export async function claimOwnership(cluster: Cluster, port: number): Promise<Ownership> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password: cluster.password, database: 'postgres' });
  // Who owns the server learns of its end by its exit; here the broken connection must only not be unhandled.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS "mine"', [LOCK]);
    if (rows[0]?.mine !== true) throw new Owned(cluster.dir);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query('CREATE DATABASE esquadrao');
  } catch (error) {
    await client.end();
    throw error;
  }
  return { release: () => client.end() };
}
