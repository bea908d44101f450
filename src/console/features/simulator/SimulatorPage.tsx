import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { IconFlask, IconPlugConnectedX, IconTrash } from '@tabler/icons-react';
import { useSearchParams } from 'react-router';
import { useConnections } from '../../api/connections';
import type { Connection } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyState } from '../../ui/EmptyState';
import { useNotify } from '../../ui/notify';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useIsPhone } from '../../ui/use-is-phone';
import { InboxPane } from './InboxPane';
import { KnobsPane } from './KnobsPane';
import { PhonePane } from './PhonePane';
import { simulatorTexts } from './simulator.texts';
import { useClear, useInbox, type Inbox, type Place } from './use-simulator';
import classes from './SimulatorPage.module.css';

export function SimulatorPage(): ReactNode {
  const t = useTexts(simulatorTexts);
  const { data: connections, error, refetch } = useConnections();
  const simulated = connections?.filter(({ channel }) => channel === 'simulator');
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <Stack>
        <Alert color="yellow" variant="light" icon={<IconFlask aria-hidden />} visibleFrom="sm">
          {t('nothingReal')}
        </Alert>
        <ProblemAlert error={error} retry={() => void refetch()} />
        {simulated === undefined && error === null && <SkeletonRows rows={8} />}
        {simulated?.length === 0 && <EmptyState icon={IconPlugConnectedX} title={t('noConnectionTitle')} text={t('noConnectionText')} />}
        {simulated !== undefined && simulated.length > 0 && <Simulator connections={simulated} />}
      </Stack>
    </>
  );
}

type Pane = 'inbox' | 'phone' | 'knobs';

/** Which connection and which conversation is in the address: a colleague can be sent there. */
function Simulator({ connections }: { readonly connections: readonly Connection[] }): ReactNode {
  const t = useTexts(simulatorTexts);
  const phone = useIsPhone();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState('');
  const [pane, setPane] = useState<Pane>('inbox');
  const connection = connections.find(({ id }) => id === Number(params.get('connection'))) ?? (connections.length === 1 ? connections[0] : undefined);
  const inbox = useInbox(connection?.id ?? null, search);
  const contact = params.get('contact');
  const of = Number(params.get('of')) || connection?.id;
  const place: Place | null = contact === null || of === undefined ? null : { connectionId: of, contact };

  const choose = (id: string | null): void => setParams(id === null || id === '' ? {} : { connection: id }, { replace: true });
  const open = ({ connectionId, contact: person }: Place): void => {
    setParams({ ...(connection && { connection: String(connection.id) }), of: String(connectionId), contact: person }, { replace: true });
    setPane('phone');
  };
  const panes = {
    inbox: <InboxPane inbox={inbox} search={search} onSearch={setSearch} chosen={place} onOpen={open} {...(connection && { writeBy: connection.id })} />,
    phone: <PhonePane place={place} />,
    knobs: connection ? <KnobsPane key={connection.id} connection={connection} /> : <Text c="dimmed">{t('chooseConnection')}</Text>,
  };

  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <Select
          label={t('connection')}
          data={[...(connections.length > 1 ? [{ value: '', label: t('all') }] : []), ...connections.map(({ id, name }) => ({ value: String(id), label: name }))]}
          value={connection === undefined ? '' : String(connection.id)}
          onChange={choose}
          allowDeselect={false}
          w={{ base: '100%', xs: 280 }}
        />
        <Taken inbox={inbox} connection={connection} />
      </Group>
      {phone ? (
        <Tabs value={pane} onChange={(value) => setPane((value as Pane | null) ?? 'inbox')} keepMounted={false}>
          <Tabs.List grow>
            <Tabs.Tab value="inbox">{t('conversations')}</Tabs.Tab>
            <Tabs.Tab value="phone">{t('phone')}</Tabs.Tab>
            <Tabs.Tab value="knobs">{t('knobs')}</Tabs.Tab>
          </Tabs.List>
          {(['inbox', 'phone', 'knobs'] as const).map((name) => (
            <Tabs.Panel key={name} value={name} pt="md">
              {panes[name]}
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <div className={classes['panes']}>
          <section aria-label={t('conversations')} className={classes['pane']}>
            {panes.inbox}
          </section>
          <section aria-label={t('phone')} className={classes['pane']}>
            {panes.phone}
          </section>
          <section aria-label={t('knobs')} className={classes['pane']}>
            {panes.knobs}
          </section>
        </div>
      )}
    </Stack>
  );
}

/** How many messages were taken, and the way to begin anew. */
function Taken({ inbox, connection }: { readonly inbox: Inbox; readonly connection: Connection | undefined }): ReactNode {
  const t = useTexts(simulatorTexts);
  const notify = useNotify();
  const clear = useClear(connection?.id ?? null);
  const [opened, setOpened] = useState(false);
  const count = inbox.total ?? 0;
  const confirm = (): void =>
    clear.mutate(undefined, {
      onSuccess: ({ cleared }) => {
        setOpened(false);
        notify.done(t('cleared', { count: cleared }));
      },
    });
  return (
    <Group>
      <Text size="sm" className="tabular" role="status">
        {inbox.total !== null && t('taken', { count })}
      </Text>
      <Button variant="default" leftSection={<IconTrash size={18} aria-hidden />} disabled={inbox.conversations.length === 0} onClick={() => setOpened(true)}>
        {t('clear')}
      </Button>
      <ConfirmDialog opened={opened} danger title={t('clearTitle')} confirmLabel={t('clearGo', { count })} loading={clear.isPending} error={clear.error} onConfirm={confirm} onClose={() => setOpened(false)}>
        <Text size="sm">{t('clearText', { name: connection?.name ?? t('clearAll') })}</Text>
      </ConfirmDialog>
    </Group>
  );
}
