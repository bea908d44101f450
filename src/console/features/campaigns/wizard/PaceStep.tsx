import type { ReactNode } from 'react';
import { Anchor, Paper, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../../api/api';
import { useConnections } from '../../../api/connections';
import { useLive } from '../../../api/live';
import { useSession } from '../../../api/session';
import { useTexts } from '../../../i18n/texts';
import { useFormat } from '../../../ui/use-format';
import { useNow } from '../../../ui/use-now';
import { wallTimeOf } from '../../../ui/wall-time';
import { paceOf } from './pace.rules';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';

/** Step 4: when it leaves, and how fast. */
export function PaceStep({ wizard: { draft, set, faults, preview, campaign } }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const { timezone } = useSession();
  const format = useFormat();
  const now = useNow();
  return (
    <Stack gap="lg" maw={640}>
      <Radio.Group label={t('when')} value={draft.when} onChange={(value) => set({ when: value === 'later' ? 'later' : 'now' })}>
        <Stack gap="sm" mt="xs">
          <Radio value="now" label={t('now')} />
          <Radio value="later" label={t('later')} />
        </Stack>
      </Radio.Group>
      {draft.when === 'later' && (
        <TextInput
          type="datetime-local"
          label={t('at')}
          description={t('zone', { zone: timezone, now: format.time(now) })}
          min={wallTimeOf(now, timezone)}
          value={draft.at}
          error={faults['scheduledAt']}
          onChange={(event) => set({ at: event.currentTarget.value })}
          maw={320}
        />
      )}
      <InForce whatsappId={draft.whatsappId} perMinute={preview.data?.forecast?.perMinute ?? null} />
      {preview.data?.forecast != null && campaign?.scheduledAt === null && (
        <Text size="sm">
          {t('forecastNow', {
            recipients: format.number(preview.data.recipients),
            at: format.moment(preview.data.forecast.endsAt, now),
            duration: format.duration(Date.parse(preview.data.forecast.endsAt) - Date.parse(preview.data.forecast.startsAt)),
          })}
        </Text>
      )}
    </Stack>
  );
}

function InForce({ whatsappId, perMinute }: { readonly whatsappId: number | null; readonly perMinute: number | null }): ReactNode {
  const t = useTexts(wizardTexts);
  const { number, duration } = useFormat();
  const { isAdmin } = useSession();
  const settings = useQuery({ queryKey: ['campaign-settings'], queryFn: ({ signal }) => api.get('/campaign-settings', { signal }) });
  useLive('campaignSettings', () => void settings.refetch());
  const connection = useConnections().data?.find(({ id }) => id === whatsappId);
  if (settings.data === undefined) return null;
  const { intervalMs, longAfter, longMs } = paceOf(settings.data);
  const every = intervalMs === 0 ? t('paceNoInterval') : t('paceEvery', { interval: duration(intervalMs) });
  const long = longAfter > 0 && longMs > 0 ? `, ${t('paceLong', { count: longAfter, pause: duration(longMs) })}` : '';
  return (
    <Paper withBorder p="md">
      <Stack gap={6}>
        <Text fw={600}>{t('paceTitle')}</Text>
        <Text size="sm">
          {`${every}${long}.`} {perMinute !== null && t('paceMeans', { pace: number(perMinute) })}
        </Text>
        {connection !== undefined && (
          <Text size="sm">
            {connection.windowStart === null || connection.windowEnd === null ? t('windowAlways') : t('window', { from: connection.windowStart, to: connection.windowEnd })}{' '}
            {connection.dailyCap !== null && t('dailyCap', { count: connection.dailyCap })} {connection.warmupSince !== null && t('warmup')}
          </Text>
        )}
        {isAdmin && (
          <Anchor component={Link} to="/settings" size="sm">
            {t('paceSettings')}
          </Anchor>
        )}
      </Stack>
    </Paper>
  );
}
