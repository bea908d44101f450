import type { ReactNode } from 'react';
import { Paper, Title } from '@mantine/core';
import { useTexts } from '../../../i18n/texts';
import { Bubble } from '../PhonePreview';
import { reviewTexts } from './review.texts';
import type { Sample } from './use-preview';
import classes from './Samples.module.css';

/** The first messages, each as its contact will get it, with the version that was drawn for it. */
export function Samples({ samples }: { readonly samples: readonly Sample[] }): ReactNode {
  const t = useTexts(reviewTexts);
  if (samples.length === 0) return null;
  const title = t('samplesTitle', { count: samples.length });
  return (
    <Paper withBorder p="md">
      <Title order={3} size="h5" mb="xs">
        {title}
      </Title>
      {/* It scrolls by itself, so the keyboard must be able to reach it. */}
      <div className={classes['scroll']} role="region" aria-label={title} tabIndex={0}>
        <ul className={classes['list']}>
          {samples.map(({ itemId, name, number, text, variant }) => (
            <li key={itemId}>
              <div className={classes['who']}>
                <strong>{name}</strong>
                <span>{number}</span>
                <span>{t('variant', { number: variant })}</span>
              </div>
              <Bubble text={text} />
            </li>
          ))}
        </ul>
      </div>
    </Paper>
  );
}
