import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTexts } from '../i18n/texts';
import { useTellProblem } from './ProblemAlert';
import { uiTexts } from './ui.texts';

/** To read two sentences twice. */
const READ_MS = 12_000;

export interface Notify {
  done(message: string): void;
  /** Not what the person wanted, and nobody's fault. */
  heedThat(title: string, message: string): void;
  problem(error: unknown): void;
}

/** A word in the corner about what a press has done, where no dialog or form is open to tell it. */
export function useNotify(): Notify {
  const tell = useTellProblem();
  const t = useTexts(uiTexts);
  const closeButtonProps = { 'aria-label': t('close') };
  return {
    done: (message) => void notifications.show({ closeButtonProps, message, color: 'green', icon: <IconCheck size={18} aria-hidden /> }),
    heedThat: (title, message) => void notifications.show({ closeButtonProps, title, message, color: 'yellow', icon: <IconInfoCircle size={18} aria-hidden />, autoClose: READ_MS }),
    problem(error) {
      const { title, detail } = tell(error);
      // It stays until it is put away: a person may look elsewhere just then.
      notifications.show({ closeButtonProps, title, message: detail, color: 'red', icon: <IconAlertTriangle size={18} aria-hidden />, autoClose: false });
    },
  };
}
