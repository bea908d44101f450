/** Stopping and going on, at any size in one statement. The claim of the ledger looks at the status; rows follow by `settle`. */
import type { Deliveries, PauseCause } from '../deliveries';
import { Conflict, Invalid } from '../../kernel/errors';
import type { CampaignId, CompanyId, ConnectionId, UserId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { announce } from './announce';
import { lockedCampaign, wrongStatus } from './campaign.service';
import { dispatchCampaign, prepareContact, processCampaign, settleCampaign } from './campaign.jobs';
import { ALREADY_DONE, type Action } from './campaign.rules';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { PauseCode } from './campaign.texts';
import { CampaignStatus, type Campaign, type Reopening } from './campaign.types';
import type { CampaignsDeps } from './deps';
import { lifecycleStore, type CampaignRef } from './lifecycle.store';

/** Actions after which a started campaign sends again. */
const GOES_ON: ReadonlySet<Action> = new Set(['resume', 'restart', 'retryFailed']);

export function controlService(deps: CampaignsDeps) {
  const { db, transact, deliveries } = deps;
  /** @throws NotFound, Conflict when the status does not allow it. */
  const move = (companyId: CompanyId, id: CampaignId, action: Action, statement: (tx: Tx) => Promise<boolean>): Promise<CampaignRecord> =>
    transact(async (tx) => {
      const before = await lockedCampaign(tx, companyId, id);
      if (before.whatsappId === null && before.snapshot !== null && GOES_ON.has(action)) {
        throw Invalid.field('whatsappId', 'connection_missing', 'The connection of the campaign was deleted: make a copy with another');
      }
      if (await statement(tx)) {
        const record = await announce(tx, deps, companyId, id, 'update');
        ringAfter(tx, record, deliveries);
        return record;
      }
      if (!ALREADY_DONE[action]?.includes(before.status)) throw wrongStatus();
      return announce(tx, deps, companyId, id, 'update');
    });

  return {
    pause: (companyId: CompanyId, id: CampaignId, by: UserId): Promise<CampaignRecord> =>
      move(companyId, id, 'pause', (tx) => lifecycleStore(tx).pause(companyId, id, PauseCode.byUser, by)),

    /** Takes a start back that has not happened yet: of the two, whoever locks the row first wins, and the other finds it so. */
    unschedule: (companyId: CompanyId, id: CampaignId): Promise<CampaignRecord> =>
      move(companyId, id, 'unschedule', (tx) => lifecycleStore(tx).unschedule(companyId, id)),

    resume: (companyId: CompanyId, id: CampaignId): Promise<CampaignRecord> => move(companyId, id, 'resume', (tx) => lifecycleStore(tx).resume(companyId, id)),

    cancel: (companyId: CompanyId, id: CampaignId): Promise<CampaignRecord> => move(companyId, id, 'cancel', (tx) => lifecycleStore(tx).cancel(companyId, id)),

    /** @param by who answers for opening closed rows again. */
    restart: (companyId: CompanyId, id: CampaignId, by: UserId): Promise<CampaignRecord> =>
      move(companyId, id, 'restart', (tx) => lifecycleStore(tx).restart(companyId, id, by)),

    /** @param states `failed`, and `held` when the operator accepts that some of those may get it twice. */
    retryFailed: (companyId: CompanyId, id: CampaignId, states: Reopening['states'], by: UserId): Promise<CampaignRecord> =>
      move(companyId, id, 'retryFailed', async (tx) => {
        const record = await campaignStore(tx).find(companyId, id);
        if (record !== null && countIn(record, states) === 0) throw new Conflict('ERR_NOTHING_TO_RETRY', 'No recipient of this campaign has failed');
        return lifecycleStore(tx).retry(companyId, id, states, by);
      }),

    /** The lane found out that a connection, or one campaign on it, must not go on. @returns those that were running. */
    pauseRunning: (connectionId: ConnectionId, id: CampaignId | null, { code, detail }: PauseCause): Promise<CampaignRef[]> =>
      lifecycleStore(db).pauseRunningAcrossCompanies(connectionId, id, `${code}:${detail}`.slice(0, 500)),
  };
}

/** Recipients, and questions to them, in any of `states`. */
function countIn({ counts }: CampaignRecord, states: readonly string[]): number {
  return Object.entries(counts).reduce((sum, [key, count]) => (states.includes(key.split(':')[1] ?? '') ? sum + count : sum), 0);
}

/** Wakes whatever has to follow the new status; losing a ring costs one period of the sweep. */
export function ringAfter(tx: Tx, campaign: Campaign, deliveries: Pick<Deliveries, 'ring'>): void {
  const { companyId, id, status, whatsappId } = campaign;
  const payload = { companyId, campaignId: id };
  if (status === CampaignStatus.scheduled) tx.enqueue(processCampaign, payload);
  if (status === CampaignStatus.cancelled || campaign.reopening !== null) tx.enqueue(settleCampaign, payload);
  if (status !== CampaignStatus.running) return;
  if (campaign.preparedAt === null) tx.enqueue(prepareContact, payload);
  tx.enqueue(dispatchCampaign, payload);
  if (whatsappId !== null) tx.afterCommit(() => deliveries.ring(whatsappId));
}
