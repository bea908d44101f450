import type { ReactNode } from 'react';
import { Paper, Stack, Text, Title } from '@mantine/core';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { pageTexts } from '../page.texts';
import { Bubble, type BubbleMedia } from '../PhonePreview';
import { useMediaUrl } from '../use-media-url';
import classes from './MessagesCard.module.css';

interface Written {
  readonly number: number;
  readonly text: string;
}

const written = (...texts: readonly string[]): readonly Written[] => texts.flatMap((text, i) => (text.trim() === '' ? [] : [{ number: i + 1, text }]));

/** What it says, with the places still open. */
export function MessagesCard({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(pageTexts);
  const url = useMediaUrl(campaign);
  const { message1, message2, message3, message4, message5, confirmation, mediaName, mediaType } = campaign;
  const { confirmationMessage1, confirmationMessage2, confirmationMessage3, confirmationMessage4, confirmationMessage5 } = campaign;
  const messages = written(message1, message2, message3, message4, message5);
  const questions = confirmation ? written(confirmationMessage1, confirmationMessage2, confirmationMessage3, confirmationMessage4, confirmationMessage5) : [];
  const media = mediaName === null ? null : { name: mediaName, type: mediaType ?? '', url };
  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="sm">
        {t('messages')}
      </Title>
      {messages.length === 0 && <Text c="dimmed">{t('noMessages')}</Text>}
      <Stack gap="md">
        {questions.length > 0 && <Texts title={t('questions')} texts={questions} media={null} />}
        {messages.length > 0 && <Texts title={null} texts={messages} media={media} />}
      </Stack>
    </Paper>
  );
}

function Texts({ title, texts, media }: { readonly title: string | null; readonly texts: readonly Written[]; readonly media: BubbleMedia | null }): ReactNode {
  const t = useTexts(pageTexts);
  return (
    <div className={classes['chat']}>
      {texts.map(({ number, text }) => (
        <div key={number}>
          <span className={classes['label']}>{title === null ? t('variant', { number }) : `${title} ${texts.length > 1 ? number : ''}`}</span>
          <Bubble text={text} media={media} />
        </div>
      ))}
    </div>
  );
}
