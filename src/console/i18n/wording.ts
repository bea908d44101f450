/** A word of a screen, or what it becomes by `count`. */
export type Wording = string | { readonly zero?: string; readonly one: string; readonly other: string };
export interface Entry {
  readonly pt: Wording;
  readonly en: Wording;
}
export type Entries = Readonly<Record<string, Entry>>;

/** `'{{a}} of {{b, number}}'` → `'a' | 'b'` */
type PlacesIn<Text> = Text extends `${string}{{${infer Place}}}${infer Rest}` ? NameOf<Place> | PlacesIn<Rest> : never;
type NameOf<Place extends string> = Place extends `${infer Name},${string}` ? Name : Place;
/** A wording by `count` is chosen by it, whether it shows it or not. */
type PlacesOf<W> = W extends string ? PlacesIn<W> : 'count' | PlacesIn<W[keyof W]>;
type Places<E extends Entry> = PlacesOf<E['pt']> | PlacesOf<E['en']>;
type Values<E extends Entry> = { readonly [Name in Places<E>]: Name extends 'count' ? number : string | number };

/** The text in the language of the person, its places filled. A place that is left out does not compile. */
export type Translate<All extends Entries> = <Key extends keyof All & string>(
  key: Key,
  ...values: [Places<All[Key]>] extends [never] ? [] : [values: Values<All[Key]>]
) => string;

/** As i18next keeps them: one key a plural form. */
export function wordsOf(entries: Entries, language: keyof Entry): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).flatMap(([key, entry]) => formsOf(key, entry[language])));
}

function formsOf(key: string, wording: Wording): [key: string, text: string][] {
  if (typeof wording === 'string') return [[key, wording]];
  const { zero, one, other } = wording;
  // Portuguese has a form of its own for whole millions, which reads like any other plural.
  const forms: [string, string | undefined][] = [['one', one], ['many', other], ['other', other], ['zero', zero]];
  return forms.flatMap(([form, text]) => (text === undefined ? [] : [[`${key}_${form}`, text]]));
}
