import type { ReactNode } from 'react';
import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { faultsByPath, isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { SettingsCard } from './SettingsCard';
import { settingsTexts } from './settings.texts';
import { useDraft } from './use-draft';
import { useSaveCampaignSettings, type CampaignSettings } from './use-settings';

export function VariablesCard({ settings, canEdit }: { readonly settings: CampaignSettings; readonly canEdit: boolean }): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const save = useSaveCampaignSettings();
  const draft = useDraft<Pick<CampaignSettings, 'variables'>>('variables', { variables: settings.variables });
  const { variables } = draft.values;
  const faults = isProblem(save.error) ? faultsByPath(save.error) : {};
  const put = (index: number, change: Partial<CampaignSettings['variables'][number]>): void =>
    draft.change({ variables: variables.map((row, at) => (at === index ? { ...row, ...change } : row)) });
  const submit = (): void =>
    // A row that nobody filled in is none.
    save.mutate({ variables: variables.filter(({ key, value }) => key.trim() !== '' || value !== '') }, {
      onSuccess: () => {
        draft.discard();
        notify.done(t('saved', { what: t('variables') }));
      },
    });
  return (
    <SettingsCard
      id="variables"
      title={t('variables')}
      text={t('variablesText')}
      canEdit={canEdit}
      isDirty={draft.isDirty}
      isSaving={save.isPending}
      error={save.error}
      shownFields={variables.flatMap((_, index) => [`settings.variables.${index}.key`, `settings.variables.${index}.value`])}
      onSave={submit}
      onDiscard={() => {
        draft.discard();
        save.reset();
      }}
    >
      <Stack gap="xs">
        {variables.length === 0 && <Text size="sm">{t('variablesNone')}</Text>}
        {variables.map(({ key, value }, index) => (
          // Rows have no identity but their place.
          <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
            <TextInput
              flex={2}
              aria-label={t('variableKey', { n: index + 1 })}
              placeholder={t('keyPlaceholder')}
              maxLength={40}
              value={key}
              error={faults[`settings.variables.${index}.key`]}
              onChange={(event) => put(index, { key: event.currentTarget.value })}
            />
            <TextInput
              flex={3}
              aria-label={t('variableValue', { n: index + 1 })}
              placeholder={t('valuePlaceholder')}
              maxLength={4_096}
              value={value}
              error={faults[`settings.variables.${index}.value`]}
              onChange={(event) => put(index, { value: event.currentTarget.value })}
            />
            {canEdit && (
              <ActionIcon size={36} aria-label={t('variableRemove', { n: index + 1 })} onClick={() => draft.change({ variables: variables.filter((_, at) => at !== index) })}>
                <IconX size={18} stroke={1.6} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {canEdit && (
          <Group>
            <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => draft.change({ variables: [...variables, { key: '', value: '' }] })}>
              {t('variableAdd')}
            </Button>
          </Group>
        )}
      </Stack>
    </SettingsCard>
  );
}
