import type { ReactNode } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';
import { useFormat } from './use-format';
import classes from './ProgressBar.module.css';

export interface ProgressBarProps {
  /** What is measured, for those who do not see it: the name of the campaign. */
  readonly label: string;
  readonly done: number;
  /** Ended without success; drawn after `done`, in another tone. */
  readonly failed?: number;
  readonly total: number;
  /** Reads each quarter out, to those who listen. One bar of a screen at most. */
  readonly announced?: boolean;
}

/** Two tones and the same in words below: `412 de 1.200 · 3 falhas`. */
export function ProgressBar({ label, done, failed = 0, total, announced = false }: ProgressBarProps): ReactNode {
  const t = useTexts(uiTexts);
  const { number, percent } = useFormat();
  const share = (part: number): number => (total === 0 ? 0 : Math.min(1, part / total));
  const ended = share(done + failed);
  const words = t('progress', { done: number(done), total: number(total) }) + (failed > 0 ? ` · ${t('failures', { count: failed })}` : '');
  return (
    <div className={classes['progress']}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(ended * 100)}
        aria-valuetext={`${percent(ended)}: ${words}`}
        className={classes['track']}
      >
        <span className={classes['done']} style={{ inlineSize: `${share(done) * 100}%` }} />
        <span className={classes['failed']} style={{ inlineSize: `${share(failed) * 100}%` }} />
      </div>
      <span className={classes['words']} aria-hidden>
        {words}
      </span>
      {announced && <VisuallyHidden role="status">{`${label}: ${percent(Math.floor(ended * 4) / 4)}`}</VisuallyHidden>}
    </div>
  );
}
