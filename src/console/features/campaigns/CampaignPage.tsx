import type { ReactNode } from 'react';
import { SimpleGrid, Stack } from '@mantine/core';
import { useParams } from 'react-router';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { PageHeader } from '../../ui/PageHeader';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { useShortcuts, type Shortcut } from '../../ui/shortcuts';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { CampaignActs } from './CampaignActs';
import { campaignsTexts } from './campaigns.texts';
import { CampaignStatusChip } from '../../ui/CampaignStatusChip';
import { DroppedConnections } from './DroppedConnections';
import { FactsCard } from './page/FactsCard';
import { MessagesCard } from './page/MessagesCard';
import { ProgressCard } from './page/ProgressCard';
import { StandsStill } from './page/StandsStill';
import { StatesCard } from './page/StatesCard';
import { useAct } from './use-act';
import { useCampaign, useLiveCampaigns } from '../../api/campaigns';

/** One campaign at a glance, live: how far, how fast, what stands in its way. */
export function CampaignPage(): ReactNode {
  const { id } = useParams();
  const { data, error, refetch } = useCampaign(Number(id));
  useLiveCampaigns();
  if (error !== null) return <ProblemAlert error={error} retry={() => void refetch()} />;
  return data === undefined ? <SkeletonRows rows={6} height={72} /> : <Overview campaign={data} />;
}

function Overview({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(campaignsTexts);
  usePauseKey(campaign);
  return (
    <>
      <PageHeader
        title={campaign.name}
        badge={<CampaignStatusChip status={campaign.status} />}
        breadcrumbs={[{ label: t('campaigns'), to: '/campaigns' }]}
        actions={<CampaignActs campaign={campaign} size="sm" />}
      />
      <DroppedConnections running={campaign.status === 'EM_ANDAMENTO' ? [campaign] : []} />
      <Stack gap="md">
        <StandsStill campaign={campaign} />
        {campaign.status !== 'INATIVA' && <ProgressCard campaign={campaign} />}
        <StatesCard campaign={campaign} />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <MessagesCard campaign={campaign} />
          <FactsCard campaign={campaign} />
        </SimpleGrid>
      </Stack>
    </>
  );
}

/** `p` pauses what runs, and resumes what is paused. */
function usePauseKey(campaign: Campaign): void {
  const t = useTexts(campaignsTexts);
  const act = useAct(campaign);
  const { status } = campaign;
  const shortcut = (order: 'pause' | 'resume'): Shortcut[] => [{ key: 'p', label: t(order), run: () => act.isPending || act.mutate({ act: order }) }];
  useShortcuts(status === 'EM_ANDAMENTO' || status === 'PROGRAMADA' ? shortcut('pause') : status === 'PAUSADA' ? shortcut('resume') : []);
}
