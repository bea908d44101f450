import type { ReactNode } from 'react';
import { ActionIcon, Button, Group, Input, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { listsTexts } from './lists.texts';
import type { VariableRow } from './variables.rules';

export interface VariablesFieldProps {
  readonly rows: readonly VariableRow[];
  readonly error: string | undefined;
  onChange(rows: readonly VariableRow[]): void;
}

/** Names and values of a contact's own, row by row. */
export function VariablesField({ rows, error, onChange }: VariablesFieldProps): ReactNode {
  const t = useTexts(listsTexts);
  const put = (index: number, change: Partial<VariableRow>): void => onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  return (
    <Input.Wrapper label={t('variables')} labelElement="div" description={t('variablesHint')} error={error}>
      <Stack gap="xs" mt="xs" align="stretch">
        {rows.map((row, index) => (
          // Rows have no identity but their place.
          <Group key={index} gap="xs" wrap="nowrap">
            <TextInput
              flex={2}
              aria-label={t('variableKey', { n: index + 1 })}
              placeholder={t('keyColumn')}
              value={row.key}
              maxLength={40}
              onChange={(event) => put(index, { key: event.currentTarget.value })}
            />
            <TextInput
              flex={3}
              aria-label={t('variableValue', { n: index + 1 })}
              placeholder={t('valueColumn')}
              value={row.value}
              maxLength={1_000}
              onChange={(event) => put(index, { value: event.currentTarget.value })}
            />
            <ActionIcon size={36} aria-label={t('variableRemove', { n: index + 1 })} onClick={() => onChange(rows.filter((_, at) => at !== index))}>
              <IconX size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button size="xs" variant="subtle" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onChange([...rows, { key: '', value: '' }])}>
            {t('variableAdd')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}
