import type { ReactNode } from 'react';
import { ActionIcon, CopyButton as Copy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';

/** @param label what is copied: "Copiar token" */
export function CopyButton({ value, label }: { readonly value: string; readonly label?: string }): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <Copy value={value}>
      {({ copied, copy }) => {
        const words = copied ? t('copied') : (label ?? t('copy'));
        const Glyph = copied ? IconCheck : IconCopy;
        return (
          <Tooltip label={words}>
            <ActionIcon aria-label={words} onClick={copy}>
              <Glyph size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        );
      }}
    </Copy>
  );
}
