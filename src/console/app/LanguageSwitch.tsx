import type { ReactNode } from 'react';
import { SegmentedControl, VisuallyHidden } from '@mantine/core';
import { chooseLanguage, useLanguage, type Language } from '../i18n/language';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';

const LANGUAGES: readonly { value: Language; word: string; name: string }[] = [
  { value: 'pt-BR', word: 'PT', name: 'Português' },
  { value: 'en', word: 'EN', name: 'English' },
];

export function LanguageSwitch(): ReactNode {
  const t = useTexts(appTexts);
  const language = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={language}
      onChange={(value) => void chooseLanguage(value)}
      data={LANGUAGES.map(({ value, word, name }) => ({
        value,
        label: (
          <>
            <span aria-hidden>{word}</span>
            <VisuallyHidden lang={value}>{name}</VisuallyHidden>
          </>
        ),
      }))}
    />
  );
}
