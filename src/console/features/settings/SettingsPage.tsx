import type { ReactNode } from 'react';
import { Alert, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useConnections } from '../../api/connections';
import { useSession } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useNow } from '../../ui/use-now';
import { CompanyCard } from './CompanyCard';
import { ConnectionCard } from './ConnectionCard';
import { HoursCard } from './HoursCard';
import { LeaveGuard } from './LeaveGuard';
import { PaceCard } from './PaceCard';
import { PreferencesCard } from './PreferencesCard';
import { settingsTexts } from './settings.texts';
import { useAdmins, useCampaignSettings, useCompany, usePreferences } from './use-settings';
import { VariablesCard } from './VariablesCard';

/** `YYYY-MM-DD` of an instant in a zone: the language whose dates are written so. */
const dayIn = (zone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);

export function SettingsPage(): ReactNode {
  const t = useTexts(settingsTexts);
  const { isAdmin, timezone } = useSession();
  const campaigns = useCampaignSettings();
  const company = useCompany();
  const connections = useConnections();
  const preferences = usePreferences();
  const now = useNow();
  const parts = [campaigns, company, connections, preferences];
  const isPending = parts.some((part) => part.isPending && part.error === null);
  return (
    <>
      <PageHeader title={t('title')} subtitle={t('subtitle')} />
      <Stack maw="60rem">
        {!isAdmin && <ReadOnly />}
        {parts.map((part, index) => (
          <ProblemAlert key={index} error={part.error} retry={() => void part.refetch()} />
        ))}
        {isPending && <SkeletonRows rows={4} height={220} />}
        {!isPending && (
          <>
            {campaigns.data && <PaceCard settings={campaigns.data} canEdit={isAdmin} />}
            {connections.data && (
              <Stack component="section" aria-labelledby="connections-title" gap="sm" my="sm">
                <div>
                  <Title order={2} size="h4" id="connections-title">
                    {t('connections')}
                  </Title>
                  <Text size="sm" c="dimmed">
                    {t(connections.data.length === 0 ? 'connectionsNone' : 'connectionsText')}
                  </Text>
                </div>
                {connections.data.map((connection) => (
                  <ConnectionCard key={connection.id} connection={connection} today={dayIn(timezone, now)} zone={timezone} canEdit={isAdmin} />
                ))}
              </Stack>
            )}
            {company.data && <CompanyCard company={company.data} canEdit={isAdmin} />}
            {company.data && <HoursCard company={company.data} canEdit={isAdmin} />}
            {campaigns.data && <VariablesCard settings={campaigns.data} canEdit={isAdmin} />}
            {preferences.data && <PreferencesCard preferences={preferences.data} canEdit={isAdmin} />}
          </>
        )}
      </Stack>
      <LeaveGuard />
    </>
  );
}

function ReadOnly(): ReactNode {
  const t = useTexts(settingsTexts);
  const admins = useAdmins();
  return (
    <Alert variant="light" color="gray" icon={<IconLock aria-hidden />} title={t('readOnlyTitle')}>
      {admins.length === 0 ? t('readOnlyNobody') : t('readOnlyText', { names: admins.join(', ') })}
    </Alert>
  );
}
