import { handle, type Handler } from '../../../platform/queue/job';
import { announce } from '../announce';
import { prepareContact, processCampaign, type OneCampaign } from '../campaign.jobs';
import { faultsOf } from '../campaign.rules';
import { PauseCode } from '../campaign.texts';
import type { CampaignsDeps } from '../deps';
import { gatherFacts, type CampaignFacts } from '../facts';
import { lifecycleStore } from '../lifecycle.store';
import { paceOf, variablesOf } from '../settings.rules';
import type { Snapshot } from '../campaign.types';
import type { Tx } from '../../../platform/transact';

/**
 * A campaign's hour has come: it starts, with a snapshot of all it sends by, or says why it cannot. One transaction over
 * the locked row, so it starts once, whoever else was rung. A ring that is early waits for the rest of the time.
 */
export function processCampaignHandler(deps: CampaignsDeps): Handler {
  const { transact, clock, log, verifyEveryMs, latestMs } = deps;

  async function begin(tx: Tx, payload: OneCampaign): Promise<void> {
    const { companyId, campaignId } = payload;
    const lifecycle = lifecycleStore(tx);
    const campaign = await lifecycle.lockScheduled(companyId, campaignId);
    // A suspended company's campaigns wait; the sweep finds them when it is active again.
    if (campaign === null || !campaign.companyActive) return;
    if (campaign.dueInMs > 0) {
      if (campaign.dueInMs <= verifyEveryMs) tx.enqueue(processCampaign, payload, { delayMs: Math.ceil(campaign.dueInMs) });
      return;
    }
    if (campaign.dueInMs <= -latestMs) {
      await lifecycle.pause(companyId, campaignId, PauseCode.missed);
    } else {
      const facts = await gatherFacts(tx, companyId, campaign);
      const [fault] = faultsOf(campaign, facts, clock.now(), latestMs).filter(({ code }) => code !== 'list_empty');
      if (fault !== undefined) {
        await lifecycle.pause(companyId, campaignId, `${PauseCode.startRefused}:${fault.code}`);
      } else if (facts.listSize === 0) {
        await lifecycle.endEmpty(companyId, campaignId, PauseCode.emptyAudience);
      } else {
        await lifecycle.begin(companyId, campaignId, snapshotOf(facts));
        tx.enqueue(prepareContact, payload);
        log.info({ companyId, campaignId }, 'Campanha enviada para a fila');
      }
    }
    await announce(tx, deps, companyId, campaignId, 'update');
  }

  return handle(processCampaign, (payload) => transact((tx) => begin(tx, payload)));
}

function snapshotOf({ settings, texts, columns }: CampaignFacts): Snapshot {
  return { pace: paceOf(settings), variables: variablesOf(settings), columns, ...texts };
}
