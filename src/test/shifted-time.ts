/**
 * A day in seconds: one offset moves both clocks of the product, the process's and the database's, so that a journey can jump from
 * morning to noon and every rule, sweep and column default agrees on the time.
 */
import pg from 'pg';
import type { Clock } from '../kernel/clock';

export interface ShiftedTime {
  readonly clock: Clock;
  advance(ms: number): Promise<void>;
}

/**
 * `now()` of this database becomes a function of ours: "public" is searched before the built-in functions, and column defaults, which
 * are bound when they are made, are made again. Call it before the database is first used: open connections keep their search path.
 * @param start what the clocks show now.
 */
export async function shiftTime(databaseUrl: string, start: Date): Promise<ShiftedTime> {
  let offset = start.getTime() - Date.now();
  await onDatabase(databaseUrl, (client) => client.query(SHIFT), offset);
  return {
    clock: { now: () => new Date(Date.now() + offset) },
    async advance(ms) {
      offset += ms;
      await onDatabase(databaseUrl, () => Promise.resolve(), offset);
    },
  };
}

const SHIFT = `
  CREATE TABLE public."TestClock" ("offset" interval NOT NULL);
  INSERT INTO public."TestClock" VALUES ('0');
  CREATE FUNCTION public.now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT pg_catalog.now() + (SELECT "offset" FROM public."TestClock")';
  DO $$
  DECLARE "column" record;
  BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
    FOR "column" IN
      SELECT a.attrelid::regclass AS "table", a.attname AS "name" FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
       WHERE pg_get_expr(d.adbin, d.adrelid) IN ('now()', 'pg_catalog.now()')
    LOOP
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT public.now()', "column"."table", "column"."name");
    END LOOP;
  END $$;`;

async function onDatabase(url: string, prepare: (client: pg.Client) => Promise<unknown>, offset: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await prepare(client);
    await client.query(`UPDATE public."TestClock" SET "offset" = $1 * interval '1 ms'`, [offset]);
  } finally {
    await client.end();
  }
}
