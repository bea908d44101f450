import { useMemo, type ReactNode } from 'react';
import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { faultsByPath, isProblem } from '../../api/problem';
import { useLanguage } from '../../i18n/language';
import { useTexts } from '../../i18n/texts';
import { formatter } from '../../ui/format';
import { useNotify } from '../../ui/notify';
import { useNow } from '../../ui/use-now';
import { SettingsCard } from './SettingsCard';
import { settingsTexts } from './settings.texts';
import { useDraft } from './use-draft';
import { useSaveCompany, type Company } from './use-settings';
import { BRAZILIAN_ZONES, otherZones, zoneLabel } from './zones.rules';

export function CompanyCard({ company, canEdit }: { readonly company: Company; readonly canEdit: boolean }): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const language = useLanguage();
  const now = useNow();
  const save = useSaveCompany();
  const draft = useDraft<Pick<Company, 'name' | 'timezone'>>('company', { name: company.name, timezone: company.timezone });
  const { name, timezone } = draft.values;
  const faults = isProblem(save.error) ? faultsByPath(save.error) : {};
  const zones = useMemo(() => {
    const others = otherZones(Intl.supportedValuesOf('timeZone'), company.timezone);
    return [
      { group: t('brazil'), items: BRAZILIAN_ZONES.map(([value, label]) => ({ value, label })) },
      { group: t('world'), items: others.map((value) => ({ value, label: zoneLabel(value) })) },
    ];
  }, [t, company.timezone]);
  const submit = (): void => {
    if (name.trim() === '') return;
    save.mutate({ name: name.trim(), timezone }, {
      onSuccess: () => {
        draft.discard();
        notify.done(t('saved', { what: t('company') }));
      },
    });
  };
  return (
    <SettingsCard
      id="company"
      title={t('company')}
      canEdit={canEdit}
      isDirty={draft.isDirty}
      isSaving={save.isPending}
      error={save.error}
      shownFields={['name', 'timezone']}
      onSave={submit}
      onDiscard={() => {
        draft.discard();
        save.reset();
      }}
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('name')}
          maxLength={120}
          value={name}
          onChange={(event) => draft.change({ name: event.currentTarget.value })}
          error={name.trim() === '' ? t('required') : faults['name']}
        />
        <Select
          label={t('timezone')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={t('timezoneHint', { time: formatter({ language, timeZone: timezone }).time(now) })}
          data={zones}
          value={timezone}
          onChange={(value) => value !== null && draft.change({ timezone: value })}
          searchable
          allowDeselect={false}
          nothingFoundMessage={t('noZone')}
          placeholder={t('searchZone')}
          error={faults['timezone']}
          disabled={!canEdit}
        />
      </SimpleGrid>
    </SettingsCard>
  );
}
