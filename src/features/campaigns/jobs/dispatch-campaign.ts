import { handle, type Handler } from '../../../platform/queue/job';
import { dispatchCampaign } from '../campaign.jobs';
import { campaignStore } from '../campaign.store';
import { CampaignStatus } from '../campaign.types';
import { progressOf } from '../counters.rules';
import type { CampaignsDeps } from '../deps';

/** Long enough to see a lane at work, short enough that a hundred campaigns leave room for the other jobs of the queue. */
const TURN_MS = 1_000;

/** One turn of a campaign: wakes its lane and stays with it for a moment, so that the board shows how far it is. */
export function dispatchCampaignHandler({ db, deliveries, log }: CampaignsDeps): Handler {
  return handle(dispatchCampaign, async ({ companyId, campaignId }, ctx) => {
    const campaign = await campaignStore(db).bare(companyId, campaignId);
    if (campaign?.status !== CampaignStatus.running || campaign.whatsappId === null) return;
    log.debug({ companyId, campaignId }, 'Disparo de campanha solicitado');
    await deliveries.serve(campaign.whatsappId, TURN_MS);
    const record = await campaignStore(db).find(companyId, campaignId);
    if (record !== null) await ctx.progress(progressOf(record));
  });
}
