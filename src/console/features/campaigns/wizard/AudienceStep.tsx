import type { ReactNode } from 'react';
import { Alert, Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconAddressBook, IconAlertTriangle, IconPlug } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../../api/api';
import { useConnections } from '../../../api/connections';
import { useTexts } from '../../../i18n/texts';
import { campaignsTexts } from '../campaigns.texts';
import { wordOf } from '../ConnectionTag';
import type { Wizard } from './use-wizard';
import { wizardTexts } from './wizard.texts';

export const useLists = () => useQuery({ queryKey: ['contact-lists', 'names'], queryFn: ({ signal }) => api.get('/contact-lists/list', { signal }) });

/** Step 1: who gets it, and from which number. */
export function AudienceStep({ wizard }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const { draft, set, faults } = wizard;
  return (
    <Stack maw={560} gap="lg">
      <TextInput label={t('name')} description={t('nameHint')} value={draft.name} maxLength={200} required autoComplete="off" error={faults['name']} onChange={(event) => set({ name: event.currentTarget.value })} />
      <ListField wizard={wizard} />
      <ConnectionField wizard={wizard} />
    </Stack>
  );
}

function ListField({ wizard: { draft, set, faults } }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const lists = useLists();
  if (lists.data?.length === 0) {
    return (
      <Alert icon={<IconAddressBook aria-hidden />} title={t('listsEmptyTitle')} color={faults['contactListId'] === undefined ? 'squad' : 'red'}>
        <Text size="sm">{t('listsEmptyText')}</Text>
        <Button component={Link} to="/lists" variant="default" mt="sm">
          {t('listImport')}
        </Button>
      </Alert>
    );
  }
  return (
    <Stack gap={4}>
      <Select
        label={t('list')}
        allowDeselect={false}
        placeholder={t('listPick')}
        searchable
        required
        limit={100}
        nothingFoundMessage={t('listNone')}
        disabled={lists.isPending}
        data={(lists.data ?? []).map(({ id, name, contactsCount }) => ({ value: String(id), label: t('listOption', { name, count: contactsCount }) }))}
        value={draft.contactListId === null ? null : String(draft.contactListId)}
        onChange={(value) => set({ contactListId: value === null ? null : Number(value) })}
        error={faults['contactListId']}
      />
      <Anchor component={Link} to={draft.contactListId === null ? '/lists' : `/lists/${draft.contactListId}/import`} size="sm">
        {t('listImport')}
      </Anchor>
    </Stack>
  );
}

function ConnectionField({ wizard: { draft, set, faults } }: { readonly wizard: Wizard }): ReactNode {
  const t = useTexts(wizardTexts);
  const words = useTexts(campaignsTexts);
  const connections = useConnections();
  const { data = [] } = connections;
  if (connections.data?.length === 0) {
    return (
      <Alert icon={<IconPlug aria-hidden />} title={t('connectionsEmptyTitle')} color={faults['whatsappId'] === undefined ? 'squad' : 'red'}>
        <Text size="sm">{t('connectionsEmptyText')}</Text>
        <Button component={Link} to="/settings" variant="default" mt="sm">
          {t('toConnections')}
        </Button>
      </Alert>
    );
  }
  const chosen = data.find(({ id }) => id === draft.whatsappId);
  return (
    <Stack gap={4}>
      <Select
        label={t('connection')}
        placeholder={t('connectionPick')}
        required
        allowDeselect={false}
        disabled={connections.isPending}
        data={data.map(({ id, name, status }) => ({ value: String(id), label: `${name} (${words(wordOf(status))})` }))}
        value={draft.whatsappId === null ? null : String(draft.whatsappId)}
        onChange={(value) => set({ whatsappId: value === null ? null : Number(value) })}
        error={faults['whatsappId']}
      />
      {chosen !== undefined && wordOf(chosen.status) !== 'connected' && (
        <Group gap={6} wrap="nowrap" role="status">
          <IconAlertTriangle size={18} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm">{t('connectionDown')}</Text>
        </Group>
      )}
    </Stack>
  );
}
