import { useState, type ReactNode } from 'react';
import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useFormat } from '../../ui/use-format';
import { stillWaiting, type Act } from './campaign.rules';
import { campaignsTexts } from './campaigns.texts';
import type { ActMutation, Order } from './use-act';

export type Asked = Extract<Act, 'cancel' | 'restart' | 'retryFailed' | 'remove' | 'startNow' | 'rename'>;

export interface ActDialogProps {
  readonly campaign: Campaign;
  /** Null: closed. */
  readonly asked: Asked | null;
  readonly act: ActMutation;
  onClose(): void;
}

/** Names what will happen, before it does. */
export function ActDialog({ campaign, asked, act, onClose }: ActDialogProps): ReactNode {
  const t = useTexts(campaignsTexts);
  const format = useFormat();
  const [unknown, setUnknown] = useState(false);
  const [name, setName] = useState<string | null>(null);
  const { counters } = campaign;
  const named = { name: campaign.name };
  const give = (order: Order): void => act.mutate(order, { onSettled: close });
  function close(): void {
    setName(null);
    setUnknown(false);
    onClose();
  }

  const common = { loading: act.isPending, onClose: close };
  switch (asked) {
    case null:
      return null;
    case 'cancel':
      return (
        <ConfirmDialog opened danger title={t('cancelTitle', named)} confirmLabel={t('cancel')} onConfirm={() => give({ act: 'cancel' })} {...common}>
          <Text>{t('cancelText', { count: stillWaiting(campaign) })}</Text>
          <Text c="dimmed" size="sm" mt="xs">
            {t('cancelHint')}
          </Text>
        </ConfirmDialog>
      );
    case 'remove':
      return (
        <ConfirmDialog opened danger title={t('removeTitle', named)} confirmLabel={t('remove')} onConfirm={() => give({ act: 'remove' })} {...common}>
          {t('removeText')}
        </ConfirmDialog>
      );
    case 'restart':
      return (
        <ConfirmDialog opened title={t('restartTitle', named)} confirmLabel={t('restart')} onConfirm={() => give({ act: 'restart' })} {...common}>
          {t('restartText')}
        </ConfirmDialog>
      );
    case 'startNow':
      return (
        <ConfirmDialog opened title={t('startNowTitle', named)} confirmLabel={t('startNow')} onConfirm={() => give({ act: 'startNow' })} {...common}>
          {t('startNowText', { at: format.dateTime(campaign.scheduledAt), count: stillWaiting(campaign) })}
        </ConfirmDialog>
      );
    case 'retryFailed':
      return (
        <ConfirmDialog opened title={t('retryTitle', named)} confirmLabel={t('retryFailed')} onConfirm={() => give({ act: 'retryFailed', unknown })} {...common}>
          <Stack gap="sm">
            <Text>{t('retryText', { count: counters.failed })}</Text>
            {counters.unknown > 0 && (
              <Checkbox label={t('retryUnknown', { count: counters.unknown })} checked={unknown} onChange={(event) => setUnknown(event.currentTarget.checked)} />
            )}
          </Stack>
        </ConfirmDialog>
      );
    case 'rename':
      return (
        <ConfirmDialog opened title={t('renameTitle')} confirmLabel={t('save')} onConfirm={() => give({ act: 'rename', name: (name ?? campaign.name).trim() || campaign.name })} {...common}>
          <TextInput label={t('name')} value={name ?? campaign.name} maxLength={200} data-autofocus onChange={(event) => setName(event.currentTarget.value)} />
        </ConfirmDialog>
      );
  }
}
