/**
 * The template renderer: one pass, no regular expression made from user text, values never expanded again.
 * Both `{nome}` and `{{nome}}` are places; a key is a letter, digit or underscore run of 1..40, accents allowed.
 */
const PLACE = /\{\{([\p{L}\p{N}_]{1,40})\}\}|\{([\p{L}\p{N}_]{1,40})\}/gu;

/** Keys compare without case, accents and outer blanks: `{Cidade}` finds the column "cidade". */
export function templateKey(name: string): string {
  return name
    .trim()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
}

export interface Rendered {
  readonly text: string;
  /** Keys with no value, as written; their places stay in the text so that a preview shows them. */
  readonly unresolved: readonly string[];
}

/**
 * @param values by `templateKey`. An empty string is a value; a missing key is unresolved.
 */
export function render(template: string, values: ReadonlyMap<string, string>): Rendered {
  const unresolved: string[] = [];
  const text = template.replace(PLACE, (place, double?: string, single?: string) => {
    const key = double ?? single ?? '';
    const value = values.get(templateKey(key));
    if (value !== undefined) return value;
    unresolved.push(key);
    return place;
  });
  return { text, unresolved };
}

/** The keys a template uses, as `templateKey`s, each once. */
export function templateKeys(template: string): string[] {
  const keys = new Set<string>();
  for (const match of template.matchAll(PLACE)) keys.add(templateKey(match[1] ?? match[2] ?? ''));
  return [...keys];
}
