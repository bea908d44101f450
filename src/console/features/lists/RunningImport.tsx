import type { ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useFormat } from '../../ui/use-format';
import { FileProblem, isFileProblem } from './FileProblem';
import { ImportDone } from './ImportDone';
import { useImportProgress } from './import-progress';
import { forgetImport, repeatImport, type ImportRun } from './import-run';
import { importTexts } from './import.texts';
import { ShareBar } from './ShareBar';
import { Step } from './Step';

/** An import that this tab has begun, until its end has been seen. */
export function RunningImport({ listId, run }: { readonly listId: number; readonly run: ImportRun }): ReactNode {
  const t = useTexts(importTexts);
  const file = run.order.file.name;
  switch (run.phase) {
    case 'sending':
    case 'writing':
      return (
        <Step title={t('running', { name: file })} focused>
          <Bar listId={listId} run={run} />
          <Text size="sm" c="dimmed" mt="sm">
            {t(run.phase === 'sending' ? 'keepTab' : 'mayLeave')}
          </Text>
        </Step>
      );
    case 'done':
      return <ImportDone listId={listId} fileName={file} outcome={run.outcome} />;
    case 'lost':
      return (
        <Step title={t('lostTitle')} focused>
          <Text role="status">{t('lostText', { file })}</Text>
        </Step>
      );
    case 'absent':
    case 'failed':
      return (
        <Step title={t(run.phase === 'failed' ? 'failedTitle' : 'absentTitle')} icon={<IconAlertTriangle color="var(--mantine-color-red-text)" aria-hidden />} focused>
          {run.phase === 'failed' && (isFileProblem(run.error) ? <FileProblem error={run.error} file={run.order.file} /> : <ProblemAlert error={run.error} />)}
          <Text mt="sm">{t(run.phase === 'failed' ? 'failedText' : 'absentText', { file })}</Text>
          <Group mt="md">
            <Button leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => repeatImport(listId)}>
              {t('again')}
            </Button>
            <Button variant="default" onClick={() => forgetImport(listId)}>
              {t('backToCheck')}
            </Button>
          </Group>
        </Step>
      );
  }
}

function Bar({ listId, run }: { readonly listId: number; readonly run: ImportRun }): ReactNode {
  const t = useTexts(importTexts);
  const { percent, duration } = useFormat();
  const progress = useImportProgress(listId);
  const label = t('running', { name: run.order.file.name });
  if (run.phase === 'sending') return <ShareBar label={label} share={run.share} words={t('sendingShare', { percent: percent(Math.floor(run.share * 100) / 100) })} announced />;
  if (progress === null) return <ShareBar label={label} share={null} words={t('writing')} announced />;
  const left = progress.secondsLeft === null ? '' : ` · ${t('left', { time: duration(progress.secondsLeft * 1_000) })}`;
  return <ShareBar label={label} share={progress.percent / 100} words={t('progress', { percent: percent(progress.percent / 100), lines: progress.lines }) + left} announced />;
}
