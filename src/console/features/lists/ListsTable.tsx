import type { ReactNode } from 'react';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { ContactList, ImportProgress } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { Count } from '../../ui/Count';
import { DataList, type Column } from '../../ui/DataList';
import { useFormat } from '../../ui/use-format';
import { useAllProgress } from './import-progress';
import { ListMenu } from './ListMenu';
import { listsTexts } from './lists.texts';
import { ShareBar } from './ShareBar';

export function ListsTable({ lists }: { readonly lists: readonly ContactList[] }): ReactNode {
  const t = useTexts(listsTexts);
  const progress = useAllProgress();
  const columns: readonly Column<ContactList>[] = [
    {
      key: 'name',
      header: t('name'),
      onCard: 'title',
      cell: (list) => (
        <Anchor component={Link} to={`/lists/${list.id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
          {list.name}
        </Anchor>
      ),
    },
    { key: 'count', header: t('contacts'), align: 'right', width: '8rem', cell: (list) => <Count value={list.contactsCount} /> },
    { key: 'import', header: t('lastImport'), width: '22rem', cell: (list) => <LastImport list={list} progress={progress.get(list.id)} /> },
    {
      key: 'actions',
      header: t('actions'),
      width: '13rem',
      onCard: 'wide',
      cell: (list) => (
        <Group gap="xs" wrap="nowrap">
          <Button
            component={Link}
            to={`/lists/${list.id}/import`}
            variant="default"
            leftSection={<IconFileImport size={18} stroke={1.6} aria-hidden />}
            aria-label={t('importInto', { name: list.name })}
          >
            {t('import')}
          </Button>
          <ListMenu list={list} />
        </Group>
      ),
    },
  ];
  return <DataList label={t('title')} columns={columns} rows={lists} rowKey={({ id }) => id} />;
}

/** Two lines whether it has been imported into, never was, or is right now: rows keep their height. */
function LastImport({ list, progress }: { readonly list: ContactList; readonly progress: ImportProgress | undefined }): ReactNode {
  const t = useTexts(listsTexts);
  const { dateTime, percent } = useFormat();
  if (progress !== undefined) {
    return (
      <>
        <Text size="sm" truncate maw="20rem">
          {t('importing', { file: progress.fileName })}
        </Text>
        <ShareBar label={t('importingFor', { name: list.name })} share={progress.percent / 100} words={t('linesSoFar', { percent: percent(progress.percent / 100), count: progress.lines })} />
      </>
    );
  }
  if (list.lastImport === null) return <Text c="dimmed">{t('neverImported')}</Text>;
  return (
    <>
      <Text size="sm" truncate maw="20rem" title={list.lastImport.fileName}>
        {list.lastImport.fileName}
      </Text>
      <Text size="sm" c="dimmed" component="time" dateTime={list.lastImport.createdAt}>
        {dateTime(list.lastImport.createdAt)}
      </Text>
    </>
  );
}
