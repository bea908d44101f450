import { useState, type ReactNode } from 'react';
import { NumberInput, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { typed, type Typed } from './number.rules';
import classes from './SettingsCard.module.css';
import { settingsTexts } from './settings.texts';
import { useSavePreference, type Preference } from './use-settings';

/** Switches of the company: each holds as soon as it is thrown. Their words are the server's. */
export function PreferencesCard({ preferences, canEdit }: { readonly preferences: readonly Preference[]; readonly canEdit: boolean }): ReactNode {
  const t = useTexts(settingsTexts);
  return (
    <Paper component="section" id="preferences" aria-labelledby="preferences-title" withBorder p={{ base: 'md', sm: 'lg' }}>
      <Title order={2} size="h4" id="preferences-title">
        {t('preferences')}
      </Title>
      <Text size="sm" c="dimmed" mt={4}>
        {t('preferencesText')}
      </Text>
      <fieldset disabled={!canEdit} className={classes['fields']} aria-labelledby="preferences-title">
        <Stack>
          {preferences.map((preference) => (
            <OnePreference key={preference.key} preference={preference} />
          ))}
        </Stack>
      </fieldset>
    </Paper>
  );
}

function OnePreference({ preference: { key, label, help, value, options } }: { readonly preference: Preference }): ReactNode {
  const t = useTexts(settingsTexts);
  const notify = useNotify();
  const save = useSavePreference(key);
  const [number, setNumber] = useState<Typed | null>(null);
  const put = (next: string | number): void => save.mutate(next, { onSuccess: () => notify.done(t('saved', { what: label })), onSettled: () => setNumber(null) });
  if (options?.includes('enabled')) {
    return (
      <div>
        <Switch
          label={label}
          description={help}
          checked={value === 'enabled'}
          disabled={save.isPending}
          onChange={(event) => put(event.currentTarget.checked ? 'enabled' : 'disabled')}
        />
        <ProblemAlert error={save.error} />
      </div>
    );
  }
  return (
    <div>
      <NumberInput
        maw={360}
        label={label}
        description={help}
        min={0}
        allowDecimal={false}
        allowNegative={false}
        value={number ?? Number(value)}
        onChange={(next) => setNumber(typed(next))}
        onBlur={() => {
          if (number !== null && number !== '' && number !== Number(value)) put(number);
          else setNumber(null);
        }}
      />
      <ProblemAlert error={save.error} />
    </div>
  );
}
