import type { ReactNode } from 'react';
import { Anchor, Paper, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { useFormat } from '../../../ui/use-format';
import { ConnectionTag } from '../ConnectionTag';
import { pageTexts } from '../page.texts';
import classes from './FactsCard.module.css';

/** Where it goes, how, and when what happened. */
export function FactsCard({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(pageTexts);
  const { dateTime, duration } = useFormat();
  const { contactList, scheduledAt, startedAt, completedAt, createdAt, updatedAt, confirmation, confirmationTimeoutMinutes, openTicket } = campaign;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('list'), contactList === null ? t('listGone') : <Anchor component={Link} to={`/lists/${contactList.id}`}>{contactList.name}</Anchor>],
    [t('connection'), <ConnectionTag campaign={campaign} />],
    [t('confirmation'), confirmation ? t('confirmationOn', { duration: duration(confirmationTimeoutMinutes * 60_000) }) : t('confirmationOff')],
    [t('ticket'), t(openTicket === 'enabled' ? 'ticketOn' : 'ticketOff')],
    [t('created'), dateTime(createdAt)],
    ...(scheduledAt === null ? [] : [[t('scheduled'), dateTime(scheduledAt)] as const]),
    ...(startedAt === null ? [] : [[t('started'), dateTime(startedAt)] as const]),
    ...(completedAt === null ? [] : [[t('ended'), dateTime(completedAt)] as const]),
    [t('changed'), dateTime(updatedAt)],
  ];
  return (
    <Paper withBorder p="lg">
      <Title order={2} size="h4" mb="sm">
        {t('facts')}
      </Title>
      <dl className={classes['facts']}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
