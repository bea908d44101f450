import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { fileSize } from './file-size.rules';
import type { Limits } from './import.rules';
import { importTexts } from './import.texts';
import classes from './FileDrop.module.css';

/** What the file dialog offers; what a file is, the server finds out by its content. */
const OFFERED = '.csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface FileDropProps {
  /** Undefined until the server has told them. */
  readonly limits: Limits | undefined;
  onFile(file: File): void;
}

/** A button that a file can also be dropped on. */
export function FileDrop({ limits, onFile }: FileDropProps): ReactNode {
  const t = useTexts(importTexts);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  const drag = (event: DragEvent, isOver: boolean): void => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <>
      <button
        type="button"
        className={classes['drop']}
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => drag(event, true)}
        onDragLeave={(event) => drag(event, false)}
        onDrop={(event) => {
          drag(event, false);
          take(event.dataTransfer.files);
        }}
      >
        <IconFileSpreadsheet size={40} stroke={1.3} aria-hidden />
        <span className={classes['action']}>{t(over ? 'dropNow' : 'drop')}</span>
        <span>{t('dropOr')}</span>
        <span className={classes['hint']}>
          {t('dropFormats')}
          {limits !== undefined && <>, {t('dropLimits', { size: fileSize(limits.maxBytes), lines: limits.maxLines })}</>}
        </span>
      </button>
      <input
        ref={input}
        type="file"
        accept={OFFERED}
        hidden
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file chosen again is a choice.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
