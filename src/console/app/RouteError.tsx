import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconRefresh, IconZoomExclamation } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { useTexts } from '../i18n/texts';
import { EmptyState } from '../ui/EmptyState';
import { PageHeader } from '../ui/PageHeader';
import { appTexts } from './app.texts';

/** What the browsers say when a screen's file is not there: after an upgrade the old names are gone. */
const missingChunk = (error: unknown): boolean => error instanceof Error && /dynamically imported module|module script failed|preload/i.test(error.message);

/** Instead of a screen that broke; the shell around it stays. */
export function RouteError(): ReactNode {
  const t = useTexts(appTexts);
  const upgraded = missingChunk(useRouteError());
  return (
    <>
      <PageHeader title={t(upgraded ? 'upgradedTitle' : 'brokenTitle')} />
      <EmptyState
        icon={upgraded ? IconRefresh : IconZoomExclamation}
        title={t(upgraded ? 'upgradedHead' : 'brokenHead')}
        text={t(upgraded ? 'upgradedText' : 'brokenText')}
        action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}
      />
    </>
  );
}
