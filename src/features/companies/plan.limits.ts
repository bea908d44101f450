/** What features ask before they make something: may this company have it? */
import { Conflict } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import type { Queryable, Tx } from '../../platform/transact';
import { hasRoom, type PlanFeature, type PlanLimit } from './plan.rules';
import { planStore } from './plan.store';

const LIMIT_CODES: Readonly<Record<PlanLimit, string>> = { users: 'ERR_PLAN_USERS', connections: 'ERR_PLAN_CONNECTIONS', queues: 'ERR_PLAN_QUEUES' };
const FEATURE_CODES: Readonly<Record<PlanFeature, string>> = {
  useCampaigns: 'ERR_PLAN_CAMPAIGNS',
  useSchedules: 'ERR_PLAN_SCHEDULES',
  useKanban: 'ERR_PLAN_KANBAN',
};

/** For the edge where the first thing of its kind is made; what exists already goes on. @throws Conflict `ERR_PLAN_…` */
export async function requirePlan(q: Queryable, companyId: CompanyId, feature: PlanFeature): Promise<void> {
  const terms = await planStore(q).termsOf(companyId);
  if (!terms[feature]) throw new Conflict(FEATURE_CODES[feature], `The company's plan does not include ${feature}`);
}

/**
 * Holds the company's row until the transaction ends, so that two who take the last place wait for each other.
 * Call it before the thing is written. @throws Conflict `ERR_PLAN_…`, whose text names the limit
 */
export async function requireRoom(tx: Tx, companyId: CompanyId, limit: PlanLimit): Promise<void> {
  const plans = planStore(tx);
  await plans.lockCompany(companyId);
  const terms = await plans.termsOf(companyId);
  if (terms[limit] === null) return;
  const used = (await plans.usage(companyId))[limit];
  if (hasRoom(terms, limit, used)) return;
  const values = { limit: String(terms[limit]), used: String(used) };
  throw new Conflict(LIMIT_CODES[limit], `The plan allows ${values.limit} ${limit}, and there are ${values.used}`, [], values);
}
