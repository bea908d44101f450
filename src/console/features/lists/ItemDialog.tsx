import { useState, type ReactNode } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { Dialog } from '../../ui/Dialog';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useNotify } from '../../ui/notify';
import { listsTexts } from './lists.texts';
import { phoneText } from '../../ui/phone.rules';
import { useSaveItem, type Item } from './use-items';
import { rowsOf, variablesOf, type VariableRow } from './variables.rules';
import { VariablesField } from './VariablesField';

export interface ItemDialogProps {
  readonly listId: number;
  /** Null: a new contact. */
  readonly item: Item | null;
  /** Variables that others of the list have. */
  readonly knownKeys: readonly string[];
  readonly opened: boolean;
  onClose(): void;
}

const FIELDS = ['name', 'number', 'email', 'variables'] as const;

export function ItemDialog(props: ItemDialogProps): ReactNode {
  const t = useTexts(listsTexts);
  return (
    <Dialog opened={props.opened} onClose={props.onClose} title={t(props.item === null ? 'addItem' : 'editItem')}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ listId, item, knownKeys, onClose }: ItemDialogProps): ReactNode {
  const t = useTexts(listsTexts);
  const notify = useNotify();
  const save = useSaveItem(listId, item);
  const missing = (value: string): string | null => (value.trim() === '' ? t('required') : null);
  const form = useForm({
    initialValues: { name: item?.name ?? '', number: item === null ? '' : item.isGroup ? `${item.number}@g.us` : phoneText(item.number), email: item?.email ?? '' },
    validate: { name: missing, number: missing },
  });
  const [rows, setRows] = useState<readonly VariableRow[]>(() => rowsOf(item?.variables ?? {}, knownKeys));
  const faults = isProblem(save.error) ? faultsByPath(save.error) : {};

  const submit = form.onSubmit(({ name, number, email }) =>
    save.mutate(
      { name: name.trim(), number: number.trim(), email: email.trim(), variables: variablesOf(rows) },
      {
        onSuccess: () => {
          onClose();
          notify.done(t('itemSaved', { name: name.trim() }));
        },
        onError: (error) => {
          if (isProblem(error)) form.setErrors(faultsByPath(error));
        },
      },
    ),
  );

  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput label={t('name')} maxLength={200} data-autofocus {...form.getInputProps('name')} />
        <TextInput label={t('number')} description={t('numberHint')} type="tel" {...form.getInputProps('number')} />
        <TextInput label={t('email')} description={t('optional')} type="email" {...form.getInputProps('email')} />
        <VariablesField rows={rows} onChange={setRows} error={faults['variables']} />
        {(!isProblem(save.error) || save.error.faults.length === 0) && <ProblemAlert error={save.error} shownFields={FIELDS} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
