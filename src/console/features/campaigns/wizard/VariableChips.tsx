import type { ReactNode } from 'react';
import { useTexts } from '../../../i18n/texts';
import type { Preview } from './use-preview';
import { wizardTexts } from './wizard.texts';
import classes from './VariableChips.module.css';

const SOURCES = [['contact', 'ofContact'], ['list', 'ofList'], ['company', 'ofCompany']] as const;

/** What a text may name; a press puts it where the cursor is. */
export function VariableChips({ variables, onInsert }: { readonly variables: Preview['variables']; onInsert(key: string): void }): ReactNode {
  const t = useTexts(wizardTexts);
  return (
    <div role="group" aria-label={t('insert')} className={classes['chips']}>
      {SOURCES.map(([source, title]) => {
        const keys = variables.filter((variable) => variable.source === source);
        return keys.length === 0 ? null : (
          <div key={source} className={classes['source']}>
            <span className={classes['title']}>{t(title)}</span>
            {keys.map(({ key }) => (
              <button key={key} type="button" className={classes['chip']} onClick={() => onInsert(key)}>
                {`{${key}}`}
              </button>
            ))}
          </div>
        );
      })}
    </div>
  );
}
