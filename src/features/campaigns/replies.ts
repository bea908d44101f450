import { matchKey } from '../contacts';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { dispatchCampaign } from './campaign.jobs';
import type { CampaignsDeps } from './deps';
import type { Progress } from './progress';
import { questionStore } from './question.store';
import { answerOf } from './reply.rules';

/**
 * An inbound message of a person, looked at as the answer to "may we send it?". Runs in the transaction that stores the
 * message, so an answer is never stored and overlooked, nor counted twice.
 * @returns handled: it was such an answer, and has had its effect.
 */
export async function takeReply(
  tx: Tx,
  { deliveries }: Pick<CampaignsDeps, 'deliveries'>,
  progress: Progress,
  from: { readonly companyId: CompanyId; readonly connectionId: ConnectionId; readonly number: string },
  text: string,
): Promise<{ handled: boolean }> {
  const answer = answerOf(text);
  if (answer === null) return { handled: false };
  const { companyId, connectionId, number } = from;
  const questions = questionStore(tx);
  const question = await questions.lockOpen(companyId, connectionId, [...new Set([number, matchKey(number)])]);
  if (question === null) return { handled: false };
  await questions.answer(companyId, question, answer === 'yes');
  if (answer === 'yes') {
    tx.enqueue(dispatchCampaign, { companyId, campaignId: question.campaignId });
    tx.afterCommit(() => deliveries.ring(connectionId));
  }
  tx.afterCommit(() => progress.touch({ companyId, id: question.campaignId }));
  return { handled: true };
}
