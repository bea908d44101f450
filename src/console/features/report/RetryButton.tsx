import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { useNotify } from '../../ui/notify';
import { mayRetry, retryCount, type CampaignStatus, type Retry } from './report.rules';
import { reportTexts } from './report.texts';
import { useRetryFailed } from './use-report';

export interface RetryButtonProps {
  readonly campaignId: number;
  readonly retry: Retry;
  /** Of the campaign: one that rests or is over sends again because of this. */
  readonly status: CampaignStatus;
}

/** Puts the failed ones back into the queue, after saying how many; those in doubt only when told to. */
export function RetryButton({ campaignId, retry, status }: RetryButtonProps): ReactNode {
  const t = useTexts(reportTexts);
  const notify = useNotify();
  const send = useRetryFailed(campaignId);
  const [opened, setOpened] = useState(false);
  const [withUnknown, setWithUnknown] = useState(false);
  const count = retryCount(retry, withUnknown);
  const close = (): void => {
    setOpened(false);
    setWithUnknown(false);
    send.reset();
  };
  const confirm = (): void => {
    if (count === 0) return;
    send.mutate(withUnknown, {
      onSuccess: () => {
        close();
        notify.done(t('retryDone'));
      },
    });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} disabled={!mayRetry(status) || retry.failed + retry.unknown === 0} onClick={() => setOpened(true)}>
        {t('retry')}
      </Button>
      <ConfirmDialog opened={opened} title={t('retryTitle')} confirmLabel={t('retryGo', { count })} loading={send.isPending} error={send.error} onConfirm={confirm} onClose={close}>
        <Stack gap="sm">
          <Text size="sm">{t('retryText', { count: retry.failed })}</Text>
          {status !== 'EM_ANDAMENTO' && <Text size="sm">{t('retryWakes')}</Text>}
          {retry.unknown > 0 && (
            <Checkbox
              label={t('retryUnknown', { count: retry.unknown })}
              description={t('retryUnknownHint')}
              checked={withUnknown}
              onChange={(event) => setWithUnknown(event.currentTarget.checked)}
            />
          )}
        </Stack>
      </ConfirmDialog>
    </>
  );
}
