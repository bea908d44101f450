import type { ReactNode } from 'react';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconFileImport, IconHelpCircle } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { ColumnsField } from './ColumnsField';
import { reached, type Choices, type ImportAnswer } from './import.rules';
import { importTexts } from './import.texts';
import { LinesPreview } from './LinesPreview';
import { Step } from './Step';
import { TallySum } from './TallySum';
import classes from './CheckedFile.module.css';

export interface CheckedFileProps {
  readonly found: ImportAnswer;
  readonly choices: Choices;
  /** Another answer is on its way: this one is of the choices before. */
  readonly isStale: boolean;
  onChoices(choices: Choices): void;
  onImport(): void;
}

/** What an import of the file would do; nothing has been written. */
export function CheckedFile({ found, choices, isStale, onChoices, onImport }: CheckedFileProps): ReactNode {
  const t = useTexts(importTexts);
  const keys = choices.columns ?? found.columns.keys;
  const hasNumber = found.columns.number !== null;
  const count = hasNumber ? reached(found) : 0;
  return (
    <>
      <Step title={t('columnsHead')}>
        {hasNumber ? (
          <Text c="dimmed" size="sm" mb="md">
            {t('columnsText')}
          </Text>
        ) : (
          <Alert color="yellow" variant="light" icon={<IconHelpCircle aria-hidden />} title={t('noNumberTitle')} mb="md" role="alert">
            {t('noNumberText')}
          </Alert>
        )}
        <ColumnsField found={found} keys={keys} onKeys={(columns) => onChoices({ ...choices, columns })} />
      </Step>
      {hasNumber && (
        <div className={classes['answer']} data-stale={isStale || undefined} aria-busy={isStale}>
          <Step title={t('sumHead')}>
            <TallySum tally={found} announced={!isStale} />
            {count === 0 && (
              <Text size="sm" mt="sm">
                {t('nothingToImport')}
              </Text>
            )}
          </Step>
          <Step title={t('previewHead')}>
            <LinesPreview found={found} />
          </Step>
        </div>
      )}
      <Group className={classes['act'] ?? ''} justify="space-between">
        <Text size="sm" fw={600}>
          {t('nothingYet')}
        </Text>
        <Button size="md" leftSection={<IconFileImport size={20} stroke={1.6} aria-hidden />} disabled={isStale || count === 0} onClick={onImport}>
            {isStale ? t('recheck') : hasNumber ? t('confirm', { count }) : t('choosePhone')}
          </Button>
      </Group>
    </>
  );
}
