import type { ReactNode } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { IconCircleCheck, IconSpeakerphone } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTexts } from '../../i18n/texts';
import { forgetImport, type Outcome } from './import-run';
import { reached } from './import.rules';
import { importTexts } from './import.texts';
import { ErrorsButton } from './PastImports';
import { Step } from './Step';
import { TallySum } from './TallySum';

export interface ImportDoneProps {
  readonly listId: number;
  readonly fileName: string;
  readonly outcome: Outcome;
}

export function ImportDone({ listId, fileName, outcome: { tally, errorsUrl } }: ImportDoneProps): ReactNode {
  const t = useTexts(importTexts);
  const count = reached(tally);
  const leave = (): void => forgetImport(listId);
  return (
    <Step title={t('doneTitle', { count })} {...(count > 0 && { icon: <IconCircleCheck color="var(--mantine-color-green-text)" aria-hidden /> })} focused>
      <Text c="dimmed" mb="sm">
        {t('doneText', { file: fileName })}
      </Text>
      <TallySum tally={tally} />
      <Group mt="lg">
        {count > 0 && (
          <Button component={Link} to={`/campaigns/new?list=${listId}`} onClick={leave} leftSection={<IconSpeakerphone size={18} stroke={1.6} aria-hidden />}>
            {t('toCampaign')}
          </Button>
        )}
        <Button component={Link} to={`/lists/${listId}`} onClick={leave} variant="default">
          {t('toList')}
        </Button>
        {errorsUrl !== null && <ErrorsButton url={errorsUrl} fileName={fileName} />}
        <Button variant="subtle" onClick={leave}>
          {t('another')}
        </Button>
      </Group>
    </Step>
  );
}
