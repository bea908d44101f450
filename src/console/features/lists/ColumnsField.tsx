import type { ReactNode } from 'react';
import { NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { samplesOf, columnUse, withUse, type ColumnUse, type ImportAnswer } from './import.rules';
import { importTexts } from './import.texts';

export interface ColumnsFieldProps {
  readonly found: ImportAnswer;
  /** What the columns are: chosen, or guessed. */
  readonly keys: readonly (string | null)[];
  onKeys(keys: readonly (string | null)[]): void;
}

/** What each column of the file is, known by its title and by what stands in it. */
export function ColumnsField({ found, keys, onKeys }: ColumnsFieldProps): ReactNode {
  const t = useTexts(importTexts);
  const { variableKeys } = found.columns;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} verticalSpacing="md">
      {found.header.map((title, index) => {
        const named = title || t('columnUnnamed', { n: index + 1 });
        const own = variableKeys[index] ?? null;
        const samples = samplesOf(found.preview, index);
        return (
          // A column has no identity but its place.
          <div key={index}>
            <Text fw={600} truncate title={named}>
              {named}
            </Text>
            <Text size="sm" c="dimmed" truncate title={samples.join(', ')}>
              {samples.length > 0 ? samples.join(', ') : t('columnEmpty')}
            </Text>
            <NativeSelect
              mt={4}
              aria-label={t('columnLabel', { column: named })}
              value={columnUse(keys[index])}
              onChange={(event) => onKeys(withUse(keys, variableKeys, index, event.currentTarget.value as ColumnUse))}
              data={[
                { value: 'nome', label: t('useNome') },
                { value: 'numero', label: t('useNumero') },
                { value: 'email', label: t('useEmail') },
                ...(own === null ? [] : [{ value: 'variable', label: t('useVariable', { place: `{${own}}` }) }]),
                { value: 'ignored', label: t('useIgnored') },
              ]}
            />
          </div>
        );
      })}
    </SimpleGrid>
  );
}
