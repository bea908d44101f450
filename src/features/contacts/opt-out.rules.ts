/** What a recipient says to leave the company's messages, or to come back. */
import { templateKey } from '../../kernel/text';

const LEAVE = new Set(['sair', 'parar', 'stop', 'cancelar']);
const RETURN = new Set(['voltar']);
const LONGEST_WORD = 12;
const LONGEST_MESSAGE = 60;

/**
 * The word must be the whole message: "quero parar na loja amanhã" is no opt-out.
 * Case, accents, punctuation and emoji around it do not count.
 */
export function optOutWish(text: string): 'leave' | 'return' | null {
  if (text.length > LONGEST_MESSAGE) return null;
  const word = templateKey(text).replace(/[^\p{L}\p{N}\s]/gu, '').trim();
  if (word.length > LONGEST_WORD) return null;
  if (LEAVE.has(word)) return 'leave';
  return RETURN.has(word) ? 'return' : null;
}
