/** Writing, copying and removing campaigns. Each use case is one transaction. */
import { Conflict, found, Invalid } from '../../kernel/errors';
import type { CampaignId, CompanyId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { requirePlan } from '../companies';
import { announce } from './announce';
import { blankCampaign, type CampaignInput, type CampaignPatch } from './campaign.input';
import { processCampaign } from './campaign.jobs';
import { faultsOf, statusOnSave } from './campaign.rules';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { CampaignStatus, type Campaign, type CampaignDraft } from './campaign.types';
import { campaignChanged } from './campaign.view';
import type { CampaignsDeps } from './deps';
import { gatherFacts } from './facts';
import { lifecycleStore } from './lifecycle.store';

export function campaignService(deps: CampaignsDeps) {
  const { transact, clock } = deps;
  const tell = (tx: Tx, companyId: CompanyId, id: CampaignId, action: 'create' | 'update'): Promise<CampaignRecord> => announce(tx, deps, companyId, id, action);

  /** @throws Invalid naming every fault. */
  async function check(tx: Tx, companyId: CompanyId, campaign: CampaignDraft): Promise<void> {
    const faults = faultsOf(campaign, await gatherFacts(tx, companyId, campaign), clock.now(), deps.latestMs);
    if (faults.length > 0) throw new Invalid('ERR_VALIDATION', 'The campaign cannot be saved like this', faults);
  }

  /** A campaign due before the next sweep is rung now, for its very second. */
  async function ringIfSoon(tx: Tx, companyId: CompanyId, id: CampaignId): Promise<void> {
    const due = await lifecycleStore(tx).lockScheduled(companyId, id);
    if (due !== null && due.dueInMs <= deps.verifyEveryMs) {
      tx.enqueue(processCampaign, { companyId, campaignId: id }, { delayMs: Math.max(0, Math.ceil(due.dueInMs)) });
    }
  }

  async function replace(tx: Tx, companyId: CompanyId, id: CampaignId, next: CampaignDraft, delayMs = 0): Promise<CampaignRecord> {
    await check(tx, companyId, next);
    if (!(await campaignStore(tx).edit(companyId, id, next, delayMs))) throw started();
    const record = await tell(tx, companyId, id, 'update');
    await ringIfSoon(tx, companyId, id);
    return record;
  }

  return {
    /** @throws Invalid, Conflict when the plan has no campaigns */
    create: (companyId: CompanyId, input: CampaignInput): Promise<CampaignRecord> =>
      transact(async (tx) => {
        await requirePlan(tx, companyId, 'useCampaigns');
        const campaign = await merge(tx, companyId, { ...blankCampaign, name: input.name }, input);
        await check(tx, companyId, campaign);
        const record = await tell(tx, companyId, await campaignStore(tx).create(companyId, campaign), 'create');
        await ringIfSoon(tx, companyId, record.id);
        return record;
      }),

    /** Until a campaign has started all of it may change, afterwards its name. @throws NotFound, Invalid, Conflict */
    edit: (companyId: CompanyId, id: CampaignId, patch: CampaignPatch): Promise<CampaignRecord> =>
      transact(async (tx) => {
        const current = await lockedCampaign(tx, companyId, id);
        const next = await merge(tx, companyId, current, patch);
        if (isOpen(current)) return replace(tx, companyId, id, next);
        if (changesMoreThanName(current, next)) throw started();
        await campaignStore(tx).rename(companyId, id, next.name);
        return tell(tx, companyId, id, 'update');
      }),

    /**
     * Sends as soon as possible, whatever its date was: without one the database gives it its own now.
     * @param delayMs until then `unschedule` takes it back, and nothing has left. @throws NotFound, Invalid, Conflict
     */
    start: (companyId: CompanyId, id: CampaignId, delayMs = 0): Promise<CampaignRecord> =>
      transact(async (tx) => {
        const current = await lockedCampaign(tx, companyId, id);
        if (current.status !== CampaignStatus.draft && current.status !== CampaignStatus.scheduled) throw wrongStatus();
        return replace(tx, companyId, id, { ...current, status: CampaignStatus.scheduled, scheduledAt: null }, delayMs);
      }),

    /** A draft like it, with nothing of its past. @throws NotFound */
    clone: (companyId: CompanyId, id: CampaignId): Promise<CampaignRecord> =>
      transact(async (tx) => {
        await requirePlan(tx, companyId, 'useCampaigns');
        const original = await lockedCampaign(tx, companyId, id);
        const copy = { ...original, name: `${original.name} (cópia)`.slice(0, 200), status: CampaignStatus.draft, scheduledAt: null };
        return tell(tx, companyId, await campaignStore(tx).create(companyId, copy), 'create');
      }),

    /** @throws NotFound, Conflict while it is sending. */
    remove: (companyId: CompanyId, id: CampaignId): Promise<void> =>
      transact(async (tx) => {
        await lockedCampaign(tx, companyId, id);
        if (!(await campaignStore(tx).remove(companyId, id))) throw new Conflict('ERR_CAMPAIGN_SENDING', 'Pause or cancel the campaign first');
        tx.emit(companyId, campaignChanged, { action: 'delete', id });
      }),

    /** Puts `media` in, or takes the present one out. @returns the campaign, and the file that it no longer uses. @throws NotFound, Conflict */
    setMedia: (
      companyId: CompanyId,
      id: CampaignId,
      media: Pick<CampaignDraft, 'mediaPath' | 'mediaName' | 'mediaType'>,
    ): Promise<{ record: CampaignRecord; unused: string | null }> =>
      transact(async (tx) => {
        const current = await lockedCampaign(tx, companyId, id);
        if (!isOpen(current)) throw started();
        const record = await replace(tx, companyId, id, { ...current, ...media });
        const old = current.mediaPath === media.mediaPath ? null : current.mediaPath;
        // A copy may still send the same file.
        return { record, unused: old !== null && (await campaignStore(tx).usesOfMedia(companyId, old)) === 0 ? old : null };
      }),
  };
}

/** Locked until the transaction ends. @throws NotFound */
export async function lockedCampaign(tx: Tx, companyId: CompanyId, id: CampaignId): Promise<Campaign> {
  return found(await campaignStore(tx).lock(companyId, id), 'Campaign');
}

export const wrongStatus = (): Conflict => new Conflict('ERR_CAMPAIGN_STATUS', 'The status of the campaign does not allow this');
const started = (): Conflict => new Conflict('ERR_CAMPAIGN_STARTED', 'The campaign has started: only its name may change');

/** Nothing of it is fixed yet: it has not started, and was not cancelled. */
function isOpen({ snapshot, status }: Campaign): boolean {
  return snapshot === null && status !== CampaignStatus.cancelled && status !== CampaignStatus.finished;
}

/** What `patch` makes of `base`: its date in the company's zone, and the status that follows from both. */
async function merge(tx: Tx, companyId: CompanyId, base: CampaignDraft, patch: CampaignPatch): Promise<CampaignDraft> {
  const { scheduledAt: when, status: wanted, ...rest } = patch;
  const unscheduled = wanted === CampaignStatus.draft && when === undefined;
  const given = when === undefined ? base.scheduledAt : when === null || when instanceof Date ? when : await campaignStore(tx).instantOf(companyId, when.local);
  const scheduledAt = unscheduled ? null : given;
  return { ...base, ...withoutUndefined(rest), scheduledAt, status: statusOnSave(wanted, scheduledAt) };
}

function withoutUndefined<T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Front ends send the whole campaign back; only what differs is a change. Status and date of a started one are its history. */
function changesMoreThanName(current: Campaign, next: CampaignDraft): boolean {
  return Object.keys(blankCampaign).some((key) => {
    const field = key as keyof typeof blankCampaign;
    return field !== 'status' && field !== 'scheduledAt' && current[field] !== next[field];
  });
}
