import type { ReactNode } from 'react';
import { Group, Text } from '@mantine/core';
import { connectionState, useConnections, type ConnectionState } from '../../api/connections';
import type { Campaign, Connection } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { campaignsTexts } from './campaigns.texts';
import classes from './ConnectionTag.module.css';

type Of = Pick<Campaign, 'whatsapp' | 'startedAt'>;

/** Of the campaign's connection as it is now, which its own record need not know yet. Null: it has none. */
export function useConnectionStatus({ whatsapp }: Pick<Campaign, 'whatsapp'>): string | null {
  const { data = [] } = useConnections();
  return whatsapp === null ? null : (data.find(({ id }) => id === whatsapp.id)?.status ?? whatsapp.status);
}

/** Of a banned one a campaign says no more than that it is away. */
export function wordOf(status: string): Exclude<ConnectionState, 'banned'> {
  const state = connectionState(status);
  return state === 'banned' ? 'disconnected' : state;
}

/** Its name, and a dot with its own word. */
export function ConnectionTag({ campaign }: { readonly campaign: Of }): ReactNode {
  const t = useTexts(campaignsTexts);
  const status = useConnectionStatus(campaign);
  if (status === null || campaign.whatsapp === null) {
    return (
      <Text size="sm" c="dimmed">
        {t(campaign.startedAt === null ? 'noConnection' : 'connectionGone')}
      </Text>
    );
  }
  return <ConnectionDot name={campaign.whatsapp.name} status={status} />;
}

export function ConnectionDot({ name, status }: Pick<Connection, 'name'> & { readonly status: string }): ReactNode {
  const t = useTexts(campaignsTexts);
  const word = wordOf(status);
  return (
    <div className={classes['tag']}>
      <Text size="sm" className={classes['name'] ?? ''}>
        {name}
      </Text>
      <Group gap={6} wrap="nowrap" className={classes['state'] ?? ''} data-word={word}>
        <span className={classes['dot']} aria-hidden />
        {t(word)}
      </Group>
    </div>
  );
}
