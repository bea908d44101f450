import type { ReactNode } from 'react';
import { Stack, Text } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useNotify } from '../../ui/notify';
import { listsTexts } from './lists.texts';
import type { ListDialogProps } from './RenameListDialog';
import { useRemoveList } from './use-lists';

/** @param onRemoved where to go from a screen whose list is gone */
export function RemoveListDialog({ list, opened, onClose, onRemoved }: ListDialogProps & { onRemoved?(): void }): ReactNode {
  const t = useTexts(listsTexts);
  const notify = useNotify();
  const remove = useRemoveList(list.id);
  const close = (): void => {
    remove.reset();
    onClose();
  };
  const confirm = (): void =>
    remove.mutate(undefined, {
      onSuccess: () => {
        close();
        notify.done(t('removed', { name: list.name }));
        onRemoved?.();
      },
    });
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      title={t('removeTitle')}
      confirmLabel={t('removeConfirm', { count: list.contactsCount })}
      danger
      loading={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
    >
      <Stack gap="xs">
        <Text>{t('removeText', { name: list.name, count: list.contactsCount })}</Text>
        <Text size="sm" c="dimmed">
          {t('removeFinal')}
        </Text>
      </Stack>
    </ConfirmDialog>
  );
}
