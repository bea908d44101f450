import type { ReactNode } from 'react';
import { Alert, Text } from '@mantine/core';
import { IconInfoCircle, IconPencil, IconPlayerPause } from '@tabler/icons-react';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { useFormat } from '../../../ui/use-format';
import { useNow } from '../../../ui/use-now';
import { stillWaiting } from '../campaign.rules';
import { pageTexts } from '../page.texts';

/** Why nothing leaves, since when, by whose hand, and what is left. */
export function StandsStill({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(pageTexts);
  const format = useFormat();
  const now = useNow();
  const { status, pausedBy, pausedAt, pauseReason } = campaign;
  if (status === 'INATIVA') {
    return (
      <Alert color="gray" icon={<IconPencil aria-hidden />} title={t('draftTitle')}>
        {t('draftText')}
      </Alert>
    );
  }
  if (status === 'FINALIZADA' && pauseReason !== null) {
    return (
      <Alert color="yellow" icon={<IconInfoCircle aria-hidden />} title={t('endedEmpty')}>
        {pauseReason}
      </Alert>
    );
  }
  if (status !== 'PAUSADA') return null;
  const when = format.moment(pausedAt, now);
  return (
    <Alert color="yellow" icon={<IconPlayerPause aria-hidden />} title={pausedBy === null ? t('itPaused', { when }) : t('whoPaused', { name: pausedBy, when })} role="status">
      {pausedBy === null && pauseReason !== null && <Text size="sm">{pauseReason}</Text>}
      <Text size="sm">{t('leftWhenPaused', { count: stillWaiting(campaign) })}</Text>
    </Alert>
  );
}
