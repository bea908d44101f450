import type { ReactNode } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconBan, IconCircleCheck, IconLoader, IconPlugConnectedX } from '@tabler/icons-react';
import { api } from '../../api/api';
import { connectionState, useConnections, type ConnectionState } from '../../api/connections';
import type { Connection } from '../../api/live.types';
import { useSession } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { phoneText } from '../../ui/phone.rules';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { StatusChip, type StatusLook } from '../../ui/StatusChip';
import { homeTexts } from './home.texts';
import { Section } from './Section';

const LOOKS = {
  connected: { color: 'green', icon: IconCircleCheck },
  pairing: { color: 'yellow', icon: IconLoader },
  disconnected: { color: 'red', icon: IconPlugConnectedX },
  banned: { color: 'red', icon: IconBan },
} as const satisfies Record<ConnectionState, StatusLook>;

export function ConnectionsCard(): ReactNode {
  const t = useTexts(homeTexts);
  const { isAdmin } = useSession();
  const connections = useConnections();
  const reconnect = useMutation({ mutationFn: (id: number) => api.post('/whatsappsession/{whatsappId}', { params: { path: { whatsappId: id } } }) });
  return (
    <Section title={t('connections')}>
      <ProblemAlert error={connections.error ?? reconnect.error} />
      {connections.isPending && <SkeletonRows rows={3} height={32} />}
      {connections.data?.length === 0 && <Text c="dimmed">{t('noConnections')}</Text>}
      <Stack gap="xs">
        {connections.data?.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection}>
            {isAdmin && connectionState(connection.status) === 'disconnected' && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('reconnectOf', { name: connection.name })}
                loading={reconnect.isPending && reconnect.variables === connection.id}
                onClick={() => reconnect.mutate(connection.id)}
              >
                {t('reconnect')}
              </Button>
            )}
          </ConnectionRow>
        ))}
      </Stack>
    </Section>
  );
}

function ConnectionRow({ connection: { name, number, status }, children }: { readonly connection: Connection; readonly children: ReactNode }): ReactNode {
  const t = useTexts(homeTexts);
  const look = connectionState(status);
  return (
    <Group justify="space-between" gap="xs" mih={36}>
      <div>
        <Text fw={600}>{name}</Text>
        {number !== null && (
          <Text size="sm" c="dimmed" className="tabular">
            {phoneText(number)}
          </Text>
        )}
      </div>
      <Group gap="xs">
        {children}
        <StatusChip {...LOOKS[look]} label={t(look)} />
      </Group>
    </Group>
  );
}
