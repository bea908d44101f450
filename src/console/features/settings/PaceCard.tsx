import type { ReactNode } from 'react';
import { Alert, NumberInput, SimpleGrid, Text } from '@mantine/core';
import { IconAlertTriangle, IconGauge } from '@tabler/icons-react';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { useFormat } from '../../ui/use-format';
import { typed, type Typed } from './number.rules';
import { isHasty, perHour, timeFor, type Pace } from './pace.rules';
import { SettingsCard } from './SettingsCard';
import { settingsTexts } from './settings.texts';
import { useDraft } from './use-draft';
import { useSaveCampaignSettings, type CampaignSettings } from './use-settings';

const FIELDS = [
  { field: 'messageInterval', unit: 'seconds', max: 86_400 },
  { field: 'longerIntervalAfter', unit: 'messages', max: 1_000_000 },
  { field: 'greaterInterval', unit: 'seconds', max: 86_400 },
] as const;

export function PaceCard({ settings, canEdit }: { readonly settings: CampaignSettings; readonly canEdit: boolean }): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const save = useSaveCampaignSettings();
  const { messageInterval, longerIntervalAfter, greaterInterval } = settings;
  const draft = useDraft<Readonly<Record<keyof Pace, Typed>>>('pace', { messageInterval, longerIntervalAfter, greaterInterval });
  const isWhole = FIELDS.every(({ field }) => draft.values[field] !== '');
  const faults = isProblem(save.error) ? faultsByPath(save.error) : {};
  const submit = (): void => {
    if (!isWhole) return;
    save.mutate(draft.values as Pace, {
      onSuccess: () => {
        draft.discard();
        notify.done(t('saved', { what: t('pace') }));
      },
    });
  };
  return (
    <SettingsCard
      id="pace"
      title={t('pace')}
      text={t('paceText')}
      canEdit={canEdit}
      isDirty={draft.isDirty}
      isSaving={save.isPending}
      error={save.error}
      shownFields={FIELDS.map(({ field }) => `settings.${field}`)}
      onSave={submit}
      onDiscard={() => {
        draft.discard();
        save.reset();
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {FIELDS.map(({ field, unit, max }) => (
          <NumberInput
            key={field}
            label={t(field)}
            description={field === 'longerIntervalAfter' && t('longerHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            min={0}
            max={max}
            allowDecimal={false}
            allowNegative={false}
            suffix={` ${t(unit)}`}
            value={draft.values[field]}
            onChange={(value) => draft.change({ [field]: typed(value) })}
            error={draft.values[field] === '' ? t('required') : faults[`settings.${field}`]}
          />
        ))}
      </SimpleGrid>
      <PaceSentence pace={isWhole ? (draft.values as Pace) : null} />
    </SettingsCard>
  );
}

/** What the numbers mean, while they are typed. */
function PaceSentence({ pace }: { readonly pace: Pace | null }): ReactNode {
  const t = useTexts(settingsTexts);
  const { duration } = useFormat();
  const hourly = pace && perHour(pace);
  const hasty = pace !== null && isHasty(pace);
  return (
    <Alert variant="light" color={hasty ? 'yellow' : 'squad'} icon={hasty ? <IconAlertTriangle aria-hidden /> : <IconGauge aria-hidden />} mt="md" mih={104}>
      <Text fw={600} role="status">
        {pace === null ? t('paceMissing') : hourly === null ? t('paceNone') : t('paceSentence', { perHour: hourly, time: duration(timeFor(pace, 1_000)) })}
      </Text>
      <Text size="sm" mt={4}>
        {t(hasty ? 'paceHasty' : 'paceChance')}
      </Text>
    </Alert>
  );
}
