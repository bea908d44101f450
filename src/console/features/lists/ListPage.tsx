import { useState, type ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconFileImport, IconMoodEmpty, IconPlus, IconSearchOff, IconSpeakerphone } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { ContactList } from '../../api/live.types';
import { isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { Pager } from '../../ui/Pager';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SearchField } from '../../ui/SearchField';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { ImportNotice } from './ImportNotice';
import { ItemDialog } from './ItemDialog';
import { ItemsTable } from './ItemsTable';
import { ListGone } from './ListGone';
import { ListMenu } from './ListMenu';
import { listsTexts } from './lists.texts';
import { PastImports } from './PastImports';
import { useItems, useLiveItems } from './use-items';
import { useList, useLiveLists } from './use-lists';
import { keysIn } from './variables.rules';

export function ListPage(): ReactNode {
  const t = useTexts(listsTexts);
  const id = Number(useParams()['id']);
  const list = useList(id);
  useLiveLists();
  useLiveItems(id);
  if (isProblem(list.error) && (list.error.status === 404 || list.error.status === 422)) return <ListGone />;
  return (
    <>
      {list.data === undefined ? <PageHeader title={t('contacts')} breadcrumbs={[{ label: t('title'), to: '/lists' }]} /> : <Head list={list.data} />}
      <ProblemAlert error={list.error} retry={() => void list.refetch()} />
      <ImportNotice listId={id} />
      <Items listId={id} />
      <PastImports listId={id} />
    </>
  );
}

function Head({ list }: { readonly list: ContactList }): ReactNode {
  const t = useTexts(listsTexts);
  const { dateTime } = useFormat();
  const go = useNavigate();
  const contacts = t('contactsCount', { count: list.contactsCount });
  return (
    <PageHeader
      title={list.name}
      breadcrumbs={[{ label: t('title'), to: '/lists' }]}
      subtitle={list.lastImport === null ? t('summaryNever', { contacts }) : t('summary', { contacts, file: list.lastImport.fileName, at: dateTime(list.lastImport.createdAt) })}
      actions={
        <>
          <Button component={Link} to={`/lists/${list.id}/import`} variant="default" leftSection={<IconFileImport size={18} stroke={1.6} aria-hidden />}>
            {t('import')}
          </Button>
          {list.contactsCount > 0 && (
            <Button component={Link} to={`/campaigns/new?list=${list.id}`} leftSection={<IconSpeakerphone size={18} stroke={1.6} aria-hidden />}>
              {t('newCampaign')}
            </Button>
          )}
          <ListMenu list={list} onRemoved={() => void go('/lists')} />
        </>
      }
    />
  );
}

function Items({ listId }: { readonly listId: number }): ReactNode {
  const t = useTexts(listsTexts);
  const [address, setAddress] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const search = address.get('q') ?? '';
  const page = Math.max(1, Number(address.get('page')) || 1);
  const items = useItems(listId, search, page);
  const show = (q: string, at: number): void => setAddress({ ...(q !== '' && { q }), ...(at > 1 && { page: String(at) }) }, { replace: q !== search });
  const add = (
    <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t('addItem')}
    </Button>
  );
  const isEmpty = items.data?.count === 0 && search === '';
  const contacts = items.data?.contacts ?? [];

  return (
    <section aria-label={t('contacts')}>
      {!isEmpty && (
        <Group mb="md" justify="space-between">
          <SearchField label={t('searchItems')} value={search} onSearch={(q) => show(q, 1)} />
          {add}
        </Group>
      )}
      <Text size="sm" c="dimmed" role="status" {...(search !== '' && { mb: 'sm' })}>
        {search !== '' && items.data !== undefined && t('itemsMatching', { count: items.data.count })}
      </Text>
      <ProblemAlert error={items.error} retry={() => void items.refetch()} />
      {items.isPending && <SkeletonRows rows={8} height={52} />}
      {isEmpty && (
        <EmptyState
          icon={IconMoodEmpty}
          title={t('itemsEmptyTitle')}
          text={t('itemsEmptyText')}
          action={
            <Group justify="center">
              <Button component={Link} to={`/lists/${listId}/import`} leftSection={<IconFileImport size={18} stroke={1.6} aria-hidden />}>
                {t('import')}
              </Button>
              {add}
            </Group>
          }
        />
      )}
      {items.data?.count === 0 && search !== '' && <EmptyState icon={IconSearchOff} title={t('itemsNoneTitle', { search })} text={t('noneFoundText')} />}
      {contacts.length > 0 && <ItemsTable listId={listId} items={contacts} />}
      {items.data !== undefined && <Pager page={page} hasMore={items.data.hasMore} onPage={(at) => show(search, at)} />}
      <ItemDialog listId={listId} item={null} knownKeys={keysIn(contacts)} opened={adding} onClose={() => setAdding(false)} />
    </section>
  );
}
