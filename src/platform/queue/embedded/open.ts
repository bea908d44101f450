/** The job engine's door to the SQLite package. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'libsql';
import { closeSqlite } from '../../close-sqlite';

export type Value = string | number | null;

/** The few calls the store needs. All are synchronous: a statement holds the event loop while it runs. */
export interface Statement {
  /** @returns rows changed. */
  run(values?: readonly Value[]): number;
  all<Row>(values?: readonly Value[]): Row[];
}

export interface Sql {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}

/** How long a write waits for another process' write. Transactions here take far less than a millisecond each. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens or creates the database. WAL with `synchronous=NORMAL`: a killed process loses nothing; a power failure may lose
 * the last moments, which a doorbell may (the work itself is a row elsewhere).
 *
 * @param file a path, whose folder is created, or `:memory:`.
 */
export function openSqlite(file: string): Sql {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  for (const pragma of ['journal_mode = WAL', 'synchronous = NORMAL', 'temp_store = MEMORY', 'cache_size = -16000', 'wal_autocheckpoint = 4000'])
    db.pragma(pragma);
  return {
    prepare(sql) {
      const statement = db.prepare<[readonly Value[]]>(sql);
      return {
        run: (values = []) => statement.run(values).changes,
        all: <Row>(values: readonly Value[] = []) => statement.all(values) as Row[],
      };
    },
    exec: (sql) => void db.exec(sql),
    close: () => closeSqlite(db),
  };
}
