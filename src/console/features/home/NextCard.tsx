import type { ReactNode } from 'react';
import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconSpeakerphone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { homeTexts } from './home.texts';
import { comingUp, type Coming } from './coming-up.rules';
import { Section } from './Section';
import { useCurrentCampaigns, useNextSchedules } from './use-home';

const SHOWN = 6;

export function NextCard(): ReactNode {
  const t = useTexts(homeTexts);
  const campaigns = useCurrentCampaigns();
  const schedules = useNextSchedules();
  const next = comingUp(campaigns.data?.records ?? [], schedules.data ?? [], SHOWN);
  return (
    <Section title={t('next')}>
      <ProblemAlert error={schedules.error} retry={() => void schedules.refetch()} />
      {(campaigns.isPending || schedules.isPending) && <SkeletonRows rows={3} height={40} />}
      {campaigns.isSuccess && schedules.isSuccess && next.length === 0 && <Text c="dimmed">{t('nothingNext')}</Text>}
      <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {next.map((one) => (
          <Line key={`${one.kind}-${one.id}`} {...one} />
        ))}
      </Stack>
    </Section>
  );
}

function Line({ kind, id, title, detail, at }: Coming): ReactNode {
  const t = useTexts(homeTexts);
  const format = useFormat();
  const now = useNow();
  const Glyph = kind === 'campaign' ? IconSpeakerphone : IconCalendarTime;
  return (
    <Group component="li" justify="space-between" wrap="nowrap" gap="md">
      <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
        <Glyph size={20} stroke={1.6} style={{ flex: 'none' }} role="img" aria-label={t(kind)} />
        <div style={{ minWidth: 0 }}>
          {kind === 'campaign' ? (
            <Anchor component={Link} to={`/campaigns/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Anchor>
          ) : (
            <Text fw={600}>{title}</Text>
          )}
          <Text size="sm" c="dimmed" truncate>
            {detail}
          </Text>
        </div>
      </Group>
      <Text className="tabular" style={{ flex: 'none' }}>
        {format.moment(at, now)}
      </Text>
    </Group>
  );
}
