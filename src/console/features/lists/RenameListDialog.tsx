import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import type { ContactList } from '../../api/live.types';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { Dialog } from '../../ui/Dialog';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useNotify } from '../../ui/notify';
import { listsTexts } from './lists.texts';
import { useRenameList } from './use-lists';

export interface ListDialogProps {
  readonly list: ContactList;
  readonly opened: boolean;
  onClose(): void;
}

export function RenameListDialog(props: ListDialogProps): ReactNode {
  const t = useTexts(listsTexts);
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t('renameTitle')}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ list, onClose }: ListDialogProps): ReactNode {
  const t = useTexts(listsTexts);
  const notify = useNotify();
  const rename = useRenameList(list.id);
  const [name, setName] = useState(list.name);
  const [missing, setMissing] = useState(false);
  const fault = isProblem(rename.error) ? faultsByPath(rename.error)['name'] : undefined;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    rename.mutate(name.trim(), {
      onSuccess: () => {
        onClose();
        notify.done(t('renamed'));
      },
    });
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label={t('name')} value={name} onChange={(event) => setName(event.currentTarget.value)} error={missing ? t('nameMissing') : fault} maxLength={200} data-autofocus />
        <ProblemAlert error={fault === undefined ? rename.error : null} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={rename.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
