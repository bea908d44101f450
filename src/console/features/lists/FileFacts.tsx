import type { ReactNode } from 'react';
import { Button, Group, NativeSelect, SimpleGrid, Text } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language';
import { useTexts } from '../../i18n/texts';
import { fileSize } from './file-size.rules';
import { withSeparator, type Choices, type ImportAnswer } from './import.rules';
import { importTexts } from './import.texts';

const ENCODINGS = [['utf-8', 'utf8'], ['windows-1252', 'windows'], ['utf-16le', 'utf16le'], ['utf-16be', 'utf16be']] as const;
const SEPARATORS = [[';', 'semicolon'], [',', 'comma'], ['\t', 'tab'], ['|', 'pipe']] as const;

export interface FileFactsProps {
  readonly file: File;
  /** Undefined until the file could be read. */
  readonly found: ImportAnswer | undefined;
  readonly choices: Choices;
  readonly encodingFault: string | undefined;
  onChoices(choices: Choices): void;
  onOther(): void;
}

/** The file, and how it is read: guessed, and to be changed without choosing it again. */
export function FileFacts({ file, found, choices, encodingFault, onChoices, onOther }: FileFactsProps): ReactNode {
  const t = useTexts(importTexts);
  const language = useLanguage();
  const isText = found === undefined ? choices.encoding !== null || choices.separator !== null : found.format === 'csv';
  return (
    <>
      <Group justify="space-between">
        <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
          <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden style={{ flex: 'none' }} />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Text>
            <Text size="sm" c="dimmed">
              {fileSize(file.size, language)}
              {found?.format === 'xlsx' && ` · ${t('format')}`}
            </Text>
          </div>
        </Group>
        <Button variant="default" onClick={onOther}>
          {t('chooseOther')}
        </Button>
      </Group>
      {isText && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} mt="md" maw={560}>
          <NativeSelect
            label={t('encoding')}
            description={t('encodingHint')}
            error={encodingFault}
            value={choices.encoding ?? found?.encoding ?? 'utf-8'}
            onChange={(event) => onChoices({ ...choices, encoding: event.currentTarget.value })}
            data={ENCODINGS.map(([value, word]) => ({ value, label: t(word) }))}
          />
          <NativeSelect
            label={t('separator')}
            description={t('separatorHint')}
            value={choices.separator ?? found?.separator ?? ';'}
            onChange={(event) => onChoices(withSeparator(choices, event.currentTarget.value))}
            data={SEPARATORS.map(([value, word]) => ({ value, label: t(word) }))}
          />
        </SimpleGrid>
      )}
    </>
  );
}
