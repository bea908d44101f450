import { useState, type ReactNode } from 'react';
import { ActionIcon, Group, Text } from '@mantine/core';
import { IconBrandWhatsapp, IconCircleX, IconHelpCircle, IconPencil, IconUsersGroup, IconX } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { DataList, type Column } from '../../ui/DataList';
import { NOTHING } from '../../ui/format';
import { StatusChip } from '../../ui/StatusChip';
import { ItemDialog } from './ItemDialog';
import { listsTexts } from './lists.texts';
import { phoneText } from '../../ui/phone.rules';
import { RemoveItemDialog } from './RemoveItemDialog';
import type { Item } from './use-items';
import { VariableChips } from './VariableChips';

export function ItemsTable({ listId, items }: { readonly listId: number; readonly items: readonly Item[] }): ReactNode {
  const t = useTexts(listsTexts);
  const [open, setOpen] = useState<{ readonly dialog: 'edit' | 'remove'; readonly item: Item } | null>(null);
  const nameOf = ({ name, number }: Item): string => name || phoneText(number);
  const columns: readonly Column<Item>[] = [
    { key: 'name', header: t('name'), onCard: 'title', cell: ({ name }) => name || <Text c="dimmed">{t('noName')}</Text> },
    {
      key: 'number',
      header: t('number'),
      width: '12rem',
      cell: ({ number, isGroup }) => <span style={{ whiteSpace: 'nowrap' }}>{isGroup ? number : phoneText(number)}</span>,
    },
    { key: 'email', header: t('email'), cell: ({ email }) => (email === '' ? <Text c="dimmed">{NOTHING}</Text> : <Email email={email} />) },
    { key: 'variables', header: t('variables'), onCard: 'wide', cell: ({ variables }) => <VariableChips variables={variables} /> },
    { key: 'validity', header: t('validity'), width: '11rem', cell: (item) => <Validity item={item} /> },
    {
      key: 'actions',
      header: t('actions'),
      width: '6rem',
      onCard: 'wide',
      cell: (item) => (
        <Group gap={4} wrap="nowrap">
          <ActionIcon size={36} aria-label={t('editItemOf', { name: nameOf(item) })} onClick={() => setOpen({ dialog: 'edit', item })}>
            <IconPencil size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
          <ActionIcon size={36} aria-label={t('removeItemOf', { name: nameOf(item) })} onClick={() => setOpen({ dialog: 'remove', item })}>
            <IconX size={18} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Group>
      ),
    },
  ];
  const close = (): void => setOpen(null);
  return (
    <>
      <DataList label={t('contacts')} columns={columns} rows={items} rowKey={({ id }) => id} />
      <ItemDialog listId={listId} item={open?.item ?? null} opened={open?.dialog === 'edit'} knownKeys={[]} onClose={close} />
      <RemoveItemDialog listId={listId} item={open?.dialog === 'remove' ? open.item : null} onClose={close} />
    </>
  );
}

/** Whether WhatsApp knows the number. */
function Validity({ item: { isGroup, isWhatsappValid } }: { readonly item: Item }): ReactNode {
  const t = useTexts(listsTexts);
  if (isGroup) return <StatusChip color="gray" icon={IconUsersGroup} label={t('group')} />;
  if (isWhatsappValid === null) return <StatusChip color="gray" icon={IconHelpCircle} label={t('unchecked')} />;
  return isWhatsappValid ? <StatusChip color="green" icon={IconBrandWhatsapp} label={t('valid')} /> : <StatusChip color="red" icon={IconCircleX} label={t('invalid')} />;
}

function Email({ email }: { readonly email: string }): ReactNode {
  return (
    <Text inherit truncate maw="14rem" title={email}>
      {email}
    </Text>
  );
}
