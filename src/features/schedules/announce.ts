import { found } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { scheduleStore, type ScheduleRecord } from './schedule.store';
import type { ScheduleId } from './schedule.types';
import { scheduleChanged, scheduleView } from './schedule.view';

/** A monitor's batch must not flood browsers: a company with more schedules than this in one is told to fetch again. */
const TOLD_ONE_BY_ONE = 20;

/** Tells the company's browsers, after the commit, what a schedule has become. @returns the schedule as it is now. @throws NotFound */
export async function announce(tx: Tx, companyId: CompanyId, id: ScheduleId, action: 'create' | 'update'): Promise<ScheduleRecord> {
  const record = found(await scheduleStore(tx).find(companyId, id), 'Schedule');
  tx.emit(companyId, scheduleChanged, { action, schedule: scheduleView(record) });
  return record;
}

/** As `announce`, for schedules of any companies that moved at once. */
export async function announceMoved(tx: Tx, moved: readonly { readonly companyId: CompanyId; readonly id: ScheduleId }[]): Promise<void> {
  const byCompany = new Map<CompanyId, Set<ScheduleId>>();
  for (const { companyId, id } of moved) byCompany.set(companyId, (byCompany.get(companyId) ?? new Set()).add(id));
  const few: ScheduleId[] = [];
  for (const [companyId, ids] of byCompany) {
    if (ids.size > TOLD_ONE_BY_ONE) tx.emit(companyId, scheduleChanged, { action: 'refresh' });
    else few.push(...ids);
  }
  if (few.length === 0) return;
  for (const record of await scheduleStore(tx).byIdsAcrossCompanies(few)) {
    tx.emit(record.companyId, scheduleChanged, { action: 'update', schedule: scheduleView(record) });
  }
}
