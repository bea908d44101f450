import type { ReactNode } from 'react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/api';
import { useConnections } from '../../api/connections';
import type { Campaign, Connection } from '../../api/live.types';
import { useSession } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { useNotify } from '../../ui/notify';
import { campaignsTexts } from './campaigns.texts';
import { wordOf } from './ConnectionTag';

/** Above the campaigns: numbers that are away while campaigns wait for them, each with the button that mends it. */
export function DroppedConnections({ running }: { readonly running: readonly Campaign[] }): ReactNode {
  const { data = [] } = useConnections();
  const dropped = data.filter(({ status }) => wordOf(status) !== 'connected').map((connection) => ({ connection, count: running.filter(({ whatsappId }) => whatsappId === connection.id).length }));
  return (
    <Stack gap="xs" aria-live="polite">
      {dropped.flatMap(({ connection, count }) => (count === 0 ? [] : [<Dropped key={connection.id} connection={connection} count={count} />]))}
    </Stack>
  );
}

function Dropped({ connection, count }: { readonly connection: Connection; readonly count: number }): ReactNode {
  const t = useTexts(campaignsTexts);
  const { isAdmin } = useSession();
  const notify = useNotify();
  const reconnect = useMutation({
    mutationFn: () => api.post('/whatsappsession/{whatsappId}', { params: { path: { whatsappId: connection.id } } }),
    onSuccess: () => notify.done(t('reconnecting', { connection: connection.name })),
    onError: notify.problem,
  });
  return (
    <Alert color="red" variant="light" icon={<IconPlugConnectedX aria-hidden />} mb="md">
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{t('listWaits', { connection: connection.name, count })}</Text>
          <Text size="sm">{isAdmin ? t('nothingLost') : `${t('nothingLost')} ${t('askAdmin')}`}</Text>
        </div>
        {isAdmin && (
          <Button variant="default" loading={reconnect.isPending || wordOf(connection.status) === 'pairing'} onClick={() => reconnect.mutate()}>
            {t('reconnect')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
