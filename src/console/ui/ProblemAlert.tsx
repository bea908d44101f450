import type { ReactNode } from 'react';
import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { isProblem, NETWORK_DOWN } from '../api/problem';
import { useTexts } from '../i18n/texts';
import { uiTexts } from './ui.texts';

export interface Told {
  readonly title: string;
  readonly detail: string;
  readonly traceId: string;
}

/** What an error is to a person: the server's words, or ours for what never reached it. */
export function useTellProblem(): (error: unknown) => Told {
  const t = useTexts(uiTexts);
  return (error) => {
    if (!isProblem(error)) return { title: t('problem'), detail: t('bugDetail'), traceId: '' };
    if (error.code === NETWORK_DOWN) return { title: t('networkTitle'), detail: t('networkDetail'), traceId: '' };
    return { title: error.title || t('problem'), detail: error.detail || t('unreadableDetail', { status: error.status }), traceId: error.traceId };
  };
}

export interface ProblemAlertProps {
  /** Null: nothing is shown. */
  readonly error: unknown;
  readonly retry?: () => void;
  /** Faults of these fields stand at the fields themselves. */
  readonly shownFields?: readonly string[];
}

export function ProblemAlert({ error, retry, shownFields = [] }: ProblemAlertProps): ReactNode {
  const t = useTexts(uiTexts);
  const tell = useTellProblem();
  if (error === null || error === undefined) return null;
  const { title, detail, traceId } = tell(error);
  const faults = isProblem(error) ? error.faults.filter(({ path }) => !shownFields.includes(path)) : [];
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{detail}</Text>
        {faults.length > 0 && (
          <List size="sm">
            {faults.map(({ path, code, message }) => (
              <List.Item key={`${path} ${code}`}>{message}</List.Item>
            ))}
          </List>
        )}
        {traceId !== '' && (
          <Text size="xs" ff="monospace">
            {t('trace', { id: traceId })}
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
