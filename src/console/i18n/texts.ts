/**
 * The words of a screen, both languages beside each other, Portuguese first:
 *
 *     export const campaignTexts = texts({
 *       title: { pt: 'Campanhas', en: 'Campaigns' },
 *       sent: { pt: '{{done, number}} de {{total, number}}', en: '{{done, number}} of {{total, number}}' },
 *       people: { pt: { zero: 'ninguém', one: '{{count}} pessoa', other: '{{count}} pessoas' }, en: { one: …, other: … } },
 *     });
 *
 * They come with the chunk of the screen that imports them. A key that misses a language does not compile, nor does the
 * use of one that does not exist.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { i18n } from './language';
import { wordsOf, type Entries, type Translate } from './wording';

export interface Texts<All extends Entries> {
  /** Of i18next. */
  readonly namespace: string;
  readonly entries: All;
}

let made = 0;

export function texts<const All extends Entries>(entries: All): Texts<All> {
  made += 1;
  const namespace = `texts-${made}`;
  i18n.addResourceBundle('pt-BR', namespace, wordsOf(entries, 'pt'));
  i18n.addResourceBundle('en', namespace, wordsOf(entries, 'en'));
  return { namespace, entries };
}

/** `const t = useTexts(campaignTexts)`: another function when the language changes, so components that hold it are drawn anew. */
export function useTexts<All extends Entries>(words: Texts<All>): Translate<All> {
  const { language } = useTranslation(words.namespace).i18n;
  return useMemo(() => translate(words, language), [words, language]);
}

/** Outside components: the message of a handler. In the language of that moment unless told. */
export function translate<All extends Entries>({ namespace }: Texts<All>, language: string = i18n.language): Translate<All> {
  const t = i18n.getFixedT(language, namespace);
  return (key, ...[values]) => t(key, { ...values });
}
