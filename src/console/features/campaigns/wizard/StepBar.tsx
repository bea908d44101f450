import type { ReactNode } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/texts';
import { STEPS, type Step } from './draft.rules';
import { wizardTexts } from './wizard.texts';
import classes from './StepBar.module.css';

export interface StepBarProps {
  readonly step: Step;
  readonly furthest: Step;
  go(step: Step): void;
}

/** Where the person is, and the way to every step that is complete. On phones the names make room. */
export function StepBar({ step, furthest, go }: StepBarProps): ReactNode {
  const t = useTexts(wizardTexts);
  const current = STEPS.indexOf(step);
  const last = STEPS.indexOf(furthest);
  return (
    <nav aria-label={t('steps')} className={classes['bar']}>
      <ol>
        {STEPS.map((one, i) => {
          const done = i < last;
          return (
            <li key={one} data-current={one === step || undefined} data-done={done || undefined}>
              <button type="button" disabled={i > last && i > current + 1} aria-current={one === step ? 'step' : undefined} onClick={() => go(one)}>
                <span className={classes['number']} aria-hidden>
                  {done && one !== step ? <IconCheck size={16} stroke={2.5} /> : i + 1}
                </span>
                <span className={classes['name']}>{t(one)}</span>
                {done && <VisuallyHidden>({t('stepDone')})</VisuallyHidden>}
              </button>
            </li>
          );
        })}
      </ol>
      <p className={classes['here']} aria-hidden>
        {t('stepOf', { step: current + 1, steps: STEPS.length })} · <strong>{t(step)}</strong>
      </p>
    </nav>
  );
}
