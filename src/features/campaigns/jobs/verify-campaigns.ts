import { handle, type Handler } from '../../../platform/queue/job';
import { dispatchCampaign, prepareContact, processCampaign, settleCampaign, verifyCampaigns } from '../campaign.jobs';
import { PauseCode } from '../campaign.texts';
import type { CampaignsDeps } from '../deps';
import type { Progress } from '../progress';
import { sweepStore } from '../sweep.store';

/**
 * Finds every campaign that should move and rings for it: due ones (however long they have been), half-prepared ones,
 * running ones whose lane may have missed a ring, and those whose rows do not agree with their status.
 */
export function verifyCampaignsHandler({ transact, verifyEveryMs, latestMs, log }: CampaignsDeps, progress: Progress): Handler {
  return handle(verifyCampaigns, async () => {
    await transact(async (tx) => {
      const sweep = sweepStore(tx);
      const missed = await sweep.pauseMissedAcrossCompanies(latestMs, PauseCode.missed);
      tx.afterCommit(() => missed.forEach((campaign) => progress.touch(campaign)));

      // Looking one period ahead lets each start at its very second, not at the next sweep after it.
      const due = await sweep.dueAcrossCompanies(verifyEveryMs);
      if (due.length > 0) log.info({ campaigns: due.length }, 'Campanhas encontradas');
      for (const { companyId, id, inMs } of due) tx.enqueue(processCampaign, { companyId, campaignId: id }, { delayMs: inMs });

      for (const { companyId, id, unprepared, sending, settle } of await sweep.unsettledAcrossCompanies()) {
        const payload = { companyId, campaignId: id };
        if (unprepared) tx.enqueue(prepareContact, payload);
        if (sending) tx.enqueue(dispatchCampaign, payload);
        if (settle) tx.enqueue(settleCampaign, payload);
      }
    });
  });
}
