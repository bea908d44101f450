import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { NavLink } from 'react-router';
import { useSession } from '../api/session';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/texts';
import { navChoice } from '../ui/preferences';
import { appTexts } from './app.texts';
import { placesFor } from './nav';
import classes from './SideNav.module.css';

/** From 768 px on; below, `TabBar`. */
export function SideNav(): ReactNode {
  const t = useTexts(appTexts);
  const { isAdmin } = useSession();
  const narrow = useStore(navChoice) === 'narrow';
  const Toggle = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  return (
    <nav className={classes['nav']} aria-label={t('menu')} data-narrow={narrow || undefined}>
      <ul>
        {placesFor(isAdmin).map(({ to, text, icon: Glyph }) => (
          <li key={to}>
            <Tooltip label={t(text)} position="right" disabled={!narrow}>
              <NavLink to={to} end={to === '/'} className={classes['place'] ?? ''}>
                <Glyph size={20} stroke={1.6} aria-hidden />
                <span>{t(text)}</span>
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <button type="button" className={classes['place']} onClick={() => navChoice.set(narrow ? 'wide' : 'narrow')}>
        <Toggle size={20} stroke={1.6} aria-hidden />
        <span>{t(narrow ? 'wide' : 'narrow')}</span>
      </button>
    </nav>
  );
}
