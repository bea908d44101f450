import type { ReactNode } from 'react';
import { Avatar, Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { logOut, useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { chooseDensity, DENSITIES, useDensity, type Density } from '../ui/preferences';
import { appTexts } from './app.texts';

export function UserMenu(): ReactNode {
  const t = useTexts(appTexts);
  const { user } = useSession();
  const density = useDensity();
  const role = t(user.super ? 'roleSuper' : user.profile === 'admin' ? 'roleAdmin' : 'roleUser');
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <UnstyledButton mih={44} miw={44}>
          <Group justify="center">
            <Avatar name={user.name} color="squad" size={34} />
          </Group>
          <VisuallyHidden>{t('account', { name: user.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text component="div" fw={600} size="sm" c="var(--mantine-color-text)" truncate>
            {user.name}
          </Text>
          <Text component="div" size="sm" c="dimmed" truncate>
            {user.email}
          </Text>
          <Text component="div" size="sm" c="dimmed">
            {role}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('density')}</Menu.Label>
        <Menu.RadioGroup value={density} onChange={(value) => chooseDensity(value as Density)}>
          {DENSITIES.map((value) => (
            <Menu.RadioItem key={value} value={value}>
              {t(value)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.5} aria-hidden />} onClick={() => void logOut()}>
          {t('logOut')}
          <Text size="xs" c="dimmed">
            {t('logOutHint')}
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
