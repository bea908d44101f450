import { lazy, Suspense, useState, type ReactNode } from 'react';
import { IconDots } from '@tabler/icons-react';
import { useLocation } from 'react-router';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { placesFor, TABS } from './nav';
import { PlaceLink } from './PlaceLink';
import classes from './TabBar.module.css';

const MoreDrawer = lazy(async () => ({ default: (await import('./MoreDrawer')).MoreDrawer }));

/** The menu of phones, within reach of a thumb. */
export function TabBar(): ReactNode {
  const t = useTexts(appTexts);
  const { isAdmin } = useSession();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const places = placesFor(isAdmin);
  const [tabs, others] = [places.slice(0, TABS), places.slice(TABS)];
  const elsewhere = others.some(({ to }) => pathname.startsWith(to));

  return (
    <>
      <nav className={classes['tabs']} aria-label={t('menu')}>
        {tabs.map((place) => (
          <PlaceLink key={place.to} place={place} className={classes['tab']} />
        ))}
        <button type="button" className={classes['tab']} aria-haspopup="dialog" aria-expanded={opened} data-current={elsewhere || undefined} onClick={() => setOpened(true)}>
          <IconDots size={22} stroke={1.6} aria-hidden />
          <span>{t('more')}</span>
        </button>
      </nav>
      <Suspense>{opened && <MoreDrawer places={others} onClose={() => setOpened(false)} />}</Suspense>
    </>
  );
}
