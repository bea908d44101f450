import type { ReactNode } from 'react';
import { Fieldset, Group, NumberInput, SimpleGrid, Switch, Text, TextInput } from '@mantine/core';
import type { Connection } from '../../api/live.types';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { ClockField } from './ClockField';
import { bodyOf, formOf, overMidnight } from './connection.rules';
import { typed } from './number.rules';
import { SettingsCard } from './SettingsCard';
import { settingsTexts } from './settings.texts';
import { useDraft } from './use-draft';
import { useSaveConnection } from './use-settings';

export interface ConnectionCardProps {
  readonly connection: Connection;
  /** `YYYY-MM-DD` in the zone of the company. */
  readonly today: string;
  readonly zone: string;
  readonly canEdit: boolean;
}

const SHOWN = ['limiterMax', 'limiterDurationMs', 'dailyCap', 'windowStart', 'windowEnd', 'warmupSince'];

export function ConnectionCard({ connection, today, zone, canEdit }: ConnectionCardProps): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const save = useSaveConnection(connection.id);
  const draft = useDraft(`connection-${connection.id}`, formOf(connection));
  const { values, change } = draft;
  const faults = isProblem(save.error) ? faultsByPath(save.error) : {};
  const submit = (): void =>
    save.mutate(bodyOf(values), {
      onSuccess: () => {
        draft.discard();
        notify.done(t('saved', { what: connection.name }));
      },
    });
  return (
    <SettingsCard
      id={`connection-${connection.id}`}
      level={3}
      title={connection.isDefault ? `${connection.name} · ${t('defaultConnection')}` : connection.name}
      canEdit={canEdit}
      isDirty={draft.isDirty}
      isSaving={save.isPending}
      error={save.error}
      shownFields={SHOWN}
      onSave={submit}
      onDiscard={() => {
        draft.discard();
        save.reset();
      }}
    >
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Fieldset legend={t('limiter')}>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput
              label={t('limiterMax')}
              min={1}
              max={10_000}
              allowDecimal={false}
              allowNegative={false}
              suffix={` ${t('messages')}`}
              value={values.limiterMax}
              onChange={(value) => change({ limiterMax: typed(value) })}
              error={faults['limiterMax']}
            />
            <NumberInput
              label={t('limiterSeconds')}
              min={0}
              max={86_400}
              allowNegative={false}
              suffix={` ${t('seconds')}`}
              value={values.limiterSeconds}
              onChange={(value) => change({ limiterSeconds: typed(value) })}
              error={faults['limiterDurationMs']}
            />
          </SimpleGrid>
          <Text size="sm" c="dimmed" mt="xs">
            {t('limiterHint')}
          </Text>
        </Fieldset>
        <Fieldset legend={t('window')}>
          <Group grow align="flex-start">
            <ClockField label={t('windowStart')} value={values.windowStart} onChange={(windowStart) => change({ windowStart })} error={faults['windowStart']} />
            <ClockField label={t('windowEnd')} value={values.windowEnd} onChange={(windowEnd) => change({ windowEnd })} error={faults['windowEnd']} />
          </Group>
          <Text size="sm" c="dimmed" mt="xs">
            {overMidnight(values) ? t('windowNight') : t('windowHint', { zone })}
          </Text>
        </Fieldset>
        <NumberInput
          label={t('dailyCap')}
          description={t('dailyCapHint')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          suffix={` ${t('messages')}`}
          value={values.dailyCap}
          onChange={(value) => change({ dailyCap: typed(value) })}
          error={faults['dailyCap']}
        />
        <div>
          <Switch
            label={t('warmup')}
            description={t('warmupHint')}
            checked={values.warmupSince !== ''}
            onChange={(event) => change({ warmupSince: event.currentTarget.checked ? (connection.warmupSince ?? today) : '' })}
          />
          {values.warmupSince !== '' && (
            <TextInput
              mt="sm"
              type="date"
              label={t('warmupSince')}
              value={values.warmupSince}
              onChange={(event) => change({ warmupSince: event.currentTarget.value })}
              error={faults['warmupSince']}
            />
          )}
        </div>
      </SimpleGrid>
    </SettingsCard>
  );
}
