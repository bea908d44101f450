import { useState, type ReactNode } from 'react';
import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconFileImport, IconShieldCheck } from '@tabler/icons-react';
import { useParams } from 'react-router';
import { faultsByPath, isProblem } from '../../api/problem';
import { useLanguage } from '../../i18n/language';
import { useTexts } from '../../i18n/texts';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useFormat } from '../../ui/use-format';
import { CheckedFile } from './CheckedFile';
import { FileDrop } from './FileDrop';
import { FileFacts } from './FileFacts';
import { FileAlert, FileProblem, isFileProblem } from './FileProblem';
import { fileSize } from './file-size.rules';
import { useImportProgress } from './import-progress';
import { startImport, useImportRun } from './import-run';
import { GUESSED, queryOf, refusalOf, type Choices } from './import.rules';
import { importTexts } from './import.texts';
import { ListGone } from './ListGone';
import { listsTexts } from './lists.texts';
import { RunningImport } from './RunningImport';
import { SampleButton } from './SampleButton';
import { ShareBar } from './ShareBar';
import { Step } from './Step';
import { useDryRun, useLimits, type Chosen } from './use-dry-run';
import { useList, useLiveLists } from './use-lists';

/** A file, what would become of its lines, and then the import. */
export function ImportPage(): ReactNode {
  const t = useTexts(importTexts);
  const l = useTexts(listsTexts);
  const listId = Number(useParams()['id']);
  const list = useList(listId);
  const run = useImportRun(listId);
  const progress = useImportProgress(listId);
  useLiveLists();
  if (isProblem(list.error) && (list.error.status === 404 || list.error.status === 422)) return <ListGone />;
  const breadcrumbs = [{ label: l('title'), to: '/lists' }, ...(list.data === undefined ? [] : [{ label: list.data.name, to: `/lists/${listId}` }])];
  return (
    <>
      <PageHeader title={t('title')} breadcrumbs={breadcrumbs} subtitle={list.data && t('subtitle', { name: list.data.name })} />
      <Stack>
        {run === null && progress !== null && (
          <Alert variant="light" icon={<IconFileImport aria-hidden />} title={t('elsewhere')} role="status">
            {t('elsewhereText')}
          </Alert>
        )}
        {/* The choice of a file stays while its import runs: a failed one goes back to it. After a done one it begins anew. */}
        <Preparation key={run?.phase === 'done' ? 'done' : 'open'} listId={listId} first={run === null || run.phase === 'done' ? null : run.order.file} hidden={run !== null} />
        {run !== null && <RunningImport listId={listId} run={run} />}
      </Stack>
    </>
  );
}

interface PreparationProps {
  readonly listId: number;
  /** Chosen already, before the person left this screen. */
  readonly first: File | null;
  readonly hidden: boolean;
}

function Preparation({ listId, first, hidden }: PreparationProps): ReactNode {
  const t = useTexts(importTexts);
  const language = useLanguage();
  const { percent } = useFormat();
  const limits = useLimits();
  const [chosen, setChosen] = useState<Chosen | null>(first && { id: 1, file: first });
  const [refused, setRefused] = useState<string | null>(null);
  const [choices, setChoices] = useState<Choices>(GUESSED);
  const { query, share } = useDryRun(listId, hidden ? null : chosen, choices);

  const take = (file: File): void => {
    const refusal = refusalOf(file, limits);
    setChoices(GUESSED);
    setRefused(refusal && t(refusal, { name: file.name, size: fileSize(file.size, language), limit: fileSize(limits?.maxBytes ?? 0, language) }));
    setChosen((before) => (refusal === null ? { id: (before?.id ?? 0) + 1, file } : null));
  };
  if (hidden) return null;
  if (chosen === null) {
    return (
      <>
        {refused !== null && <FileAlert text={refused} />}
        <FileDrop limits={limits} onFile={take} />
        <Group gap={6} c="dimmed" justify="center" wrap="nowrap">
          <IconShieldCheck size={18} stroke={1.6} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm">{t('dropSafe')}</Text>
        </Group>
        <Step title={t('howTitle')}>
          <Text c="dimmed" mb="md">
            {t('howText')}
          </Text>
          <SampleButton />
        </Step>
      </>
    );
  }
  const found = query.data;
  const faults = isProblem(query.error) ? faultsByPath(query.error) : {};
  return (
    <>
      <Step title={t('fileHead')} focused>
        <FileFacts file={chosen.file} found={found} choices={choices} encodingFault={faults['encoding']} onChoices={setChoices} onOther={() => setChosen(null)} />
        {query.isFetching && (
          <Stack mt="md" gap={0}>
            <ShareBar
              label={t('checking', { name: chosen.file.name })}
              share={share < 1 ? share : null}
              words={share < 1 ? t('sendingShare', { percent: percent(Math.floor(share * 100) / 100) }) : t('reading')}
              announced
            />
          </Stack>
        )}
      </Step>
      {query.error !== null && !query.isFetching && faults['encoding'] === undefined && (
        <>
          {isFileProblem(query.error) ? (
            <FileProblem error={query.error} file={chosen.file} />
          ) : (
            <ProblemAlert error={query.error} retry={() => void query.refetch()} />
          )}
        </>
      )}
      {found !== undefined && query.error === null && (
        <CheckedFile
          found={found}
          choices={choices}
          isStale={query.isFetching}
          onChoices={setChoices}
          onImport={() => startImport(listId, { file: chosen.file, query: queryOf({ encoding: found.encoding, separator: found.separator, columns: choices.columns ?? found.columns.keys }) })}
        />
      )}
    </>
  );
}
