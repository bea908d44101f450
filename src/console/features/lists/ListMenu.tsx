import { useState, type ReactNode } from 'react';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconSpeakerphone, IconTrash } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { ContactList } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { listsTexts } from './lists.texts';
import { RemoveListDialog } from './RemoveListDialog';
import { RenameListDialog } from './RenameListDialog';

/** What can be done to a list besides importing into it. */
export function ListMenu({ list, onRemoved }: { readonly list: ContactList; onRemoved?(): void }): ReactNode {
  const t = useTexts(listsTexts);
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" portalProps={{ target: '#content' }}>
        <Menu.Target>
          <ActionIcon size={36} variant="default" aria-label={t('actionsOf', { name: list.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component={Link} to={`/campaigns/new?list=${list.id}`} leftSection={<IconSpeakerphone size={16} aria-hidden />}>
            {t('newCampaign')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen('rename')}>
            {t('rename')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item c="var(--mantine-color-error)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => setOpen('remove')}>
            {t('remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameListDialog list={list} opened={open === 'rename'} onClose={close} />
      <RemoveListDialog list={list} opened={open === 'remove'} onClose={close} {...(onRemoved && { onRemoved })} />
    </>
  );
}
