/** Questions ("may we send it?") and their answers. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { counterStore } from '../deliveries';
import { Step } from './campaign.types';

export interface OpenQuestion {
  readonly campaignId: CampaignId;
  readonly questionId: DeliveryId;
  readonly messageId: DeliveryId;
}

export function questionStore(q: Queryable) {
  return {
    /**
     * The newest unanswered, unexpired question to this person, its message locked. A question in doubt counts: who answers
     * it has read it. `numbers`: all spellings of the sender's.
     */
    async lockOpen(companyId: CompanyId, connectionId: ConnectionId, numbers: readonly string[]): Promise<OpenQuestion | null> {
      const [row] = await q.query<OpenQuestion & object>(
        `SELECT c."id" AS "campaignId", q."id" AS "questionId", m."id" AS "messageId"
           FROM "Campaigns" c
           JOIN "Deliveries" q ON q."campaignId" = c."id" AND q."recipient" = ANY($3::text[]) AND q."step" = 1
           JOIN "Deliveries" m ON m."campaignId" = c."id" AND m."recipient" = q."recipient" AND m."step" = 0
          WHERE c."companyId" = $1 AND c."whatsappId" = $2 AND c."confirmation" AND c."status" IN ('EM_ANDAMENTO', 'PAUSADA')
            AND m."state" = 'awaiting' AND q."state" IN ('sending', 'unknown', 'held', 'sent', 'delivered', 'read')
            AND COALESCE(q."sentAt", q."claimedAt") > now() - c."confirmationTimeoutMinutes" * interval '1 minute'
          ORDER BY q."claimedAt" DESC LIMIT 1 FOR UPDATE OF m`,
        [companyId, connectionId, numbers],
      );
      return row ?? null;
    },

    /**
     * Of a question locked by `lockOpen`: its message may leave now, or never. It leaves before the questions still to be asked:
     * who said yes must not wait for the end of the list. Counted beside the ledger's own counts.
     */
    async answer(companyId: CompanyId, question: OpenQuestion, confirmed: boolean): Promise<void> {
      await q.query(`UPDATE "Deliveries" SET "repliedAt" = now() WHERE "companyId" = $1 AND "id" = $2`, [companyId, question.questionId]);
      await q.query(
        `UPDATE "Deliveries" SET "state" = CASE WHEN $3 THEN 'pending' ELSE 'skipped' END, "dueAt" = "createdAt" - interval '1 day',
                "errorCode" = CASE WHEN $3 THEN NULL ELSE 'confirmation_refused' END
          WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, question.messageId, confirmed],
      );
      await counterStore(q).countAnswer(question.campaignId, Step.question, confirmed ? 'confirmed' : 'refused', 0);
    },
  };
}
