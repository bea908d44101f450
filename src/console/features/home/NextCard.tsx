import type { ReactNode } from 'react';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { homeTexts } from './home.texts';
import { Section } from './Section';
import { useCurrentCampaigns } from './use-home';

const SHOWN = 6;

export function NextCard(): ReactNode {
  const t = useTexts(homeTexts);
  const format = useFormat();
  const now = useNow();
  const campaigns = useCurrentCampaigns();
  const next = (campaigns.data ?? [])
    .filter(({ status }) => status === 'PROGRAMADA')
    .sort((a, b) => (a.scheduledAt ?? '').localeCompare(b.scheduledAt ?? ''))
    .slice(0, SHOWN);
  return (
    <Section title={t('next')}>
      {campaigns.isPending && <SkeletonRows rows={3} height={32} />}
      {campaigns.isSuccess && next.length === 0 && <Text c="dimmed">{t('nothingNext')}</Text>}
      <Stack gap="xs">
        {next.map(({ id, name, scheduledAt, contactList }) => (
          <Group key={id} justify="space-between" wrap="nowrap" gap="md">
            <div style={{ minWidth: 0 }}>
              <Anchor component={Link} to={`/campaigns/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
                {name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {contactList?.name}
              </Text>
            </div>
            <Text className="tabular" style={{ flex: 'none' }}>
              {format.moment(scheduledAt, now)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
