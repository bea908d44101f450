/**
 * The template renderer: one pass, no regular expression made from user text, values never expanded again.
 * Both `{nome}` and `{{nome}}` are places; a key is a letter, digit or underscore run of 1..40, accents allowed.
 */
const PLACE = /\{\{([\p{L}\p{N}_]{1,40})\}\}|\{([\p{L}\p{N}_]{1,40})\}/gu;

/** Keys compare without case, accents and outer blanks: `{Cidade}` finds the column "cidade". */
export function templateKey(name: string): string {
  return name.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export interface Rendered {
  readonly text: string;
  /** Keys with no value, as written; their places stay in the text so that a preview shows them. */
  readonly unresolved: readonly string[];
}

/** Values by `templateKey`: a Map, or anything that looks one up. */
export interface TemplateValues {
  get(key: string): string | undefined;
}

/** A template taken apart once, for thousands of recipients. */
export type Template = (values: TemplateValues) => Rendered;

/** @returns a function of the values. An empty string is a value; a missing key is unresolved. */
export function compileTemplate(template: string): Template {
  const places: { readonly before: string; readonly place: string; readonly name: string; readonly key: string }[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACE)) {
    const name = match[1] ?? match[2] ?? '';
    places.push({ before: template.slice(end, match.index), place: match[0], name, key: templateKey(name) });
    end = match.index + match[0].length;
  }
  const rest = template.slice(end);
  return (values) => {
    const unresolved: string[] = [];
    let text = '';
    for (const { before, place, name, key } of places) {
      const value = values.get(key);
      if (value === undefined) unresolved.push(name);
      text += before + (value ?? place);
    }
    return { text: text + rest, unresolved };
  };
}

/** `compileTemplate` for one use. */
export function render(template: string, values: TemplateValues): Rendered {
  return compileTemplate(template)(values);
}

/** The keys a template uses, as `templateKey`s, each once. */
export function templateKeys(template: string): string[] {
  const keys = new Set<string>();
  for (const match of template.matchAll(PLACE)) keys.add(templateKey(match[1] ?? match[2] ?? ''));
  return [...keys];
}
