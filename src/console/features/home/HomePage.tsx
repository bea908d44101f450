import type { ReactNode } from 'react';
import { Button, SimpleGrid, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useLiveCampaigns } from '../../api/campaigns';
import { useSession } from '../../api/session';
import { useTexts } from '../../i18n/texts';
import { PageHeader } from '../../ui/PageHeader';
import { ConnectionsCard } from './ConnectionsCard';
import { homeTexts } from './home.texts';
import { NextCard } from './NextCard';
import { QueuesCard } from './QueuesCard';
import { RunningCard } from './RunningCard';

/** What runs, what comes next, whether the numbers are connected and, for admins, whether the queues keep up. */
export function HomePage(): ReactNode {
  const t = useTexts(homeTexts);
  const { isAdmin } = useSession();
  useLiveCampaigns();
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button component={Link} to="/campaigns/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('newCampaign')}
          </Button>
        }
      />
      <Stack>
        <RunningCard />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <NextCard />
          <ConnectionsCard />
        </SimpleGrid>
        {isAdmin && <QueuesCard />}
      </Stack>
    </>
  );
}
