import type { ReactNode } from 'react';
import { Paper, Text, Title, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { Count } from '../../ui/Count';
import { useFormat } from '../../ui/use-format';
import { barsOf, isTrace, LEAST_SHOWN, type Counters, type Status } from './report.rules';
import { reportTexts } from './report.texts';
import { STATUS_LOOKS } from './status-look';
import classes from './Funnel.module.css';

export interface FunnelProps {
  readonly counters: Counters;
  /** Whole per cents of those for whom nothing is left to happen; read out by quarters. */
  readonly progress: number;
  readonly chosen: Status | null;
  /** Null: all of them. */
  onChoose(status: Status | null): void;
}

/** How many are where, and at once the filter of the list below. */
export function Funnel({ counters, progress, chosen, onChoose }: FunnelProps): ReactNode {
  const t = useTexts(reportTexts);
  const { percent } = useFormat();
  return (
    <Paper component="section" withBorder p="md" aria-labelledby="funnel-title">
      <Title order={2} size="h5" id="funnel-title">
        {t('funnel')}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t('funnelHint')}
      </Text>
      <VisuallyHidden role="status">{t('announced', { percent: percent(Math.floor(progress / 25) / 4) })}</VisuallyHidden>
      <ul className={classes['bars']}>
        {barsOf(counters).map(({ status, count, share }) => {
          const { icon: Glyph, color } = STATUS_LOOKS[status];
          return (
            <li key={status}>
              <UnstyledButton
                className={classes['bar'] ?? ''}
                aria-pressed={chosen === status}
                onClick={() => onChoose(chosen === status ? null : status)}
              >
                <Glyph size={18} stroke={1.8} aria-hidden className={classes['icon']} style={{ color: `var(--mantine-color-${color}-text)` }} />
                <span className={classes['word']}>{t(status)}</span>
                <span className={classes['hint']}>{t(`${status}Hint`)}</span>
                <span className={classes['numbers']}>
                  <Count value={count} />
                  <span className={classes['share']}>{isTrace(count, share) ? t('trace', { share: percent(LEAST_SHOWN) }) : percent(share)}</span>
                </span>
                <span className={classes['track']} aria-hidden>
                  <span style={{ inlineSize: `${share * 100}%`, background: `var(--mantine-color-${color}-filled)` }} data-some={count > 0 || undefined} />
                </span>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </Paper>
  );
}
