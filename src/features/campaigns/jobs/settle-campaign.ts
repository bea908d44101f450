import { handle, type Handler } from '../../../platform/queue/job';
import type { Tx } from '../../../platform/transact';
import { settleCampaign, type OneCampaign } from '../campaign.jobs';
import { campaignStore } from '../campaign.store';
import { CampaignStatus, type Campaign } from '../campaign.types';
import { ringAfter } from '../control.service';
import type { CampaignsDeps } from '../deps';
import { lifecycleStore } from '../lifecycle.store';
import type { Progress } from '../progress';
import { shippingStore } from '../shipping.store';

/** Rows a transaction moves: a fraction of a second, for others wait on the campaign's lock meanwhile. */
const CHUNK = 2_000;

/**
 * Makes the rows of a campaign agree with its status: closes those of a cancelled one, opens those of a restarted one, ends
 * messages whose question came to nothing. Each chunk looks at the status anew under the campaign's lock, so a restart in
 * the middle of a cancel's chunks is not overrun by the rest of them.
 */
export function settleCampaignHandler({ transact, deliveries }: CampaignsDeps, progress: Progress): Handler {
  /** @returns whether there may be more to move. */
  async function settleChunk(tx: Tx, { companyId, campaignId }: OneCampaign): Promise<boolean> {
    const campaign = await campaignStore(tx).lock(companyId, campaignId);
    if (campaign === null) return false;
    if (campaign.status === CampaignStatus.cancelled) return (await shippingStore(tx).cancelOpen(companyId, campaignId, CHUNK)) >= CHUNK;
    if (campaign.status === CampaignStatus.running && campaign.reopening !== null) return reopenChunk(tx, campaign, campaign.reopening);
    if (campaign.status === CampaignStatus.running || campaign.status === CampaignStatus.paused) return endQuestions(tx, campaign);
    return false;
  }

  async function reopenChunk(tx: Tx, campaign: Campaign, reopening: NonNullable<Campaign['reopening']>): Promise<boolean> {
    const moved = await shippingStore(tx).reopen(campaign.companyId, campaign.id, reopening, CHUNK);
    const more = moved === CHUNK;
    if (!more) await lifecycleStore(tx).reopened(campaign.companyId, campaign.id);
    ringAfter(tx, { ...campaign, reopening: null }, deliveries);
    return more;
  }

  async function endQuestions(tx: Tx, { companyId, id, confirmation, confirmationTimeoutMinutes }: Campaign): Promise<boolean> {
    if (!confirmation) return false;
    const unasked = await shippingStore(tx).followFailedQuestions(companyId, id, CHUNK);
    const expired = await shippingStore(tx).expireQuestions(companyId, id, confirmationTimeoutMinutes, CHUNK);
    return unasked === CHUNK || expired === CHUNK;
  }

  return handle(settleCampaign, async (payload, ctx) => {
    let more = true;
    while (more && !ctx.stopping()) more = await transact((tx) => settleChunk(tx, payload));
    progress.touch({ companyId: payload.companyId, id: payload.campaignId });
  });
}
