import pg from 'pg';
import { Sequelize } from 'sequelize';
import type { Log } from '../../kernel/log';
import { asUnavailable } from '../sql-state';
import type { Queryable } from '../transact';
import { getTypeParser } from './types';

export interface Database extends Queryable {
  /** For models and for transactions; SQL goes through `query`. */
  readonly sequelize: Sequelize;
  /** Lends one connection to `work`: session state (an advisory lock, a SET) stays on it until it ends. */
  session<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Waits for running statements, then closes every connection. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly maxConnections: number;
  readonly log?: Log;
}

/**
 * Opens a pool; no connection is made before the first statement.
 *
 * Sequelize owns the pool, so that a model, a transaction and a plain statement share it. Plain statements run on its
 * `pg` connection without passing `sequelize.query`, which rewrites `$` in the text and doubles
 * the CPU of a small statement. Values are never logged.
 */
export function openDatabase({ url, maxConnections, log }: DatabaseOptions): Database {
  const sequelize = new Sequelize(url, {
    dialect: 'postgres',
    dialectModule: { Client: pg.Client, types: { ...pg.types, getTypeParser } },
    logging: false,
    pool: { max: maxConnections, min: 0, acquire: 10_000, idle: 30_000 },
    dialectOptions: {
      application_name: 'esquadrao',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      // A frozen process must not keep its row locks for ever.
      idle_in_transaction_session_timeout: 60_000,
    },
  });
  sequelize.addHook('afterConnect', (connection) => {
    (connection as pg.Client).on('error', (error) => log?.warn({ err: error }, 'a database connection broke'));
  });
  return {
    sequelize,
    query: (sql, bind) => onConnection(sequelize, (client) => run(client, sql, bind)),
    session: (work) => onConnection(sequelize, work),
    close: () => sequelize.close(),
  };
}

/** One statement on a given connection. @returns the rows of a SELECT or a RETURNING, else []. */
export async function run<Row extends object>(client: pg.Client, sql: string, bind?: readonly unknown[]): Promise<Row[]> {
  const result = await client.query<Row>(sql, bind as unknown[]);
  return result.rows;
}

async function onConnection<T>(sequelize: Sequelize, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { connectionManager } = sequelize;
  let connection;
  try {
    connection = await connectionManager.getConnection({ type: 'write' });
  } catch (error) {
    throw asUnavailable(error);
  }
  try {
    const result = await work(connection as pg.Client);
    connectionManager.releaseConnection(connection);
    return result;
  } catch (error) {
    const told = asUnavailable(error);
    // A connection that broke under its statement may not know it yet; the next borrower must not get it.
    if (told === error) connectionManager.releaseConnection(connection);
    else void connectionManager.destroyConnection(connection).catch(() => undefined);
    throw told;
  }
}
