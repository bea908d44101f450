/** Half of a surrogate pair, and NUL. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/**
 * What a client sent, without what PostgreSQL cannot hold: text has no NUL there, and jsonb no half characters. Either would
 * be an error of the database, in whatever field it comes; nobody means it, so it is taken out instead of refused.
 */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? value.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd') : value;
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storable(inner)]));
}
