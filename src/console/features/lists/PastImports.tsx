import type { ReactNode } from 'react';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { downloadFile } from '../../api/files';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import type { PastImport } from './import.rules';
import { listsTexts } from './lists.texts';
import { TallySum } from './TallySum';
import { usePastImports } from './use-lists';

/** Which files made this list, and what became of their lines. */
export function PastImports({ listId }: { readonly listId: number }): ReactNode {
  const t = useTexts(listsTexts);
  const { data, isPending, error, refetch } = usePastImports(listId);
  return (
    <Stack gap="sm" mt="xl" component="section" aria-labelledby="past-imports">
      <Title order={2} size="h4" id="past-imports">
        {t('pastImports')}
      </Title>
      <ProblemAlert error={error} retry={() => void refetch()} />
      {isPending && <SkeletonRows rows={2} height={96} />}
      {data?.length === 0 && <Text c="dimmed">{t('pastImportsNone')}</Text>}
      {data?.map((past) => <PastOne key={past.id} past={past} />)}
    </Stack>
  );
}

function PastOne({ past }: { readonly past: PastImport }): ReactNode {
  const t = useTexts(listsTexts);
  const { dateTime } = useFormat();
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start" mb="sm">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {past.fileName}
          </Text>
          <Text size="sm" c="dimmed">
            {t('by', { at: dateTime(past.createdAt), user: past.userName ?? t('goneUser') })}
          </Text>
        </div>
        {past.errorsUrl !== null && <ErrorsButton url={past.errorsUrl} fileName={past.fileName} />}
      </Group>
      <TallySum tally={past} size="small" />
    </Paper>
  );
}

/** The refused lines, to correct and send again. */
export function ErrorsButton({ url, fileName }: { readonly url: string; readonly fileName: string }): ReactNode {
  const t = useTexts(listsTexts);
  const notify = useNotify();
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} stroke={1.6} aria-hidden />}
      aria-label={t('errorsCsvOf', { file: fileName })}
      onClick={() => void downloadFile(url, t('errorsCsvName')).catch(notify.problem)}
    >
      {t('errorsCsv')}
    </Button>
  );
}
