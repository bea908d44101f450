import type { ReactNode } from 'react';
import { Group, Paper, Stack, Text } from '@mantine/core';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { ProgressBar } from '../../../ui/ProgressBar';
import { useFormat } from '../../../ui/use-format';
import { howFar, stillWaiting } from '../campaign.rules';
import { campaignsTexts } from '../campaigns.texts';
import { pageTexts } from '../page.texts';
import { useOutlookWords } from '../use-outlook-words';
import classes from './ProgressCard.module.css';

/** The one thing to look at: how far it is, how fast it goes, when it ends. */
export function ProgressCard({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(pageTexts);
  const shared = useTexts(campaignsTexts);
  const format = useFormat();
  const { kind, words } = useOutlookWords(campaign);
  const { sent, failed, total } = howFar(campaign);
  const share = total === 0 ? 0 : Math.floor(((sent + failed) / total) * 1_000) / 1_000;
  const { status, forecast } = campaign;
  const waits = status === 'CANCELADA' || status === 'FINALIZADA' ? 0 : stillWaiting(campaign);
  const pace = (kind === 'ends' || kind === 'between') && forecast !== null ? shared('perMinute', { pace: format.number(forecast.perMinute) }) : '–';
  return (
    <Paper withBorder p="lg">
      <Stack gap="md">
        <Group justify="space-between" align="baseline" gap="xs">
          <Text fz={40} fw={650} lh={1.1} className="tabular">
            {format.percent(share)}
          </Text>
          <Text c="dimmed" className="tabular">
            {t('recipients', { count: total })}
          </Text>
        </Group>
        <div className={classes['bar']}>
          <ProgressBar label={t('progress')} done={sent} failed={failed} total={total} announced />
        </div>
        <dl className={classes['facts']}>
          <div>
            <dt>{t('remaining')}</dt>
            <dd>{format.number(waits)}</dd>
          </div>
          <div>
            <dt>{t('pace')}</dt>
            <dd>
              {pace}
            </dd>
          </div>
          <div className={classes['wide']}>
            <dt>{t('forecast')}</dt>
            <dd>{words || '–'}</dd>
          </div>
        </dl>
      </Stack>
    </Paper>
  );
}
