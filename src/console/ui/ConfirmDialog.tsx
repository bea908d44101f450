import { useState, type ReactNode } from 'react';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useTexts } from '../i18n/texts';
import { Dialog } from './Dialog';
import { ProblemAlert } from './ProblemAlert';
import { uiTexts } from './ui.texts';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly children: ReactNode;
  /** Names the effect: "Enviar para 1.184 contatos". */
  readonly confirmLabel: string;
  readonly danger?: boolean;
  /** Must be typed before: the count, or the name. */
  readonly typed?: string;
  /** Of the mutation. */
  readonly loading?: boolean;
  readonly error?: unknown;
  onConfirm(): void;
  onClose(): void;
}

export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { opened, title, loading = false, onClose } = props;
  return (
    <Dialog opened={opened} onClose={loading ? () => undefined : onClose} title={title}>
      <Body {...props} />
    </Dialog>
  );
}

/** Mounted while the dialog is open only: what was typed is gone with it. */
function Body({ children, confirmLabel, danger = false, typed, loading = false, error, onConfirm, onClose }: ConfirmDialogProps): ReactNode {
  const t = useTexts(uiTexts);
  const [word, setWord] = useState('');
  const ready = typed === undefined || word.trim() === typed;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm();
      }}
    >
      <Stack>
        <div>{children}</div>
        {typed !== undefined && (
          <TextInput label={t('typeToConfirm', { word: typed })} value={word} onChange={(event) => setWord(event.currentTarget.value)} autoComplete="off" data-autofocus />
        )}
        <ProblemAlert error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} disabled={loading} {...(typed === undefined && { 'data-autofocus': true })}>
            {t('cancel')}
          </Button>
          <Button type="submit" loading={loading} disabled={!ready} {...(danger && { color: 'red.8' })}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
