/** The language of the person: the chosen one, else the browser's, else Portuguese. */
import { createInstance } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

export type Language = 'pt-BR' | 'en';

const KEY = 'esquadrao.language';

/** Decided before the first paint (public/before-paint.js), so that the page is in one language from the start. */
const first: Language = document.documentElement.lang === 'en' ? 'en' : 'pt-BR';

export const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: first,
  fallbackLng: false,
  resources: { 'pt-BR': {}, en: {} },
  initAsync: false,
  // React escapes.
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
  // Keys are names, and words may have dots and colons.
  keySeparator: false,
  nsSeparator: false,
});

export const currentLanguage = (): Language => i18n.language as Language;

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language;
}
