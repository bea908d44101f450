/** The door of campaigns: one text to many people, once each, at a pace that keeps the number alive. README.md tells the promises. */
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Feature } from '../../platform/feature';
import type { Tx } from '../../platform/transact';
import { campaignRoutes } from './campaign.routes';
import { campaignTexts } from './campaign.texts';
import { controlRoutes } from './control.routes';
import { controlService } from './control.service';
import type { CampaignsDeps } from './deps';
import { dispatchCampaignHandler } from './jobs/dispatch-campaign';
import { prepareContactHandler } from './jobs/prepare-contact';
import { processCampaignHandler } from './jobs/process-campaign';
import { settleCampaignHandler } from './jobs/settle-campaign';
import { verifyCampaignsHandler } from './jobs/verify-campaigns';
import { createProgress } from './progress';
import { takeReply } from './replies';
import { reportRoutes } from './report.routes';
import { settingsRoutes } from './settings.routes';

export { campaignJobs } from './campaign.jobs';
export type { CampaignsDeps } from './deps';

export interface Campaigns {
  /**
   * An inbound message of a person, in the transaction that stores it: yes or no to a campaign that asked first?
   * @param number the sender's, in any of its spellings.
   * @returns handled: it answered such a question, and needs no answer of an attendant.
   */
  onReply(tx: Tx, companyId: CompanyId, connectionId: ConnectionId, number: string, text: string): Promise<{ handled: boolean }>;
}

export function createCampaigns(deps: CampaignsDeps): Feature & Campaigns {
  const progress = createProgress(deps);
  const control = controlService(deps);

  deps.deliveries.onCampaignMoved((campaigns) => {
    for (const { companyId, campaignId } of campaigns) progress.touch({ companyId, id: campaignId });
  });
  deps.deliveries.onCampaignsMustPause(async (connectionId, campaignId, cause) => {
    const paused = await control.pauseRunning(connectionId, campaignId, cause);
    for (const campaign of paused) {
      deps.log.warn({ companyId: campaign.companyId, campaignId: campaign.id, cause: cause.code }, 'campaign paused');
      progress.touch(campaign);
    }
  });

  return {
    routes: [...campaignRoutes(deps), ...controlRoutes(deps), ...reportRoutes(deps), ...settingsRoutes(deps)],
    handlers: [
      verifyCampaignsHandler(deps, progress),
      processCampaignHandler(deps),
      prepareContactHandler(deps, progress),
      dispatchCampaignHandler(deps),
      settleCampaignHandler(deps, progress),
    ],
    texts: campaignTexts,
    stop: () => progress.stop(),
    onReply: (tx, companyId, connectionId, number, text) => takeReply(tx, deps, progress, { companyId, connectionId, number }, text),
  };
}
