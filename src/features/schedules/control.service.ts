/** Stopping a schedule, and firing again what did not leave. */
import { Conflict, found } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { announce } from './announce';
import { claimStore } from './claim.store';
import type { SchedulesDeps } from './deps';
import { refusalOf } from './firing.rules';
import type { FiringService } from './firing.service';
import { isOver } from './schedule.service';
import { scheduleStore, type ScheduleRecord } from './schedule.store';
import { ScheduleStatus, type ScheduleId } from './schedule.types';
import { settleStore } from './settle.store';

export function controlService({ transact }: Pick<SchedulesDeps, 'transact'>, firings: FiringService) {
  return {
    /** Nothing of it leaves any more, except what the provider is being given in this very moment. @throws NotFound, Conflict */
    cancel: (companyId: CompanyId, id: ScheduleId): Promise<ScheduleRecord> =>
      transact(async (tx) => {
        const { status } = found(await scheduleStore(tx).lock(companyId, id), 'Schedule');
        if (status === ScheduleStatus.cancelled) return found(await scheduleStore(tx).find(companyId, id), 'Schedule');
        if (status !== ScheduleStatus.pending && status !== ScheduleStatus.queued) throw isOver();
        const store = settleStore(tx);
        await store.takeBack(companyId, id);
        await store.cancel(companyId, id);
        await store.settleAcrossCompanies([id]);
        await store.followAcrossCompanies([{ id }]);
        return announce(tx, companyId, id, 'update');
      }),

    /**
     * Sends a firing that failed or was missed once more: that of `number`, or the last one. It takes the firing's place, so it
     * cannot be sent twice by asking twice. @throws NotFound, Conflict
     */
    retry: (companyId: CompanyId, id: ScheduleId, number: number | null): Promise<ScheduleRecord> =>
      transact(async (tx) => {
        const loaded = found(await claimStore(tx).lockOne(companyId, id), 'Schedule');
        if (loaded.status === ScheduleStatus.cancelled) throw isOver();
        const firing = await settleStore(tx).toRetry(companyId, id, number);
        if (firing === null) throw new Conflict('ERR_NO_FIRING_TO_RETRY', 'No firing of this schedule failed or was missed');
        const refusal = refusalOf(loaded);
        const { connectionId } = loaded;
        if (refusal !== null || connectionId === null) throw new Conflict(`ERR_FIRING_REFUSED_${(refusal ?? 'no_connection').toUpperCase()}`, 'The firing cannot leave');
        await firings.fireAgain(tx, loaded, connectionId, firing);
        return announce(tx, companyId, id, 'update');
      }),
  };
}
