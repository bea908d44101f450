import type { ReactNode } from 'react';
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';

/** Where rows will stand: the page does not jump when they come. */
export function SkeletonRows({ rows = 5, height = 44 }: { readonly rows?: number; readonly height?: number }): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <Stack gap="xs">
      <VisuallyHidden role="status">{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  );
}
