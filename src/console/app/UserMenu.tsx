import type { ReactNode } from 'react';
import { Avatar, Group, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconLogout } from '@tabler/icons-react';
import { logOut, useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { chooseDensity, useDensity } from '../ui/preferences';
import { appTexts } from './app.texts';

export function UserMenu(): ReactNode {
  const t = useTexts(appTexts);
  const { user } = useSession();
  const density = useDensity();
  const role = t(user.super ? 'roleSuper' : user.profile === 'admin' ? 'roleAdmin' : 'roleUser');
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton mih={44} miw={44}>
          <Group justify="center">
            <Avatar name={user.name} color="squad" size={34} />
          </Group>
          <VisuallyHidden>{t('account', { name: user.name })}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Group px="sm" py="xs" gap={0}>
          <Text fw={600} w="100%" truncate>
            {user.name}
          </Text>
          <Text size="sm" c="dimmed" w="100%" truncate>
            {user.email}
          </Text>
          <Text size="sm" c="dimmed">
            {role}
          </Text>
        </Group>
        <Menu.Divider />
        <Menu.Label>{t('density')}</Menu.Label>
        {(['comfortable', 'compact'] as const).map((value) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === density}
            rightSection={value === density && <IconCheck size={16} aria-hidden />}
            onClick={() => chooseDensity(value)}
          >
            {t(value)}
          </Menu.Item>
        ))}
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
