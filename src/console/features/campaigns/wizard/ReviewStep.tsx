import type { ReactNode } from 'react';
import { Alert, Button, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconClock, IconUserOff, IconUsers } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/texts';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { SkeletonRows } from '../../../ui/SkeletonRows';
import { Stat } from '../../../ui/Stat';
import { useFormat } from '../../../ui/use-format';
import { useNow } from '../../../ui/use-now';
import { Launch } from './Launch';
import { reviewTexts } from './review.texts';
import { Samples } from './Samples';
import { TestSend } from './TestSend';
import type { Preview } from './use-preview';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';

/** Step 5: what would happen, by the code that does it; then the button that does. */
export function ReviewStep({ wizard }: { readonly wizard: Wizard }): ReactNode {
  const { campaign, preview } = wizard;
  if (preview.error !== null) return <ProblemAlert error={preview.error} retry={() => void preview.refetch()} />;
  if (campaign === null || preview.data === undefined) return <SkeletonRows rows={4} height={88} />;
  return (
    <Stack gap="lg">
      <Numbers preview={preview.data} />
      <Unresolved preview={preview.data} wizard={wizard} />
      <Excluded preview={preview.data} />
      <Samples samples={preview.data.samples} />
      <TestSend campaign={campaign} samples={preview.data.samples} variants={wizard.draft.messages} />
      <Launch wizard={wizard} campaign={campaign} preview={preview.data} />
    </Stack>
  );
}

function Numbers({ preview: { recipients, excluded, forecast } }: { readonly preview: Preview }): ReactNode {
  const t = useTexts(reviewTexts);
  const format = useFormat();
  const now = useNow();
  const out = excluded.reduce((sum, { count }) => sum + count, 0);
  const length = forecast === null ? 0 : Date.parse(forecast.endsAt) - Date.parse(forecast.startsAt);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Stat icon={IconUsers} label={t('will')} value={format.number(recipients)} />
      <Stat icon={IconUserOff} label={t('willNot')} value={format.number(out)} hint={out === 0 ? t('nobodyOut') : undefined} />
      <Stat
        icon={IconClock}
        label={t('ends')}
        value={format.moment(forecast?.endsAt ?? null, now)}
        hint={forecast !== null && t('takes', { duration: format.duration(length), pace: format.number(forecast.perMinute) })}
      />
    </SimpleGrid>
  );
}

function Unresolved({ preview: { unresolved }, wizard }: { readonly preview: Preview; readonly wizard: Wizard }): ReactNode {
  const t = useTexts(reviewTexts);
  const words = useTexts(wizardTexts);
  if (unresolved.length === 0) return null;
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('unresolvedTitle')} role="alert">
      <Text size="sm">{t('unresolvedText', { names: unresolved.map((key) => `{${key}}`).join(', ') })}</Text>
      <Button variant="default" size="xs" mt="xs" onClick={() => wizard.go('messages')}>
        {t('fixIn', { step: words('messages') })}
      </Button>
    </Alert>
  );
}

function Excluded({ preview: { excluded } }: { readonly preview: Preview }): ReactNode {
  const t = useTexts(reviewTexts);
  if (excluded.length === 0) return null;
  return (
    <Paper withBorder p="md">
      <Title order={3} size="h5" mb="xs">
        {t('outTitle')}
      </Title>
      <List size="sm">
        {excluded.map(({ reason, text, count }) => (
          <List.Item key={reason}>{t('outLine', { count, reason: text })}</List.Item>
        ))}
      </List>
    </Paper>
  );
}
