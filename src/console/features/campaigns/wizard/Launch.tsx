import { useState, type ReactNode } from 'react';
import { Button, Group, List, Alert, Stack, Text } from '@mantine/core';
import { IconCalendarTime, IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { api } from '../../../api/api';
import type { Campaign } from '../../../api/live.types';
import { isProblem } from '../../../api/problem';
import { useSession } from '../../../api/session';
import { useTexts } from '../../../i18n/texts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog';
import { useNotify } from '../../../ui/notify';
import { ProblemAlert } from '../../../ui/ProblemAlert';
import { useFormat } from '../../../ui/use-format';
import { instantOf } from '../../../ui/wall-time';
import { offerUndo } from '../UndoStart';
import { UNDO_SECONDS } from '../use-act';
import { putCampaign } from '../../../api/campaigns';
import { stepOf } from './draft.rules';
import { reviewTexts } from './review.texts';
import type { Preview } from './use-preview';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';

export interface LaunchProps {
  readonly wizard: Wizard;
  readonly campaign: Campaign;
  readonly preview: Preview;
}

/** From so many recipients on, their number is typed before the send. */
const TYPED_ABOVE = 500;

/** The button that names what it does. */
export function Launch({ wizard, campaign, preview: { recipients, unresolved } }: LaunchProps): ReactNode {
  const t = useTexts(reviewTexts);
  const format = useFormat();
  const { timezone } = useSession();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { draft } = wizard;
  const hour = draft.when === 'later' ? instantOf(draft.at, timezone) : null;
  const params = { path: { id: campaign.id } };

  const launch = useMutation({
    mutationFn: () =>
      hour === null
        ? api.post('/campaigns/{id}/start', { params, body: { delaySeconds: UNDO_SECONDS } })
        : api.put('/campaigns/{id}', { params, body: { scheduledAt: hour.toISOString() } }),
    onSuccess: (record) => {
      wizard.forget();
      putCampaign(queries, record);
      if (hour === null) offerUndo(record, UNDO_SECONDS);
      else notify.done(t('scheduledFor', { at: format.dateTime(hour) }));
      void navigate(`/campaigns/${campaign.id}`);
    },
    onSettled: () => setAsking(false),
  });

  const label = hour === null ? t('send', { count: recipients }) : t('schedule', { at: format.dateTime(hour), count: recipients });
  const Glyph = hour === null ? IconSend : IconCalendarTime;
  return (
    <Stack gap="sm">
      <LaunchFaults error={launch.error} wizard={wizard} />
      {recipients === 0 && <Text c="red">{t('nobody')}</Text>}
      <Group gap="md">
        <Button
          size="lg"
          leftSection={<Glyph size={20} aria-hidden />}
          disabled={recipients === 0 || unresolved.length > 0 || wizard.dirty}
          loading={launch.isPending}
          onClick={() => (recipients >= TYPED_ABOVE ? setAsking(true) : launch.mutate())}
        >
          {label}
        </Button>
        <Text size="sm" c="dimmed">
          {t(hour === null ? 'undoHint' : 'undoHintLater')}
        </Text>
      </Group>
      <ConfirmDialog opened={asking} title={t('sureTitle', { count: recipients })} confirmLabel={t(hour === null ? 'send' : 'scheduleShort', { count: recipients })} typed={String(recipients)} loading={launch.isPending} onConfirm={() => launch.mutate()} onClose={() => setAsking(false)}>
        {t('sureText', { name: campaign.name, connection: campaign.whatsapp?.name ?? '' })} {hour !== null && t('sureHour', { at: format.dateTime(hour) })}
      </ConfirmDialog>
    </Stack>
  );
}

/** What keeps it from starting, each with the way to where it is mended. */
function LaunchFaults({ error, wizard }: { readonly error: unknown; readonly wizard: Wizard }): ReactNode {
  const t = useTexts(reviewTexts);
  const words = useTexts(wizardTexts);
  if (!isProblem(error) || error.faults.length === 0) return <ProblemAlert error={error} />;
  return (
    <Alert color="red" title={error.title} role="alert">
      <List size="sm" spacing="xs">
        {error.faults.map(({ path, code, message }) => (
          <List.Item key={`${path} ${code}`}>
            {message}{' '}
            <Button variant="default" size="compact-sm" onClick={() => wizard.go(stepOf(path))}>
              {t('fixIn', { step: words(stepOf(path)) })}
            </Button>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
