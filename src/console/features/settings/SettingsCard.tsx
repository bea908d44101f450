import type { ReactNode } from 'react';
import { Box, Button, Group, Paper, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { ProblemAlert } from '../../ui/ProblemAlert';
import classes from './SettingsCard.module.css';
import { settingsTexts } from './settings.texts';

export interface SettingsCardProps {
  readonly id: string;
  readonly title: string;
  readonly text?: ReactNode;
  readonly canEdit: boolean;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  /** Of the last try to save. */
  readonly error: unknown;
  /** Faults of these stand at their fields. */
  readonly shownFields?: readonly string[];
  readonly level?: 2 | 3;
  onSave(): void;
  onDiscard(): void;
  readonly children: ReactNode;
}

/** One part of the settings, saved by itself. The line of its buttons is kept free while there is nothing to save. */
export function SettingsCard(props: SettingsCardProps): ReactNode {
  const { id, title, text, canEdit, isDirty, isSaving, error, shownFields = [], level = 2, onSave, onDiscard, children } = props;
  const t = useTexts(settingsTexts);
  const atFields = isProblem(error) && error.faults.length > 0 && error.faults.every(({ path }) => shownFields.includes(path));
  const Glyph = atFields ? IconAlertTriangle : IconPencil;
  return (
    <Paper component="section" id={id} aria-labelledby={`${id}-title`} withBorder p={{ base: 'md', sm: 'lg' }} className={classes['card'] ?? ''}>
      <Title order={level} size="h4" id={`${id}-title`}>
        {title}
      </Title>
      {text !== undefined && (
        <Text size="sm" c="dimmed" mt={4}>
          {text}
        </Text>
      )}
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isDirty && !isSaving) onSave();
        }}
      >
        <fieldset disabled={!canEdit} className={classes['fields']} aria-labelledby={`${id}-title`}>
          {children}
        </fieldset>
        {!atFields && (
          <Box mt="md">
            <ProblemAlert error={error} shownFields={shownFields} />
          </Box>
        )}
        {canEdit && (
          <Group justify="flex-end" mt="md" mih={36}>
            <Text size="sm" role="status" mr="auto">
              {(isDirty || atFields) && (
                <Group gap={6} component="span" wrap="nowrap" {...(atFields && { c: 'var(--mantine-color-error)' })}>
                  <Glyph size={16} stroke={1.6} aria-hidden />
                  {t(atFields ? 'correct' : 'unsaved')}
                </Group>
              )}
            </Text>
            <Button variant="default" disabled={!isDirty || isSaving} onClick={onDiscard}>
              {t('discard')}
            </Button>
            <Button type="submit" disabled={!isDirty} loading={isSaving}>
              {t('save')}
            </Button>
          </Group>
        )}
      </form>
    </Paper>
  );
}
