import { useState, type ReactNode } from 'react';
import { Anchor, Button, Group, NativeSelect, Stack, VisuallyHidden } from '@mantine/core';
import { IconFilterOff, IconPlus, IconSpeakerphone } from '@tabler/icons-react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { DataList, type Column } from '../../ui/DataList';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { Pager } from '../../ui/Pager';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SearchField } from '../../ui/SearchField';
import { useShortcuts } from '../../ui/shortcuts';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { howFar, quarterOf, type Status } from './campaign.rules';
import { CampaignActs } from './CampaignActs';
import { campaignsTexts } from './campaigns.texts';
import { ConnectionTag } from './ConnectionTag';
import { DroppedConnections } from './DroppedConnections';
import { ForecastCell, NameCell, ProgressCell } from './list-cells';
import { useCampaignList, useLiveCampaigns, useRunningCampaigns } from '../../api/campaigns';

const STATUSES: readonly Status[] = ['EM_ANDAMENTO', 'PAUSADA', 'PROGRAMADA', 'INATIVA', 'FINALIZADA', 'CANCELADA'];
const isStatus = (word: string): word is Status => STATUSES.some((status) => status === word);

export function CampaignsPage(): ReactNode {
  const t = useTexts(campaignsTexts);
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const search = address.get('search') ?? '';
  const statuses = address.getAll('status').filter(isStatus);
  const page = Math.max(1, Number(address.get('page')) || 1);
  const list = useCampaignList({ page, search, statuses });
  const running = useRunningCampaigns();
  const said = useQuarters();
  const columns = useColumns();
  useShortcuts([{ key: 'n', label: t('newCampaign'), run: () => void navigate('/campaigns/new') }]);

  const change = (part: Record<string, string>): void =>
    setAddress((before) => {
      const next = new URLSearchParams({ ...Object.fromEntries(before), ...part });
      for (const [key, value] of [...next]) if (value === '' || (key === 'page' && value === '1')) next.delete(key);
      return next;
    }, { replace: true });
  const filtered = search !== '' || statuses.length > 0;
  const newButton = (
    <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('newCampaign')}
    </Button>
  );

  return (
    <>
      <PageHeader title={t('campaigns')} actions={newButton} subtitle={list.data && !filtered ? t('count', { count: list.data.count }) : ' '} />
      <DroppedConnections running={running.data?.records ?? []} />
      <Group mb="md" gap="sm" align="flex-end">
        <SearchField label={t('searchCampaigns')} value={search} onSearch={(value) => change({ search: value, page: '1' })} />
        <NativeSelect
          aria-label={t('filterStatus')}
          value={statuses[0] ?? ''}
          onChange={(event) => change({ status: event.currentTarget.value, page: '1' })}
          data={[{ value: '', label: `${t('filterStatus')}: ${t('all')}` }, ...STATUSES.map((status) => ({ value: status, label: t(status) }))]}
          miw={{ base: '100%', xs: 200 }}
        />
      </Group>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {list.isPending && <SkeletonRows rows={6} height={72} />}
      <ProblemAlert error={list.error} retry={() => void list.refetch()} />
      {list.data?.records.length === 0 &&
        (filtered ? (
          <EmptyState
            icon={IconFilterOff}
            title={t('nothingFound')}
            text={t('nothingFoundText')}
            action={
              <Button variant="default" onClick={() => setAddress({}, { replace: true })}>
                {t('clearFilters')}
              </Button>
            }
          />
        ) : (
          <EmptyState
            icon={IconSpeakerphone}
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={
              <Stack gap="xs" align="center">
                {newButton}
                <Anchor component={Link} to="/lists">
                  {t('emptyImport')}
                </Anchor>
              </Stack>
            }
          />
        ))}
      {list.data !== undefined && list.data.records.length > 0 && (
        <>
          <DataList label={t('campaigns')} columns={columns} rows={list.data.records} rowKey={({ id }) => id} />
          <Pager page={page} hasMore={list.data.hasMore} onPage={(next) => change({ page: String(next) })} />
        </>
      )}
    </>
  );
}

function useColumns(): readonly Column<Campaign>[] {
  const t = useTexts(campaignsTexts);
  return [
    { key: 'name', header: t('columnName'), onCard: 'title', cell: (campaign) => <NameCell campaign={campaign} /> },
    { key: 'connection', header: t('columnConnection'), width: '11rem', cell: (campaign) => <ConnectionTag campaign={campaign} /> },
    { key: 'progress', header: t('columnProgress'), width: '14rem', onCard: 'wide', cell: (campaign) => <ProgressCell campaign={campaign} /> },
    { key: 'forecast', header: t('columnForecast'), width: '16rem', onCard: 'wide', cell: (campaign) => <ForecastCell campaign={campaign} /> },
    { key: 'acts', header: t('columnActs'), width: '10rem', align: 'right', onCard: 'wide', cell: (campaign) => <CampaignActs campaign={campaign} justify="flex-end" /> },
  ];
}

/** Each quarter that a campaign passes, said to those who listen. */
function useQuarters(): string {
  const t = useTexts(campaignsTexts);
  const { percent } = useFormat();
  const [passed] = useState(() => new Map<number, number>());
  const [said, say] = useState('');
  useLiveCampaigns((campaign) => {
    const quarter = quarterOf(howFar(campaign));
    const before = passed.get(campaign.id) ?? quarter;
    passed.set(campaign.id, quarter);
    if (quarter > before) say(t('quarter', { name: campaign.name, percent: percent(quarter / 4) }));
  });
  return said;
}
