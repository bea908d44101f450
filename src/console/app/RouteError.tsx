import { useEffect, useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { IconRefresh, IconWifiOff, IconZoomExclamation } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { check, reachable } from '../api/network';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/texts';
import { EmptyState } from '../ui/EmptyState';
import { PageHeader } from '../ui/PageHeader';
import { appTexts } from './app.texts';

/** What the browsers say when a screen's file does not come: without network, or because an upgrade has taken the old names away. */
const missingChunk = (error: unknown): boolean => error instanceof Error && /dynamically imported module|module script failed|preload/i.test(error.message);

const ICONS = { broken: IconZoomExclamation, upgraded: IconRefresh, offline: IconWifiOff } as const;

/** Instead of a screen that broke; the shell around it stays. */
export function RouteError(): ReactNode {
  const t = useTexts(appTexts);
  const missing = missingChunk(useRouteError());
  const online = useStore(reachable);
  const [wasOffline, setWasOffline] = useState(!online);
  if (!online && !wasOffline) setWasOffline(true);
  useEffect(() => {
    if (missing) void check();
  }, [missing]);
  useEffect(() => {
    // Nothing of this screen is there yet that could be lost.
    if (missing && wasOffline && online) window.location.reload();
  }, [missing, wasOffline, online]);
  const state = !missing ? 'broken' : online ? 'upgraded' : 'offline';
  const Glyph = ICONS[state];
  return (
    <>
      <PageHeader title={t(`${state}Title`)} />
      <EmptyState
        icon={Glyph}
        title={t(`${state}Head`)}
        text={t(`${state}Text`)}
        action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}
      />
    </>
  );
}
