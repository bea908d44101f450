import pg from 'pg';

const { builtins } = pg.types;
const INT4_ARRAY = 1007;
const INT8_ARRAY = 1016;
const TEXT_ARRAY = 1009;
const DATE_ARRAY = 1182;

/** Which parser of the driver reads a type in place of its usual one. */
const READ_AS = new Map<number, number>([
  [builtins.INT8, builtins.INT4],
  [INT8_ARRAY, INT4_ARRAY],
  [builtins.DATE, builtins.TEXT],
  [DATE_ARRAY, TEXT_ARRAY],
]);

/**
 * How column values reach JavaScript, for models and plain statements alike:
 * bigint → number (keys and counts stay below 2^53), timestamptz → Date (`infinity` → ±Infinity),
 * date → 'YYYY-MM-DD' (a day has no instant), jsonb → its value, numeric → string (exact; cast to `bigint` or `float8` for a number).
 *
 * Kept apart from the driver's global registry, so that no import order can change what a query returns.
 */
export function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return pg.types.getTypeParser(READ_AS.get(oid) ?? oid, format);
}
