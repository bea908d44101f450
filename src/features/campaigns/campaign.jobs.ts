/**
 * The jobs of a campaign, from its hour to its end. Each is a doorbell: the rows say what is to do, a run that is lost,
 * doubled or late changes nothing, and VerifyCampaigns rings again.
 *
 *   VerifyCampaigns ─▶ ProcessCampaign ─▶ PrepareContact (slice by slice) ─▶ DispatchCampaign ─▶ the lane
 *                 └──▶ SettleCampaign (rows follow a cancel, a restart, an expired question)
 */
import { z } from 'zod';
import { seconds } from '../../kernel/clock';
import { campaignId, companyId } from '../../kernel/ids';
import { fixed } from '../../platform/queue/backoff';
import { defineJob, every, type Job } from '../../platform/queue/job';
import { queues } from '../../queues';

const oneCampaign = z.object({ companyId: companyId(), campaignId: campaignId() });
export type OneCampaign = z.output<typeof oneCampaign>;

const retried = { payload: oneCampaign, attempts: 2, backoff: fixed(seconds(5)) } as const;

/** How often the sweep looks, unless told; nothing but the wait after a lost ring depends on it. */
export const VERIFY_EVERY_MS = seconds(20);

export const verifyCampaigns = defineJob(queues.campaign, 'VerifyCampaigns', {
  payload: z.object({}),
  repeat: every(VERIFY_EVERY_MS),
  aliases: ['VerifyCampaignsDaatabase'],
});

export const processCampaign = defineJob(queues.campaign, 'ProcessCampaign', { ...retried, jobId: (p) => `process-${p.campaignId}` });

export const prepareContact = defineJob(queues.campaign, 'PrepareContact', { ...retried, jobId: (p) => `prepare-${p.campaignId}` });

export const dispatchCampaign = defineJob(queues.campaign, 'DispatchCampaign', { ...retried, priority: 'low', jobId: (p) => `dispatch-${p.campaignId}` });

export const settleCampaign = defineJob(queues.campaign, 'SettleCampaign', { ...retried, jobId: (p) => `settle-${p.campaignId}` });

/** Everything this feature declares, for the engine's list. */
export const campaignJobs = (verifyEveryMs: number): Job[] =>
  [{ ...verifyCampaigns, repeat: every(verifyEveryMs) }, processCampaign, prepareContact, dispatchCampaign, settleCampaign] as unknown as Job[];
