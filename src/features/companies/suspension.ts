/**
 * Which companies are suspended, as this process knows it: asked of the database at once when this process suspends one,
 * and by whoever comes in when what is known is older than half a minute. So a token that was given out before is worth
 * nothing a minute later at the latest, without a query per request.
 */
import { Forbidden } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Queryable } from '../../platform/transact';
import { companyStore } from './company.store';

/** A minute is promised; sockets speak every 25 s. */
const KNOWN_FOR_MS = 30_000;

export interface Suspension {
  /** For each request and each sign of life of a socket. @throws Forbidden `ERR_COMPANY_SUSPENDED` */
  requireActive(companyId: CompanyId): void;
  /** Asks the database now. */
  refresh(): Promise<void>;
}

/** @param onSuspended told once of each company that is found suspended: its sockets are to be closed. */
export function createSuspension(db: Queryable, log: Log, onSuspended: (companyId: CompanyId) => void): Suspension {
  let suspended: ReadonlySet<CompanyId> = new Set();
  let askedAt = -Infinity;

  async function refresh(): Promise<void> {
    askedAt = performance.now();
    const found = new Set(await companyStore(db).suspendedAcrossCompanies());
    const fresh = [...found].filter((id) => !suspended.has(id));
    suspended = found;
    fresh.forEach(onSuspended);
  }

  return {
    refresh,
    requireActive(companyId) {
      if (performance.now() - askedAt > KNOWN_FOR_MS) {
        refresh().catch((error: unknown) => log.warn({ err: error }, 'suspended companies not read; the next request asks again'));
      }
      if (suspended.has(companyId)) throw new Forbidden('ERR_COMPANY_SUSPENDED', 'The company is suspended');
    },
  };
}
