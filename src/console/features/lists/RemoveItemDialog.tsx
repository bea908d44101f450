import type { ReactNode } from 'react';
import { Text } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useNotify } from '../../ui/notify';
import { listsTexts } from './lists.texts';
import { phoneText } from '../../ui/phone.rules';
import { useRemoveItem, type Item } from './use-items';

/** @param item null: closed */
export function RemoveItemDialog({ listId, item, onClose }: { readonly listId: number; readonly item: Item | null; onClose(): void }): ReactNode {
  const t = useTexts(listsTexts);
  const notify = useNotify();
  const remove = useRemoveItem(listId, item?.id ?? 0);
  const number = phoneText(item?.number ?? '');
  const name = item?.name || number;
  const close = (): void => {
    remove.reset();
    onClose();
  };
  const confirm = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => {
        close();
        notify.done(t('itemRemoved', { name }));
      },
    });
  return (
    <ConfirmDialog
      opened={item !== null}
      onClose={close}
      title={t('removeItemTitle')}
      confirmLabel={t('removeItemConfirm')}
      danger
      loading={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      <Text>{t('removeItemText', { name, number })}</Text>
    </ConfirmDialog>
  );
}
