import { useState, type ReactNode } from 'react';
import { Button, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconListSearch, IconRefresh, IconX } from '@tabler/icons-react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SearchField } from '../../ui/SearchField';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { CampaignStatusChip } from '../../ui/CampaignStatusChip';
import type { CampaignPage } from '../../api/campaigns';
import { ExportButton } from './ExportButton';
import { Funnel } from './Funnel';
import { isStatus, newsIn } from './report.rules';
import { reportTexts } from './report.texts';
import { RetryButton } from './RetryButton';
import { ShippingList } from './ShippingList';
import { StoryDrawer } from './StoryDrawer';
import { useReport, useReportRows } from './use-report';
import { Variants } from './Variants';

export function ReportPage(): ReactNode {
  const t = useTexts(reportTexts);
  const id = Number(useParams()['id']);
  const { campaign: query, told } = useReport(id);
  const { data: campaign, error, refetch } = query;
  const breadcrumbs = [{ label: t('campaigns'), to: '/campaigns' }, ...(campaign ? [{ label: campaign.name, to: `/campaigns/${id}` }] : [])];
  return (
    <>
      <PageHeader
        title={campaign ? t('titleOf', { name: campaign.name }) : t('title')}
        breadcrumbs={breadcrumbs}
        badge={campaign && <CampaignStatusChip status={campaign.status} />}
        subtitle={campaign && <Summary {...campaign} />}
        actions={
          campaign && (
            <Button component={Link} to={`/campaigns/${id}`} variant="default">
              {t('back')}
            </Button>
          )
        }
      />
      <ProblemAlert error={error} retry={() => void refetch()} />
      {campaign === undefined ? error === null && <SkeletonRows rows={8} /> : <Report campaign={campaign} told={told} />}
    </>
  );
}

function Summary({ counters, prepared, status }: CampaignPage): ReactNode {
  const t = useTexts(reportTexts);
  return (
    <span className="tabular">
      {t('recipients', { count: counters.total })}
      {!prepared && status === 'EM_ANDAMENTO' && ` · ${t('preparing')}`}
    </span>
  );
}

function Report({ campaign, told }: { readonly campaign: CampaignPage; readonly told: number }): ReactNode {
  const t = useTexts(reportTexts);
  const { id, counters } = campaign;
  const [params, setParams] = useSearchParams();
  const asked = params.get('status');
  const status = isStatus(asked) ? asked : null;
  const search = params.get('search') ?? '';
  const set = (name: string, value: string): void =>
    setParams(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const count = counters[status ?? 'total'];
  const [opened, setOpened] = useState<number | null>(null);
  const [begun, setBegun] = useState({ turn: 0, status, search, count });
  // Another filter is another list, begun with what is counted now.
  if (begun.status !== status || begun.search !== search) setBegun({ turn: begun.turn, status, search, count });
  const list = useReportRows(id, status, search, begun.turn);
  const change = newsIn(begun.count, count);
  const shipping = opened === null ? undefined : list.rows.find((row) => row.id === opened);
  const empty = list.state.ended && list.state.known === 0;

  return (
    <Stack gap="lg">
      <Funnel counters={counters} progress={campaign.progress} chosen={status} onChoose={(chosen) => set('status', chosen ?? '')} />
      <Variants campaignId={id} />
      <Stack component="section" gap="sm" aria-labelledby="contacts-title">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} size="h5" id="contacts-title">
              {t('contacts')}
            </Title>
            {status !== null && (
              <Button size="xs" variant="light" rightSection={<IconX size={14} aria-hidden />} onClick={() => set('status', '')}>
                {t('only', { status: t(status) })}
              </Button>
            )}
          </Group>
          <Group gap="xs">
            <RetryButton campaignId={id} retry={counters} status={campaign.status} />
            <ExportButton campaignId={id} status={status} search={search} />
          </Group>
        </Group>
        <Group justify="space-between" mih={44}>
          <SearchField key={id} label={t('search')} value={search} onSearch={(value) => set('search', value)} />
          <Known {...list.state} search={search} count={begun.count} change={change} onRenew={() => setBegun({ turn: begun.turn + 1, status, search, count })} />
        </Group>
        <VisuallyHidden id="shippings-hint">{t('tableHint')}</VisuallyHidden>
        {empty ? (
          <EmptyState
            icon={IconListSearch}
            title={t('emptyTitle')}
            text={t(counters.total === 0 ? 'emptyDraft' : 'emptyFilter')}
            action={
              counters.total > 0 && (
                <Button variant="default" onClick={() => setParams({}, { replace: true })}>
                  {t('clearFilter')}
                </Button>
              )
            }
          />
        ) : (
          <ShippingList {...list} total={search === '' ? begun.count : null} told={told} searching={search !== ''} onOpen={setOpened} />
        )}
      </Stack>
      <StoryDrawer campaignId={id} shippingId={opened} shipping={shipping} onClose={() => setOpened(null)} />
    </Stack>
  );
}

interface KnownProps {
  readonly known: number;
  readonly ended: boolean;
  readonly error: unknown;
  readonly search: string;
  readonly count: number;
  readonly change: number;
  onRenew(): void;
}

/** How many the list has, and whether it would be another one now. Nothing moves under the eyes of who reads: renewing is offered. */
function Known({ known, ended, search, count, change, onRenew }: KnownProps): ReactNode {
  const t = useTexts(reportTexts);
  const { number } = useFormat();
  if (change !== 0 && search === '') {
    return (
      <Button variant="light" size="xs" leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRenew} className="tabular">
        {t('newer', { change: change > 0 ? `+${number(change)}` : `−${number(-change)}` })}
      </Button>
    );
  }
  const words = search === '' ? t('shown', { count }) : ended ? t('found', { count: known }) : t('foundSoFar', { known });
  return (
    <Text size="sm" c="dimmed" className="tabular" role="status">
      {words}
    </Text>
  );
}
