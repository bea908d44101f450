/** The door of tenants: companies, their plans and their settings. */
import type { CompanyId } from '../../kernel/ids';
import type { Log } from '../../kernel/log';
import type { Feature } from '../../platform/feature';
import type { Queryable, Transact } from '../../platform/transact';
import { companyRoutes } from './company.routes';
import type { CompanyServiceDeps } from './company.service';
import { companyTexts } from './company.texts';
import { planRoutes } from './plan.routes';
import { settingRoutes } from './setting.routes';
import { createSuspension, type Suspension } from './suspension';

export type { NewAdmin } from './company.service';
export { companyStore, type CompanyRow } from './company.store';
export { requirePlan, requireRoom } from './plan.limits';
export type { PlanFeature, PlanLimit, PlanTerms } from './plan.rules';
export { planStore } from './plan.store';
export type { CompanySettings } from './setting.rules';
export { companySettings } from './setting.store';

export interface CompaniesDeps extends Pick<CompanyServiceDeps, 'addAdmin' | 'removed'> {
  readonly db: Queryable;
  readonly transact: Transact;
  readonly log: Log;
  /** Whoever is connected of a company that was suspended must go. */
  readonly onSuspended: (companyId: CompanyId) => void;
}

export function createCompanies({ db, transact, log, addAdmin, onSuspended, removed }: CompaniesDeps): Feature & Pick<Suspension, 'requireActive'> {
  const suspension = createSuspension(db, log, onSuspended);
  return {
    routes: [...companyRoutes(db, { transact, addAdmin, removed, statusChanged: () => suspension.refresh() }), ...planRoutes({ db, transact }), ...settingRoutes({ db, transact })],
    texts: companyTexts,
    requireActive: (companyId) => suspension.requireActive(companyId),
  };
}
