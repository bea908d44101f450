import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTexts } from '../i18n/texts';
import { EmptyState } from '../ui/EmptyState';
import { PageHeader } from '../ui/PageHeader';
import { appTexts } from './app.texts';

export function NotFoundPage(): ReactNode {
  const t = useTexts(appTexts);
  return (
    <>
      <PageHeader title={t('notFoundTitle')} />
      <EmptyState
        icon={IconMapQuestion}
        title={t('notFoundHead')}
        text={t('notFoundText')}
        action={
          <Button component={Link} to="/">
            {t('toHome')}
          </Button>
        }
      />
    </>
  );
}
