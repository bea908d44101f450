import type { ReactNode } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { useTexts } from '../../i18n/texts';
import { useFormat } from '../../ui/use-format';
import { VERDICTS, type Tally } from './import.rules';
import { importTexts } from './import.texts';
import classes from './TallySum.module.css';

const WORDS = { imported: 'sumImported', updated: 'sumUpdated', duplicate: 'sumDuplicate', optOut: 'sumOptOut', invalid: 'sumInvalid' } as const;

export interface TallySumProps {
  readonly tally: Tally;
  readonly size?: 'large' | 'small';
  /** Reads the sum out when it comes. */
  readonly announced?: boolean;
}

/** `500 linhas = 474 importadas + 0 atualizadas + …`: no line of a file goes missing. With the same as a bar. */
export function TallySum({ tally, size = 'large', announced = false }: TallySumProps): ReactNode {
  const t = useTexts(importTexts);
  const { number } = useFormat();
  const terms = VERDICTS.map((verdict) => ({ verdict, value: tally[verdict], word: t(WORDS[verdict], { count: tally[verdict] }) }));
  const lines = `${number(tally.lines)} ${t('lines', { count: tally.lines })}`;
  return (
    <div>
      <VisuallyHidden {...(announced && { role: 'status' })}>{`${lines} = ${terms.map(({ value, word }) => `${number(value)} ${word}`).join(' + ')}`}</VisuallyHidden>
      <div className={classes['sum']} data-size={size} aria-hidden>
        <span className={`${classes['term']} ${classes['lines']}`}>
          <span className={classes['value']}>{number(tally.lines)}</span>
          <span>{t('lines', { count: tally.lines })}</span>
        </span>
        {terms.map(({ verdict, value, word }, index) => (
          <span key={verdict} className={`${classes['term']} ${value === 0 ? classes['none'] : ''}`}>
            <span className={classes['operator']}>{index === 0 ? '=' : '+'}</span>
            <span className={classes['swatch']} data-verdict={verdict} />
            <span className={classes['value']}>{number(value)}</span>
            <span>{word}</span>
          </span>
        ))}
      </div>
      <div className={classes['bar']} aria-hidden>
        {terms.map(({ verdict, value }) => value > 0 && <span key={verdict} data-verdict={verdict} style={{ flexGrow: value }} />)}
      </div>
    </div>
  );
}
