import type { ReactNode } from 'react';
import { Drawer, Group, Stack } from '@mantine/core';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { LanguageSwitch } from './LanguageSwitch';
import type { Place } from './nav';
import { PlaceLink } from './PlaceLink';
import classes from './TabBar.module.css';

/** What phones have no room for. */
export function MoreDrawer({ places, onClose }: { readonly places: readonly Place[]; onClose(): void }): ReactNode {
  const t = useTexts(appTexts);
  return (
    <Drawer opened onClose={onClose} position="bottom" size="auto" title={t('more')}>
      <Stack gap="xs" component="nav" aria-label={t('more')}>
        {places.map((place) => (
          <PlaceLink key={place.to} place={place} className={classes['row']} onClick={onClose} />
        ))}
      </Stack>
      <Group justify="space-between" mt="md">
        {t('language')}
        <LanguageSwitch />
      </Group>
    </Drawer>
  );
}
