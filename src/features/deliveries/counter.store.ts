import type { CampaignId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';

/** What counts without being a state of a row; the states themselves are counted by the ledger's trigger. */
export type CountedAnswer = 'replied' | 'confirmed' | 'refused';

export function counterStore(q: Queryable) {
  return {
    /** @param variant of the message answered to; 0 where nobody compares variants. */
    async countAnswer(campaignId: CampaignId, step: number, answer: CountedAnswer, variant: number): Promise<void> {
      await q.query(
        `INSERT INTO "CampaignCounters" ("campaignId", "step", "state", "variant", "count") VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT ("campaignId", "step", "state", "variant") DO UPDATE SET "count" = "CampaignCounters"."count" + 1`,
        [campaignId, step, answer, variant],
      );
    },
  };
}
