import type { CompanyId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { optOutWish } from './opt-out.rules';
import { optOutStore } from './opt-out.store';
import { matchKey } from './phone.rules';

/**
 * Hears a recipient's wish to leave or to come back, in the transaction that writes his message. A lane looks at opt-outs
 * when it claims, so whatever is still queued for the number is skipped from this commit on.
 * @param from digits as the provider gives them; a person's, never a group's.
 * @returns what he wished; null for any other message.
 */
export async function optOutOnMessage(tx: Tx, companyId: CompanyId, from: string, text: string): Promise<'leave' | 'return' | null> {
  const wish = optOutWish(text);
  const number = matchKey(from);
  if (wish === 'leave') await optOutStore(tx).add(companyId, number, 'message');
  if (wish === 'return') await optOutStore(tx).remove(companyId, number);
  return wish;
}
