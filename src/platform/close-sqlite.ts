/** The part of a SQLite driver that closing needs. */
interface Closable {
  exec(sql: string): unknown;
  close(): unknown;
}

/**
 * Closes a database in WAL mode and takes its log away. The driver keeps a closed database open behind the scenes until the
 * statements prepared on it are collected as garbage, so SQLite never comes to do this by itself: the `-wal` file stays,
 * and whoever copies the database file alone misses what is in it.
 */
export function closeSqlite(db: Closable): void {
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;');
  } catch {
    // Somebody else has the file open and uses the log; the last one to close takes it away.
  }
  db.close();
}
