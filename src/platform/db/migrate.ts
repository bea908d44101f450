import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type pg from 'pg';
import { Umzug, type RunnableMigration, type UmzugStorage } from 'umzug';
import type { Log } from '../../kernel/log';
import { run, type Database } from './database';

/** Beside `src` when TypeScript runs as it is, beside `dist/src` when it is built. */
const FOLDER = join(__dirname, '../../../migrations');
const NUMBERED = /^(\d{4}-[\w-]+)\.[tj]s$/;
/** Any number, the same in every process of this product. */
const LOCK = 7_217_001;

/**
 * Brings the schema to what this build expects, forward only, each file of `/migrations` in a transaction of its own.
 * Processes that start together take turns under an advisory lock: one migrates, the others find it done.
 * @returns names of the migrations applied now.
 * @throws Error when the database has a migration that this build does not know.
 */
export function migrate(database: Database, log: Log): Promise<string[]> {
  return database.session(async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    try {
      await client.query('CREATE TABLE IF NOT EXISTS "Migrations" ("name" text PRIMARY KEY, "appliedAt" timestamptz NOT NULL DEFAULT now())');
      const migrations = await readMigrations();
      await refuseUnknown(client, migrations);
      const applied = await new Umzug({ migrations, context: client, storage, logger: undefined }).up();
      for (const { name } of applied) log.info({ migration: name }, 'migration applied');
      return applied.map(({ name }) => name);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    }
  });
}

const storage: UmzugStorage<pg.Client> = {
  executed: ({ context }) => appliedNames(context),
  // The row is written by `up`, in the transaction of the migration itself: a crash cannot part them.
  logMigration: () => Promise.resolve(),
  unlogMigration: () => Promise.reject(new Error('migrations go forward only')),
};

async function appliedNames(client: pg.Client): Promise<string[]> {
  const rows = await run<{ name: string }>(client, 'SELECT "name" FROM "Migrations" ORDER BY "name"');
  return rows.map(({ name }) => name);
}

async function readMigrations(): Promise<RunnableMigration<pg.Client>[]> {
  const load = createRequire(__filename);
  const files = (await readdir(FOLDER)).sort();
  return files.flatMap((file) => {
    const name = NUMBERED.exec(file)?.[1];
    if (name === undefined) return [];
    const { up } = load(join(FOLDER, file)) as { up: string };
    return [{ name, up: ({ context }) => applyOne(context, name, up) }];
  });
}

async function applyOne(client: pg.Client, name: string, sql: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO "Migrations" ("name") VALUES ($1)', [name]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function refuseUnknown(client: pg.Client, known: readonly { name: string }[]): Promise<void> {
  const names = new Set(known.map(({ name }) => name));
  const unknown = (await appliedNames(client)).filter((name) => !names.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `The database has been migrated by a newer version: it has ${unknown.join(', ')}, which this one does not know. ` +
      'Start that version, or restore a back-up taken before it.',
  );
}
