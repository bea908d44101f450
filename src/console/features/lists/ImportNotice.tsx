import type { ReactNode } from 'react';
import { Anchor, Alert, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { useFormat } from '../../ui/use-format';
import { useImportProgress } from './import-progress';
import { useImportRun } from './import-run';
import { importTexts } from './import.texts';
import { listsTexts } from './lists.texts';
import { ShareBar } from './ShareBar';

const STOPPED = { sending: false, writing: false, done: false, failed: 'failedTitle', lost: 'lostTitle', absent: 'absentTitle' } as const;

/** On the page of a list: an import into it that is under way, whoever began it. */
export function ImportNotice({ listId }: { readonly listId: number }): ReactNode {
  const t = useTexts(importTexts);
  const l = useTexts(listsTexts);
  const { percent, duration } = useFormat();
  const progress = useImportProgress(listId);
  const run = useImportRun(listId);
  // How it ended stands among the imports below.
  if (progress === null && (run === null || run.phase === 'done')) return null;
  const stopped = progress === null && run !== null && STOPPED[run.phase];
  const name = progress?.fileName ?? run?.order.file.name ?? '';
  const left = progress?.secondsLeft ?? null;
  const words = progress === null ? '' : t('progress', { percent: percent(progress.percent / 100), lines: progress.lines }) + (left === null ? '' : ` · ${t('left', { time: duration(left * 1_000) })}`);
  return (
    <Alert variant="light" icon={<IconFileImport aria-hidden />} {...(stopped && { color: 'yellow' })} title={stopped ? t(stopped) : l('importing', { file: name })} mb="md">
      {progress !== null && <ShareBar label={l('importing', { file: name })} share={progress.percent / 100} words={words} announced />}
      {run !== null && (
        <Text size="sm" mt="xs">
          <Anchor component={Link} to={`/lists/${listId}/import`} inherit>
            {t('seeImport')}
          </Anchor>
        </Text>
      )}
    </Alert>
  );
}
