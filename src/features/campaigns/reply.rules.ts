/** What an answer to "may we send it?" means. Pure. */

const YES = words('1 sim s ss yes y ok okay okey quero confirmo confirmado aceito claro pode autorizo positivo 👍 ✅');
const NO = words('2 nao n nn no not nunca jamais recuso negativo dispenso pare parar sair cancelar stop 👎 ❌');

/** Longer answers are a conversation, not an answer to a question of ours. */
const MAX_WORDS = 5;

/**
 * The first word decides; a "no" word anywhere overrides a "yes", for a message too few is better than one unwanted.
 * @returns null for anything else: an attendant reads it.
 */
export function answerOf(text: string): 'yes' | 'no' | null {
  const said = text
    .normalize('NFD')
    // Accents, and the skin tones and styles of emoji.
    .replace(/[\p{M}\p{Sk}]/gu, '')
    .toLowerCase()
    .split(/[\s.,;:!?"'()*_~-]+/u)
    .filter((word) => word !== '');
  const [first] = said;
  if (first === undefined || said.length > MAX_WORDS) return null;
  // "1 real?" answers nothing: a number must stand alone.
  if (/^\d/.test(first) && said.length > 1) return null;
  if (NO.has(first)) return 'no';
  if (!YES.has(first)) return null;
  return said.some((word) => NO.has(word)) ? 'no' : 'yes';
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
