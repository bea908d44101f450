import type { ReactNode } from 'react';
import { Badge, Group, Text } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { NOTHING } from '../../ui/format';
import { listsTexts } from './lists.texts';

const SHOWN = 3;

/** `cidade Recife`; blank ones say nothing. */
export function VariableChips({ variables }: { readonly variables: Readonly<Record<string, string>> }): ReactNode {
  const t = useTexts(listsTexts);
  const filled = Object.entries(variables).filter(([, value]) => value !== '');
  if (filled.length === 0) return <Text c="dimmed">{NOTHING}</Text>;
  return (
    <Group gap={4}>
      {filled.slice(0, SHOWN).map(([key, value]) => (
        <Badge key={key} color="gray" fw={400} maw={220} title={`${key}: ${value}`}>
          <Text span inherit fw={600}>
            {key}
          </Text>{' '}
          {value}
        </Badge>
      ))}
      {filled.length > SHOWN && (
        <Text size="xs" c="dimmed" title={filled.slice(SHOWN).map(([key, value]) => `${key}: ${value}`).join('\n')}>
          {t('moreVariables', { count: filled.length - SHOWN })}
        </Text>
      )}
    </Group>
  );
}
