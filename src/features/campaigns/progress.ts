/**
 * What browsers hear of a campaign under way: at most one event a second, the last state always among them, counters and
 * never lists. The same beat ends a campaign in which nothing is left to happen.
 */
import type { CampaignId, CompanyId } from '../../kernel/ids';
import { seconds } from '../../kernel/clock';
import { createThrottle } from '../../platform/realtime/throttle';
import type { Tx } from '../../platform/transact';
import { OPEN_STATES } from '../deliveries';
import { announce } from './announce';
import { settleCampaign } from './campaign.jobs';
import { campaignStore, type CampaignRecord } from './campaign.store';
import { CampaignStatus, Step } from './campaign.types';
import type { CampaignsDeps } from './deps';
import { lifecycleStore, type CampaignRef } from './lifecycle.store';

const BEAT_MS = seconds(1);

export interface Progress {
  /** Rows of this campaign have moved. Cheap; any number of times. */
  touch(campaign: CampaignRef): void;
  /** Tells what is still to be told, and ends. */
  stop(): Promise<void>;
}

export function createProgress(deps: Pick<CampaignsDeps, 'transact' | 'clock' | 'deliveries'>): Progress {
  /** Campaigns with something to tell. */
  const touched = new Map<CampaignId, CompanyId>();

  const throttle = createThrottle<CampaignId>(BEAT_MS, async (id) => {
    const companyId = touched.get(id);
    if (companyId === undefined) return;
    // Taken out before the beat, for a touch during it asks for another; put back when it fails, for the throttle's next try.
    touched.delete(id);
    try {
      await deps.transact((tx) => beat(tx, deps, companyId, id));
    } catch (error) {
      touched.set(id, companyId);
      throw error;
    }
  });

  return {
    touch({ companyId, id }) {
      touched.set(id, companyId);
      throttle.touch(id);
    },
    async stop() {
      await throttle.flush();
      throttle.stop();
    },
  };
}

async function beat(tx: Tx, deps: Pick<CampaignsDeps, 'clock' | 'deliveries'>, companyId: CompanyId, id: CampaignId): Promise<void> {
  const record = await campaignStore(tx).find(companyId, id);
  if (record === null) return;
  if (record.status === CampaignStatus.running && questionsFailed(record)) tx.enqueue(settleCampaign, { companyId, campaignId: id });
  const lifecycle = lifecycleStore(tx);
  const finished = mayBeFinished(record) && (await lifecycle.finish(companyId, id));
  if (!finished) await lifecycle.nextEvent(companyId, id);
  await announce(tx, deps, companyId, id, 'update');
}

/** By the counters, which cost nothing; `finish` asks the rows themselves. */
function mayBeFinished({ status, preparedAt, reopening, counts }: CampaignRecord): boolean {
  if (status !== CampaignStatus.running || preparedAt === null || reopening !== null) return false;
  return OPEN_STATES.every((state) => !counts[`${Step.message}:${state}`] && !counts[`${Step.question}:${state}`]);
}

/** Messages that await answers to questions nobody was asked must not wait for the sweep. */
function questionsFailed({ counts }: CampaignRecord): boolean {
  const failed = (counts[`${Step.question}:failed`] ?? 0) + (counts[`${Step.question}:skipped`] ?? 0);
  return failed > 0 && (counts[`${Step.message}:awaiting`] ?? 0) > 0;
}
