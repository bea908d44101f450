import type { ReactNode } from 'react';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { ProgressBar } from '../../ui/ProgressBar';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { howFar, isOpen } from './campaign.rules';
import { campaignsTexts } from './campaigns.texts';
import { CampaignStatusChip } from '../../ui/CampaignStatusChip';
import { useOutlookWords } from './use-outlook-words';

interface Of {
  readonly campaign: Campaign;
}

export function NameCell({ campaign }: Of): ReactNode {
  return (
    <Stack gap={4} align="flex-start">
      <Anchor component={Link} to={`/campaigns/${campaign.id}`} fw={600} c="inherit" style={{ overflowWrap: 'anywhere' }}>
        {campaign.name}
      </Anchor>
      <Group gap={8} wrap="wrap">
        <CampaignStatusChip status={campaign.status} />
        {campaign.contactList !== null && (
          <Text size="xs" c="dimmed">
            {campaign.contactList.name}
          </Text>
        )}
      </Group>
    </Stack>
  );
}

export function ProgressCell({ campaign }: Of): ReactNode {
  const t = useTexts(campaignsTexts);
  const { sent, failed, total } = howFar(campaign);
  if (campaign.startedAt === null) {
    return (
      <Text size="sm" c="dimmed" className="tabular">
        {isOpen(campaign) ? t('recipients', { count: campaign.forecast?.remaining ?? 0 }) : t('nothingLeft')}
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      <ProgressBar label={campaign.name} done={sent} failed={failed} total={total} />
      {failed > 0 && (
        <Anchor component={Link} to={`/campaigns/${campaign.id}/report?status=failed`} size="xs">
          {t('seeFailures')}
        </Anchor>
      )}
    </Stack>
  );
}

/** Two lines whatever they say, so that no row grows or shrinks while numbers move. */
export function ForecastCell({ campaign }: Of): ReactNode {
  const t = useTexts(campaignsTexts);
  const format = useFormat();
  const now = useNow();
  const { kind, words } = useOutlookWords(campaign);
  const { status, forecast, completedAt, createdAt } = campaign;
  const at = (instant: string | null): string => format.moment(instant, now);
  const line =
    status === 'FINALIZADA' ? t('finishedAt', { at: at(completedAt) })
    : status === 'CANCELADA' ? t('cancelledAt', { at: at(completedAt) })
    : status === 'INATIVA' ? t('draftSince', { at: at(createdAt) })
    : words;
  return (
    <Stack gap={2} mih={{ base: 0, sm: 44 }} justify="center">
      {(kind === 'ends' || kind === 'between') && forecast !== null && (
        <Text size="sm" fw={600} className="tabular">
          {t('perMinute', { pace: format.number(forecast.perMinute) })}
        </Text>
      )}
      <Text size="sm" c="dimmed" className="tabular">
        {line}
      </Text>
      {campaign.pauseReason !== null && (
        <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
          {campaign.pausedBy === null ? campaign.pauseReason : t('pausedBy', { name: campaign.pausedBy, when: at(campaign.pausedAt) })}
        </Text>
      )}
    </Stack>
  );
}
