import { lazy, Suspense, type ReactNode } from 'react';
import { Anchor, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconPlayerStop } from '@tabler/icons-react';
import { now as serverNow } from '../../api/clock';
import { useTexts } from '../../i18n/texts';
import { DataList, type Column } from '../../ui/DataList';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { StatusChip } from '../../ui/StatusChip';
import { useFormat } from '../../ui/use-format';
import { homeTexts } from './home.texts';
import { recentOf, seriesOf } from './queue-series.rules';
import { Section } from './Section';
import { useQueueHistory, useQueueStats } from './use-home';

/** The drawing library comes after everything that is read. */
const QueueChart = lazy(async () => ({ default: (await import('./QueueChart')).QueueChart }));

const CHART_HEIGHT = 220;
const RATE_MINUTES = 5;
/** A job that has waited for so long says that a queue does not keep up. */
const BEHIND_MS = 60_000;

const LOOKS = {
  healthy: { color: 'green', icon: IconCircleCheck },
  behind: { color: 'yellow', icon: IconAlertTriangle },
  stopped: { color: 'gray', icon: IconPlayerStop },
} as const;

interface Row {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  readonly oldestWaitingMs: number | null;
  readonly perMinute: number;
  readonly failed: number;
  readonly look: keyof typeof LOOKS;
}

export function QueuesCard(): ReactNode {
  const t = useTexts(homeTexts);
  const format = useFormat();
  const stats = useQueueStats();
  const history = useQueueHistory();
  const now = serverNow().getTime();
  const pointsOf = (queue: string) => history.data?.queues.find((one) => one.queue === queue)?.points ?? [];

  const rows = (stats.data?.queues ?? []).map((queue): Row => ({
    ...queue,
    perMinute: recentOf(pointsOf(queue.queue), RATE_MINUTES, now).perMinute,
    failed: recentOf(pointsOf(queue.queue), 60, now).failed,
    look: queue.paused ? 'stopped' : (queue.oldestWaitingMs ?? 0) > BEHIND_MS ? 'behind' : 'healthy',
  }));
  const columns: Column<Row>[] = [
    { key: 'queue', header: t('queue'), onCard: 'title', cell: ({ queue }) => <QueueName stored={queue} /> },
    { key: 'state', header: t('state'), width: '9rem', cell: ({ look }) => <StatusChip {...LOOKS[look]} label={t(look)} /> },
    { key: 'waiting', header: t('depth'), align: 'right', width: '7rem', cell: ({ waiting }) => format.number(waiting) },
    { key: 'active', header: t('active'), align: 'right', width: '7rem', cell: ({ active }) => format.number(active) },
    { key: 'oldest', header: t('oldest'), align: 'right', width: '8rem', cell: ({ oldestWaitingMs }) => (oldestWaitingMs === null ? '–' : format.duration(oldestWaitingMs)) },
    { key: 'rate', header: t('rate'), align: 'right', width: '8rem', cell: ({ perMinute }) => format.number(Math.round(perMinute * 10) / 10) },
    { key: 'failures', header: t('failures'), align: 'right', width: '8rem', cell: ({ failed }) => format.number(failed) },
  ];
  return (
    <Section
      title={t('queues')}
      aside={
        stats.data?.boardUrl != null && (
          <Anchor href={stats.data.boardUrl} target="_blank" rel="noreferrer">
            {t('board')}
          </Anchor>
        )
      }
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('queuesHint')}
        </Text>
        <ProblemAlert error={stats.error ?? history.error} />
        <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
          {history.data ? (
            <QueueChart height={CHART_HEIGHT} series={seriesOf(history.data.queues.map(({ points }) => points), history.data.slotMinutes, 60, now)} />
          ) : (
            <Skeleton height={CHART_HEIGHT} />
          )}
        </Suspense>
        {stats.isPending ? <SkeletonRows rows={6} /> : <DataList label={t('queues')} columns={columns} rows={rows} rowKey={({ queue }) => queue} />}
      </Stack>
    </Section>
  );
}

/** A person's word for it, and below the name that logs and the board use. */
function QueueName({ stored }: { readonly stored: string }): ReactNode {
  const t = useTexts(homeTexts);
  return (
    <>
      <Text fw={600}>{stored in homeTexts.entries ? t(stored as 'MessageQueue') : stored}</Text>
      <Text size="xs" c="dimmed">
        {stored}
      </Text>
    </>
  );
}
