import { audienceStore } from '../../contacts';
import { handle, type Handler } from '../../../platform/queue/job';
import { audienceOf, shippingsOf } from '../audience.rules';
import { dispatchCampaign, prepareContact, type OneCampaign } from '../campaign.jobs';
import { campaignStore } from '../campaign.store';
import { CampaignStatus, mediaOf, ticketPlanOf } from '../campaign.types';
import type { CampaignsDeps } from '../deps';
import { lifecycleStore } from '../lifecycle.store';
import type { Progress } from '../progress';

/** Recipients a transaction writes: beyond this nothing gets faster, and a pause waits for one slice at most. */
const SLICE = 1_000;
/** A run gives its place in the queue to others after this long, and rings itself. */
const TURN_MS = 1_000;

/**
 * Writes the recipients of a started campaign, slice by slice in list order. The cursor moves in the slice's own
 * transaction and only from where this run saw it: a crash loses a slice that was never there, and of two runs one stops.
 */
export function prepareContactHandler({ transact, deliveries }: CampaignsDeps, progress: Progress): Handler {
  /** @returns whether more is to be prepared. */
  const prepareSlice = ({ companyId, campaignId }: OneCampaign): Promise<boolean> =>
    transact(async (tx) => {
      const campaign = await campaignStore(tx).bare(companyId, campaignId);
      if (campaign?.status !== CampaignStatus.running || campaign.preparedAt !== null || campaign.snapshot === null) return false;
      const { snapshot, contactListId, whatsappId, preparedUpTo } = campaign;
      // A list or a connection removed in mid-campaign has no further recipients, and takes none.
      const items = contactListId === null || whatsappId === null ? [] : await audienceStore(tx).itemsAfter(companyId, contactListId, preparedUpTo, SLICE);
      const last = items.length < SLICE;
      if (!(await lifecycleStore(tx).advance(companyId, campaignId, preparedUpTo, items.at(-1)?.id ?? preparedUpTo, last))) return false;

      if (items.length > 0 && whatsappId !== null) {
        const audience = audienceOf(campaignId, snapshot, campaign.mediaPath !== null, snapshot.variables, snapshot.columns);
        await deliveries.addShippings(
          tx,
          companyId,
          {
            id: campaignId,
            connectionId: whatsappId,
            media: mediaOf(campaign),
            ticketPlan: ticketPlanOf(campaign),
            dueAt: campaign.startedAt ?? campaign.createdAt,
          },
          items.flatMap((item) => shippingsOf(item, audience)),
        );
        tx.enqueue(dispatchCampaign, { companyId, campaignId });
        tx.afterCommit(() => deliveries.ring(whatsappId));
      }
      tx.afterCommit(() => progress.touch({ companyId, id: campaignId }));
      return !last;
    });

  return handle(prepareContact, async (payload, ctx) => {
    const turnEnds = performance.now() + TURN_MS;
    let more = true;
    while (more && performance.now() < turnEnds && !ctx.stopping()) more = await prepareSlice(payload);
    if (more) await transact(async (tx) => tx.enqueue(prepareContact, payload));
  });
}
