import { useEffect, type ReactNode } from 'react';
import { Text } from '@mantine/core';
import { useBlocker } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { settingsTexts } from './settings.texts';
import { unsaved } from './use-draft';

/** Nobody leaves unsaved changes behind without knowing. */
export function LeaveGuard(): ReactNode {
  const t = useTexts(settingsTexts);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => unsaved.get().size > 0 && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent): void => {
      if (unsaved.get().size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, []);
  return (
    <ConfirmDialog opened={blocker.state === 'blocked'} title={t('leaveTitle')} confirmLabel={t('leave')} danger onConfirm={() => blocker.proceed?.()} onClose={() => blocker.reset?.()}>
      <Text>{t('leaveText')}</Text>
    </ConfirmDialog>
  );
}
