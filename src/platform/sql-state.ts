import { Unavailable } from '../kernel/errors';

/**
 * What PostgreSQL said, by code and never by text. Errors of `query()` are the driver's own; errors of a Sequelize
 * model carry the driver's one as `parent`. Both are read here.
 */
interface PgError {
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly parent?: unknown;
}

function driverError(error: unknown): PgError {
  if (typeof error !== 'object' || error === null) return {};
  const { parent } = error as PgError;
  return typeof parent === 'object' && parent !== null ? parent : error;
}

/** The five-character SQLSTATE, or the socket's code (`ECONNREFUSED`); undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  const { code } = driverError(error);
  return typeof code === 'string' ? code : undefined;
}

/** @param constraint the index or constraint as the migration names it; any unique one when absent. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return sqlState(error) === '23505' && (constraint === undefined || driverError(error).constraint === constraint);
}

/** Of a `RESTRICT` too, which has a code of its own from PostgreSQL 18 on. */
export function isForeignKeyViolation(error: unknown): boolean {
  const state = sqlState(error);
  return state === '23503' || state === '23001';
}

/** Two units of work met; the one that lost may simply run again. */
export function isTransactionConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', '53300', '57P01', '57P02', '57P03']);

/**
 * `Unavailable` (HTTP 503, job retried) in place of an error that says the database cannot be reached now;
 * every other error as it is. The driver's error stays as `cause`.
 */
export function asUnavailable(error: unknown): unknown {
  const state = sqlState(error);
  const name = error instanceof Error ? error.name : '';
  const lost =
    (state !== undefined && (UNREACHABLE.has(state) || state.startsWith('08'))) ||
    /^Sequelize(Connection|Host|InvalidConnection)/.test(name) ||
    // The driver's words when a socket closes under a statement; it gives no code.
    (error instanceof Error && /^Connection terminated/.test(error.message));
  if (!lost) return error;
  return Object.assign(new Unavailable('ERR_DATABASE_UNAVAILABLE', `The database cannot be reached now (${state ?? name})`), { cause: error });
}
