import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import { liveState } from '../api/live';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import classes from './LiveDot.module.css';

/** Whether what is on the screen is what is. A blink of the connection is not worth a word. */
export function LiveDot(): ReactNode {
  const t = useTexts(appTexts);
  const late = useStore(liveState) === 'late';
  return (
    <Tooltip label={t(late ? 'reconnectingHint' : 'liveHint')} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
      <span className={classes['live']} data-late={late || undefined} role="status">
        <span className={classes['dot']} aria-hidden />
        <span className={classes['word']}>{t(late ? 'reconnecting' : 'live')}</span>
      </span>
    </Tooltip>
  );
}
