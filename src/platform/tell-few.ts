import type { CompanyId } from '../kernel/ids';

/** What moved in a sweep, or after an outage, must not flood browsers: a company with more than this at once is told to fetch again. */
export const TOLD_ONE_BY_ONE = 20;

/**
 * @param refresh tells a company with more than 20 items, once, to fetch again
 * @returns the items of the others, to be told one by one.
 */
export function fewOrRefresh<T>(items: readonly T[], companyOf: (item: T) => CompanyId, refresh: (companyId: CompanyId) => void): T[] {
  const counts = new Map<CompanyId, number>();
  for (const item of items) counts.set(companyOf(item), (counts.get(companyOf(item)) ?? 0) + 1);
  for (const [companyId, count] of counts) if (count > TOLD_ONE_BY_ONE) refresh(companyId);
  return items.filter((item) => (counts.get(companyOf(item)) ?? 0) <= TOLD_ONE_BY_ONE);
}
