import { useState, type ReactNode } from 'react';
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { PageHeader } from '../../../ui/PageHeader';
import { useAct } from '../use-act';
import { wizardTexts } from './wizard.texts';

/** Instead of the wizard, once it is too late for it. */
export function StartedCampaign({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(wizardTexts);
  const act = useAct(campaign);
  const [name, setName] = useState(campaign.name);
  const missing = name.trim() === '';
  return (
    <>
      <PageHeader title={campaign.name} breadcrumbs={[{ label: t('campaigns'), to: '/campaigns' }]} />
      <Stack maw={640}>
        <Alert icon={<IconLock aria-hidden />} title={t('startedTitle')}>
          <Text size="sm">{t('startedText')}</Text>
          <Group mt="sm">
            <Button variant="default" loading={act.isPending && act.variables.act === 'clone'} onClick={() => act.mutate({ act: 'clone' })}>
              {t('copyIt')}
            </Button>
            <Button variant="subtle" component={Link} to={`/campaigns/${campaign.id}`}>
              {t('seeCampaign')}
            </Button>
          </Group>
        </Alert>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!missing) act.mutate({ act: 'rename', name: name.trim() });
          }}
        >
          <Group align="flex-end">
            <TextInput label={t('name')} value={name} maxLength={200} error={missing && t('nameMissing')} onChange={(event) => setName(event.currentTarget.value)} style={{ flex: 1 }} />
            <Button type="submit" disabled={missing || name === campaign.name} loading={act.isPending && act.variables.act === 'rename'}>
              {t('save')}
            </Button>
          </Group>
        </form>
      </Stack>
    </>
  );
}
