import { found } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { fewOrRefresh } from '../../platform/tell-few';
import type { Tx } from '../../platform/transact';
import { scheduleStore, type ScheduleRecord } from './schedule.store';
import type { ScheduleId } from './schedule.types';
import { scheduleChanged, scheduleView } from './schedule.view';

/** Tells the company's browsers, after the commit, what a schedule has become. @returns the schedule as it is now. @throws NotFound */
export async function announce(tx: Tx, companyId: CompanyId, id: ScheduleId, action: 'create' | 'update'): Promise<ScheduleRecord> {
  const record = found(await scheduleStore(tx).find(companyId, id), 'Schedule');
  tx.emit(companyId, scheduleChanged, { action, schedule: scheduleView(record) });
  return record;
}

/** As `announce`, for schedules of any companies that moved at once. */
export async function announceMoved(tx: Tx, moved: readonly { readonly companyId: CompanyId; readonly id: ScheduleId }[]): Promise<void> {
  const each = new Map(moved.map((schedule) => [schedule.id, schedule]));
  const few = fewOrRefresh([...each.values()], ({ companyId }) => companyId, (companyId) => tx.emit(companyId, scheduleChanged, { action: 'refresh' }));
  if (few.length === 0) return;
  for (const record of await scheduleStore(tx).byIdsAcrossCompanies(few.map(({ id }) => id))) {
    tx.emit(record.companyId, scheduleChanged, { action: 'update', schedule: scheduleView(record) });
  }
}
