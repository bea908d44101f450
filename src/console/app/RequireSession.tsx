import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Center, Loader } from '@mantine/core';
import { Navigate, useLocation } from 'react-router';
import { useAccessState } from '../api/session';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { CannotStart } from './CannotStart';
import { Shell } from './Shell';

const loadDialog = async () => ({ default: (await import('../features/session/SessionEndedDialog')).SessionEndedDialog });
const SessionEndedDialog = lazy(loadDialog);

/** The shell for whoever is logged in; the login for everybody else, who then comes back here. */
export function RequireSession(): ReactNode {
  const t = useTexts(appTexts);
  const state = useAccessState();
  const { pathname, search } = useLocation();
  // Long before it is needed: it must not fail to load over a page with something typed. But after the first screen.
  useEffect(() => {
    if (state === 'in') void loadDialog().catch(() => undefined);
  }, [state]);
  if (state === 'out') return <Navigate to={`/login?next=${encodeURIComponent(pathname + search)}`} replace />;
  if (state === 'starting') {
    return (
      <Center mih="100dvh" role="status" aria-label={t('starting')}>
        <Loader />
        <CannotStart />
      </Center>
    );
  }
  return (
    <>
      <Shell />
      {state === 'ended' && (
        <Suspense>
          <SessionEndedDialog />
        </Suspense>
      )}
    </>
  );
}
