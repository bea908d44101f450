import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '../../kernel/log';
import { testDatabase, type TestDatabase } from '../../test/database';
import { openDatabase, type Database } from './database';
import { migrate } from './migrate';

let test: TestDatabase;
let databases: Database[] = [];
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(async () => {
  await Promise.all(databases.map((database) => database.close()));
  databases = [];
  await test.close();
});

function open(): Database {
  const database = openDatabase({ url: test.url, maxConnections: 2 });
  databases.push(database);
  return database;
}

const empty = (): Promise<unknown> => test.db.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');

async function everyMigration(): Promise<string[]> {
  const files = await readdir(join(__dirname, '../../../migrations'));
  return files.map((file) => file.replace(/\.ts$/, '')).sort();
}

describe('migrate', () => {
  it('applies every file in order, and nothing the second time', async () => {
    await empty();
    expect(await migrate(test.db, silentLog)).toEqual(await everyMigration());
    expect(await migrate(test.db, silentLog)).toEqual([]);
  });

  it('lets one of two processes do it while the other waits', async () => {
    await empty();
    const applied = await Promise.all([open(), open(), open()].map((database) => migrate(database, silentLog)));
    expect(applied.flat()).toEqual(await everyMigration());
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('refuses a database of a newer version, by name', async () => {
    await test.db.query(`INSERT INTO "Migrations" ("name") VALUES ('9999-from-the-future')`);
    await expect(migrate(test.db, silentLog)).rejects.toThrow('9999-from-the-future');
    await test.db.query(`DELETE FROM "Migrations" WHERE "name" = '9999-from-the-future'`);
    expect(await migrate(test.db, silentLog)).toEqual([]);
  });

  it('leaves nothing of a migration that fails, and takes it up again', async () => {
    await empty();
    // The last one fails half way: a table of its name is in the way.
    await test.db.query('CREATE TABLE "DeliveryEvents" ()');
    await expect(migrate(test.db, silentLog)).rejects.toThrow('DeliveryEvents');
    expect(await test.db.query(`SELECT to_regclass('"Deliveries"') AS it`)).toEqual([{ it: null }]);
    await test.db.query('DROP TABLE "DeliveryEvents"');
    expect(await migrate(test.db, silentLog)).toContain('0006-deliveries');
  });
});
