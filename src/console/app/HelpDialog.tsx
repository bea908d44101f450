import type { ReactNode } from 'react';
import { Kbd, Modal, Stack, Switch, Table } from '@mantine/core';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/texts';
import { shortcutsChoice } from '../ui/preferences';
import { useRegisteredShortcuts } from '../ui/shortcuts';
import { appTexts } from './app.texts';

/** The keys that work on the screen that is open. */
export function HelpDialog({ onClose }: { onClose(): void }): ReactNode {
  const t = useTexts(appTexts);
  const shortcuts = useRegisteredShortcuts();
  const on = useStore(shortcutsChoice) === 'on';
  return (
    <Modal opened onClose={onClose} title={t('keyboard')}>
      <Stack>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={90}>{t('key')}</Table.Th>
              <Table.Th>{t('action')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shortcuts.map(({ key, label }) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>{label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          checked={on}
          onChange={(event) => shortcutsChoice.set(event.currentTarget.checked ? 'on' : 'off')}
          label={t('shortcutsOn')}
          description={t('shortcutsHint')}
        />
      </Stack>
    </Modal>
  );
}
