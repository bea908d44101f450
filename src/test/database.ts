import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { silentLog } from '../kernel/log';
import { openDatabase, type Database } from '../platform/db/database';
import { createTransact } from '../platform/db/transact';
import type { JobRequest } from '../platform/queue/engine';
import type { Transact } from '../platform/transact';
import { databaseUrl, TEMPLATE } from './servers';

export interface Released {
  readonly jobs: JobRequest[];
  readonly events: { companyId: number; topic: string; payload: unknown }[];
}

export interface TestDatabase {
  readonly url: string;
  readonly db: Database;
  /** Jobs and events that units of work let go after their commit arrive in `released`. */
  readonly transact: Transact;
  readonly released: Released;
  close(): Promise<void>;
}

/** A fresh, migrated, empty database of its own on the run's PostgreSQL. Open it in `beforeAll`, close it in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: global-setup.ts has not run');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // Copying files is quicker here than the log of each page: nothing of this server is ever flushed to disk.
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);

  const url = databaseUrl(server, name);
  const db = openDatabase({ url, maxConnections: 8 });
  const released: Released = { jobs: [], events: [] };
  const transact = createTransact({
    database: db,
    engine: { add: async (requests) => void released.jobs.push(...requests) },
    realtime: { publish: (companyId, { topic }, payload) => void released.events.push({ companyId, topic, payload }) },
    log: silentLog,
  });
  return {
    url,
    db,
    transact,
    released,
    async close() {
      await db.close();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
