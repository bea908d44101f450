import type { ReactNode } from 'react';
import { Switch } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { hoursOf, isSound, onWorkdays, weekOf, WEEKDAYS, withDay, WORKDAY, type Week } from './hours.rules';
import { HoursDay } from './HoursDay';
import { SettingsCard } from './SettingsCard';
import { settingsTexts } from './settings.texts';
import { useDraft } from './use-draft';
import { useSaveCompany, type Company } from './use-settings';

/** Monday to Friday: where most begin. */
const USUAL: Week = onWorkdays(withDay(weekOf([]), 1, [WORKDAY]), 1);

export function HoursCard({ company, canEdit }: { readonly company: Company; readonly canEdit: boolean }): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const save = useSaveCompany();
  // Null: always open.
  const draft = useDraft<{ readonly week: Week | null }>('hours', { week: company.hours && weekOf(company.hours) });
  const { week } = draft.values;
  const put = (changed: Week | null): void => draft.change({ week: changed });
  const submit = (): void => {
    if (week !== null && !isSound(week)) return;
    save.mutate({ hours: week && hoursOf(week) }, {
      onSuccess: () => {
        draft.discard();
        notify.done(t('saved', { what: t('hours') }));
      },
    });
  };
  return (
    <SettingsCard
      id="hours"
      title={t('hours')}
      text={t('hoursText')}
      canEdit={canEdit}
      isDirty={draft.isDirty}
      isSaving={save.isPending}
      error={save.error}
      onSave={submit}
      onDiscard={() => {
        draft.discard();
        save.reset();
      }}
    >
      <Switch label={t('hoursAlways')} checked={week === null} onChange={(event) => put(event.currentTarget.checked ? null : USUAL)} mb={week === null ? 0 : 'md'} />
      {week !== null &&
        WEEKDAYS.map((weekday) => (
          <HoursDay
            key={weekday}
            weekday={weekday}
            spans={week[weekday] ?? []}
            canEdit={canEdit}
            onSpans={(spans) => put(withDay(week, weekday, spans))}
            {...(weekday >= 1 && weekday <= 5 && { onCopy: () => put(onWorkdays(week, weekday)) })}
          />
        ))}
    </SettingsCard>
  );
}
