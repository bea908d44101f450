import { useState, type ReactNode } from 'react';
import { Button, Group } from '@mantine/core';
import { IconAddressBook, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { Pager } from '../../ui/Pager';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SearchField } from '../../ui/SearchField';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { listsTexts } from './lists.texts';
import { ListsTable } from './ListsTable';
import { NewListDialog } from './NewListDialog';
import { SampleButton } from './SampleButton';
import { useListsPage, useLiveLists } from './use-lists';

export function ListsPage(): ReactNode {
  const t = useTexts(listsTexts);
  const [address, setAddress] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const [cleared, setCleared] = useState(0);
  const search = address.get('q') ?? '';
  const page = Math.max(1, Number(address.get('page')) || 1);
  const lists = useListsPage(search, page);
  useLiveLists();
  const show = (q: string, at: number): void => setAddress({ ...(q !== '' && { q }), ...(at > 1 && { page: String(at) }) }, { replace: q !== search });
  const clear = (): void => {
    setCleared(cleared + 1);
    show('', 1);
  };
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      {t('newList')}
    </Button>
  );
  const isFresh = lists.data?.count === 0 && search === '';

  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} actions={!isFresh && create} />
      <ProblemAlert error={lists.error} retry={() => void lists.refetch()} />
      {!isFresh && (
        <Group mb="md">
          <SearchField label={t('search')} value={search} onSearch={(q) => show(q, 1)} key={cleared} />
        </Group>
      )}
      {lists.isPending && <SkeletonRows height={64} />}
      {isFresh && (
        <EmptyState
          icon={IconAddressBook}
          title={t('emptyTitle')}
          text={t('emptyText')}
          action={
            <Group justify="center">
              {create}
              <SampleButton />
            </Group>
          }
        />
      )}
      {lists.data?.count === 0 && search !== '' && (
        <EmptyState
          icon={IconSearchOff}
          title={t('noneFoundTitle', { search })}
          text={t('noneFoundText')}
          action={
            <Button variant="default" onClick={clear}>
              {t('clearSearch')}
            </Button>
          }
        />
      )}
      {lists.data !== undefined && lists.data.records.length > 0 && <ListsTable lists={lists.data.records} />}
      {lists.data !== undefined && <Pager page={page} hasMore={lists.data.hasMore} onPage={(at) => show(search, at)} />}
      <NewListDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
