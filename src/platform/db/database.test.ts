import { DataTypes, Model, type InferAttributes, type InferCreationAttributes } from 'sequelize';
import { Unavailable } from '../../kernel/errors';
import { testDatabase, type TestDatabase } from '../../test/database';
import { freePort } from './embedded/free-port';
import { isForeignKeyViolation, isUniqueViolation, sqlState } from '../sql-state';
import { openDatabase } from './database';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

describe('query', () => {
  it.each([
    ['bigint', `SELECT 9007199254740991::bigint AS v`, 9007199254740991],
    ['count', `SELECT count(*) AS v FROM generate_series(1, 3)`, 3],
    ['bigint[]', `SELECT '{1,NULL,3}'::bigint[] AS v`, [1, null, 3]],
    ['numeric', `SELECT 0.1::numeric AS v`, '0.1'],
    ['timestamptz', `SELECT '2026-02-28 23:30:00-03'::timestamptz AS v`, new Date('2026-03-01T02:30:00Z')],
    ['-infinity', `SELECT '-infinity'::timestamptz AS v`, -Infinity],
    ['date', `SELECT '2026-02-28'::date AS v`, '2026-02-28'],
    ['jsonb', `SELECT '{"a": [1, "x"]}'::jsonb AS v`, { a: [1, 'x'] }],
    ['dollars in text', `SELECT '$1 $$ $x$' AS v`, '$1 $$ $x$'],
  ])('reads %s', async (_, sql, value) => {
    expect(await test.db.query(sql)).toEqual([{ v: value }]);
  });

  it.each([
    ['int[]', '$1::int[]', [1, 2]],
    ['text[] with quotes, commas and NULL', '$1::text[]', ['a"b', 'c,d', '', null]],
    ['jsonb', '$1::jsonb', { nome: 'João', n: [1] }],
    ['timestamptz', '$1::timestamptz', new Date('2026-01-01T00:00:00.123Z')],
    ['text with dollars', '$1::text', "it's $1 and $$"],
    ['null', '$1::text', null],
  ])('binds %s', async (_, place, value) => {
    const sql = `SELECT ${place} AS v`;
    expect(await test.db.query(sql, [value])).toEqual([{ v: value }]);
  });

  it('gives the rows of a RETURNING and none otherwise', async () => {
    expect(await test.db.query(`INSERT INTO "Companies" ("name") VALUES ('A') RETURNING "name"`)).toEqual([{ name: 'A' }]);
    expect(await test.db.query(`INSERT INTO "Companies" ("name") VALUES ('A')`)).toEqual([]);
    expect(await test.db.query(`UPDATE "Companies" SET "name" = 'B' RETURNING "name"`)).toEqual([{ name: 'B' }, { name: 'B' }]);
    expect(await test.db.query(`DELETE FROM "Companies"`)).toEqual([]);
  });

  it('fails with what the driver says, for models too', async () => {
    class Company extends Model<InferAttributes<Company>, InferCreationAttributes<Company>> {
      declare id: number;
      declare name: string;
    }
    Company.init({ id: { type: DataTypes.INTEGER, primaryKey: true }, name: DataTypes.TEXT }, { sequelize: test.db.sequelize, tableName: 'Companies' });
    await Company.create({ id: 1, name: 'A' });
    const byModel = await Company.create({ id: 1, name: 'B' }).catch((error: unknown) => error);
    const bySql = await test.db.query(`INSERT INTO "Companies" ("id", "name") VALUES (1, 'B')`).catch((error: unknown) => error);
    for (const error of [byModel, bySql]) {
      expect(isUniqueViolation(error, 'Companies_pkey')).toBe(true);
      expect(isUniqueViolation(error, 'another')).toBe(false);
    }
    const orphan = await test.db.query(`INSERT INTO "ContactLists" ("companyId", "name") VALUES (99, 'x')`).catch((error: unknown) => error);
    expect(isForeignKeyViolation(orphan)).toBe(true);
    expect(sqlState(new Error('x'))).toBeUndefined();
  });
});

describe('a database that goes away', () => {
  it('is Unavailable while nobody listens', async () => {
    const db = openDatabase({ url: `postgres://x:y@127.0.0.1:${await freePort()}/z`, maxConnections: 2 });
    await expect(db.query('SELECT 1')).rejects.toBeInstanceOf(Unavailable);
    await db.close();
  });

  it('answers again after every connection was cut, in a statement or idle', async () => {
    const db = openDatabase({ url: test.url, maxConnections: 2 });
    const asleep = `SELECT 1 FROM pg_stat_activity WHERE "query" = 'SELECT pg_sleep(60)' AND "state" = 'active'`;
    const sleeping = db.query('SELECT pg_sleep(60)').catch((error: unknown) => error);
    while ((await db.query(asleep)).length === 0);
    await test.db.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()');
    expect(await sleeping).toBeInstanceOf(Unavailable);
    // The news of the idle one's end may arrive during the first statement, not before it.
    const one = (): Promise<unknown> => db.query('SELECT 1 AS one');
    expect(await one().catch(one)).toEqual([{ one: 1 }]);
    await db.close();
  });
});
