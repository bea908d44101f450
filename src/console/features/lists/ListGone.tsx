import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconMoodEmpty } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { listsTexts } from './lists.texts';

export function ListGone(): ReactNode {
  const t = useTexts(listsTexts);
  return (
    <>
      <PageHeader title={t('title')} />
      <EmptyState
        icon={IconMoodEmpty}
        title={t('notFoundTitle')}
        text={t('notFoundText')}
        action={
          <Button component={Link} to="/lists">
            {t('allLists')}
          </Button>
        }
      />
    </>
  );
}
