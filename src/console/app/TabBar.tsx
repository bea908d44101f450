import { useState, type ReactNode } from 'react';
import { Drawer, Group, Stack } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { NavLink, useLocation } from 'react-router';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { LanguageSwitch } from './LanguageSwitch';
import { placesFor, TABS } from './nav';
import classes from './TabBar.module.css';

/** The menu of phones, within reach of a thumb. */
export function TabBar(): ReactNode {
  const t = useTexts(appTexts);
  const { isAdmin } = useSession();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  const places = placesFor(isAdmin);
  const [tabs, others] = [places.slice(0, TABS), places.slice(TABS)];
  const elsewhere = others.some(({ to }) => pathname.startsWith(to));
  const link = ({ to, text, icon: Glyph }: (typeof places)[number], className: string | undefined): ReactNode => (
    <NavLink key={to} to={to} end={to === '/'} className={className ?? ''} onClick={() => setOpened(false)}>
      <Glyph size={22} stroke={1.6} aria-hidden />
      <span>{t(text)}</span>
    </NavLink>
  );

  return (
    <>
      <nav className={classes['tabs']} aria-label={t('menu')}>
        {tabs.map((place) => link(place, classes['tab']))}
        <button type="button" className={classes['tab']} aria-haspopup="dialog" aria-expanded={opened} data-current={elsewhere || undefined} onClick={() => setOpened(true)}>
          <IconDots size={22} stroke={1.6} aria-hidden />
          <span>{t('more')}</span>
        </button>
      </nav>
      <Drawer opened={opened} onClose={() => setOpened(false)} position="bottom" size="auto" title={t('more')}>
        <Stack gap="xs" component="nav" aria-label={t('more')}>
          {others.map((place) => link(place, classes['row']))}
        </Stack>
        <Group justify="space-between" mt="md">
          {t('language')}
          <LanguageSwitch />
        </Group>
      </Drawer>
    </>
  );
}
