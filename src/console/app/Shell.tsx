import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigation } from 'react-router';
import { useLiveConnections } from '../api/connections';
import { connectLive } from '../api/live';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { useShortcuts } from '../ui/shortcuts';
import { appTexts } from './app.texts';
import { Header } from './Header';
import { NetworkBanner } from './NetworkBanner';
import { SideNav } from './SideNav';
import { SimulatorBanner } from './SimulatorBanner';
import { TabBar } from './TabBar';
import classes from './Shell.module.css';

/** Begun when the first screen is drawn, so that it does not stand in its way. What is said before it is there waits for it. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }));
const HelpDialog = lazy(async () => ({ default: (await import('./HelpDialog')).HelpDialog }));

/** What stands around every screen. Placed by CSS alone, so that nothing moves when the script has run. */
export function Shell(): ReactNode {
  const t = useTexts(appTexts);
  const { company } = useSession();
  const queries = useQueryClient();
  const [helping, setHelping] = useState(false);
  const loading = useNavigation().state === 'loading';
  useLiveConnections();
  useEffect(() => connectLive(company.id, queries), [company.id, queries]);
  useShortcuts([{ key: '?', label: t('help'), run: () => setHelping(true) }]);
  useTitleFocus();

  return (
    <div className={classes['shell']}>
      <a href="#content" className={classes['skip']}>
        {t('skip')}
      </a>
      <section className={classes['banners']} aria-label={t('notices')}>
        <NetworkBanner />
        <SimulatorBanner />
      </section>
      <Header onHelp={() => setHelping(true)} />
      <SideNav />
      <main id="content" tabIndex={-1} className={classes['main']} aria-busy={loading}>
        <div className={classes['page']}>
          <Outlet />
        </div>
      </main>
      <TabBar />
      <Suspense>
        <Notifications position="bottom-right" />
      </Suspense>
      <Suspense>{helping && <HelpDialog onClose={() => setHelping(false)} />}</Suspense>
    </div>
  );
}

/** A new screen is at its top, and its title has the focus: who cannot see the change hears it. Not on the first one. */
function useTitleFocus(): void {
  const { pathname } = useLocation();
  const [first] = useState(pathname);
  const [moved, setMoved] = useState(false);
  if (!moved && pathname !== first) setMoved(true);
  useEffect(() => {
    if (!moved) return;
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [pathname, moved]);
}
