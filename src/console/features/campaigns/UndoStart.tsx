import { useEffect, useState, type ReactNode } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { api } from '../../api/api';
import { now } from '../../api/clock';
import type { Campaign } from '../../api/live.types';
import { isProblem } from '../../api/problem';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { useShortcuts } from '../../ui/shortcuts';
import { campaignsTexts } from './campaigns.texts';
import classes from './UndoStart.module.css';

/** A word in the corner that goes with the person to other screens, as long as the start can be taken back. */
export function offerUndo(campaign: Campaign, seconds: number): void {
  const id = `undo-${campaign.id}`;
  notifications.show({ id, autoClose: false, withCloseButton: false, color: 'squad', message: <UndoStart id={id} campaign={campaign} seconds={seconds} /> });
}

function UndoStart({ id, campaign, seconds }: { readonly id: string; readonly campaign: Campaign; readonly seconds: number }): ReactNode {
  const t = useTexts(campaignsTexts);
  const notify = useNotify();
  const [left, setLeft] = useState(seconds);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const ends = campaign.scheduledAt === null ? now().getTime() + seconds * 1_000 : Date.parse(campaign.scheduledAt);
    const timer = window.setInterval(() => {
      const rest = Math.ceil((ends - now().getTime()) / 1_000);
      if (rest <= 0) notifications.hide(id);
      else setLeft(Math.min(rest, seconds));
    }, 200);
    return () => window.clearInterval(timer);
  }, [campaign.scheduledAt, id, seconds]);

  const undo = (): void => {
    if (busy) return;
    setBusy(true);
    api
      .post('/campaigns/{id}/unschedule', { params: { path: { id: campaign.id } } })
      .then(
        () => notify.done(t('undone')),
        (error: unknown) => (isProblem(error) && error.status === 409 ? notify.heedThat(t('tooLateTitle'), t('tooLate')) : notify.problem(error)),
      )
      .finally(() => notifications.hide(id));
  };
  useShortcuts([{ key: 'z', label: t('undoKey'), run: undo }]);

  return (
    <Stack gap={8}>
      <Group justify="space-between" gap="xs">
        {/* Said once; the seconds are for the eyes. */}
        <Text size="sm" fw={600} className={classes['title'] ?? ''} aria-live="off">
          {t('undoTitle', { name: campaign.name, seconds: left })}
        </Text>
        <Button size="sm" variant="light" loading={busy} leftSection={<IconArrowBackUp size={18} aria-hidden />} rightSection={<kbd className={classes['key']}>z</kbd>} onClick={undo}>
          {t('undo')}
        </Button>
      </Group>
      <div className={classes['track']} aria-hidden>
        <span className={classes['left']} style={{ inlineSize: `${(left / seconds) * 100}%` }} />
      </div>
    </Stack>
  );
}
