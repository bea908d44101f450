import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useNavigate } from 'react-router';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { Dialog } from '../../ui/Dialog';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useNotify } from '../../ui/notify';
import { listsTexts } from './lists.texts';
import { useCreateList } from './use-lists';

export function NewListDialog({ opened, onClose }: { readonly opened: boolean; onClose(): void }): ReactNode {
  const t = useTexts(listsTexts);
  return (
    <Dialog opened={opened} onClose={onClose} title={t('newList')}>
      <Body onClose={onClose} />
    </Dialog>
  );
}

function Body({ onClose }: { onClose(): void }): ReactNode {
  const t = useTexts(listsTexts);
  const go = useNavigate();
  const notify = useNotify();
  const create = useCreateList();
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const fault = isProblem(create.error) ? faultsByPath(create.error)['name'] : undefined;

  const make = (then: 'import' | 'stay'): void => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    create.mutate(name.trim(), {
      onSuccess: (list) => {
        onClose();
        if (then === 'import') void go(`/lists/${list.id}/import`);
        else notify.done(t('created', { name: list.name }));
      },
    });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make('import');
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label={t('name')}
          placeholder={t('namePlaceholder')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={missing ? t('nameMissing') : fault}
          maxLength={200}
          data-autofocus
        />
        <ProblemAlert error={fault === undefined ? create.error : null} />
        <Group justify="flex-end">
          <Button variant="default" disabled={create.isPending} onClick={() => make('stay')}>
            {t('createEmpty')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('createAndImport')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
