import type { ReactNode } from 'react';
import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { CampaignStatusChip } from '../../ui/CampaignStatusChip';
import { EmptyState } from '../../ui/EmptyState';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { ProgressBar } from '../../ui/ProgressBar';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { homeTexts } from './home.texts';
import { Section } from './Section';
import { useCurrentCampaigns } from './use-home';

export function RunningCard(): ReactNode {
  const t = useTexts(homeTexts);
  const campaigns = useCurrentCampaigns();
  const running = campaigns.data?.records.filter(({ status }) => status !== 'PROGRAMADA') ?? [];
  return (
    <Section title={t('running')}>
      <ProblemAlert error={campaigns.error} retry={() => void campaigns.refetch()} />
      {campaigns.isPending && <SkeletonRows rows={2} height={72} />}
      {campaigns.isSuccess && running.length === 0 && (
        <EmptyState
          icon={IconSpeakerphone}
          title={t('nothingRuns')}
          text={t('nothingRunsText')}
          action={
            <Button component={Link} to="/lists" variant="default">
              {t('lists')}
            </Button>
          }
        />
      )}
      <Stack gap="lg">
        {running.map((campaign) => (
          <RunningCampaign key={campaign.id} campaign={campaign} />
        ))}
      </Stack>
    </Section>
  );
}

function RunningCampaign({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(homeTexts);
  const { id, name, status, counters, pauseReason, forecast, whatsapp } = campaign;
  const format = useFormat();
  const now = useNow();
  const paused = status === 'PAUSADA';
  const facts = paused
    ? [pauseReason]
    : [whatsapp?.name, forecast && t('pace', { count: Math.round(forecast.perMinute) }), forecast && t('ends', { at: format.moment(forecast.endsAt, now) })];
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Anchor component={Link} to={`/campaigns/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Anchor>
        <CampaignStatusChip status={status} />
      </Group>
      <ProgressBar label={name} done={counters.sent + counters.delivered + counters.read} failed={counters.failed} total={counters.total} />
      <Text size="sm" c="dimmed" className="tabular" mih="1.55em">
        {facts.filter(Boolean).join(' · ')}
      </Text>
    </Stack>
  );
}
