import type { ReactNode } from 'react';
import { IconLock } from '@tabler/icons-react';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { EmptyState } from './EmptyState';
import { PageHeader } from './PageHeader';
import { uiTexts } from './ui.texts';

/** Instead of a screen that is not for this person. */
export function NoPermission(): ReactNode {
  const t = useTexts(uiTexts);
  const { company } = useSession();
  return (
    <>
      <PageHeader title={t('noPermissionTitle')} />
      <EmptyState icon={IconLock} title={t('noPermissionTitle')} text={t('noPermissionText', { company: company.name })} />
    </>
  );
}
