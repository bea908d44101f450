/** Which character parts the cells of a CSV: told by the file itself (`sep=;`, as Excel writes it), else by its header. */

export const SEPARATORS = [';', ',', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

const DECLARED = /^\ufeff?sep=([;,\t|])\r?\n/i;

export interface SeparatorFound {
  readonly separator: Separator;
  /** The first line only declares the separator. */
  readonly declared: boolean;
}

/**
 * @param head the beginning of the file, its first line complete if it can be.
 * The separator most frequent outside quotes wins; `;`, which Excel writes in Brazil, when there is none (a single column).
 */
export function separatorOf(head: string): SeparatorFound {
  const declared = DECLARED.exec(head)?.[1];
  if (declared !== undefined) return { separator: declared as Separator, declared: true };
  const counts = new Map<string, number>(SEPARATORS.map((separator) => [separator, 0]));
  let quoted = false;
  for (const char of head) {
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === '\n' || char === '\r') break;
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
  }
  const [best] = [...SEPARATORS].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return { separator: best ?? ';', declared: false };
}
