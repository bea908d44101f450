import { type ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useConnections } from '../../api/connections';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { isOpen } from './campaign.rules';
import { useCampaign, useLiveCampaigns } from '../../api/campaigns';
import { StartedCampaign } from './wizard/StartedCampaign';
import { Wizard } from './wizard/Wizard';

/** `/campaigns/new?list=7` and `/campaigns/7/edit`. */
export function CampaignWizardPage(): ReactNode {
  const { id } = useParams();
  return id === undefined ? <NewCampaign /> : <EditedCampaign key={id} id={Number(id)} />;
}

function NewCampaign(): ReactNode {
  const [address] = useSearchParams();
  const connections = useConnections();
  const list = Number(address.get('list'));
  // The usual number is chosen already; the wizard waits for it, that it need not change under the hands.
  if (connections.isPending) return <SkeletonRows />;
  const { data = [] } = connections;
  const usual = data.find(({ isDefault }) => isDefault) ?? (data.length === 1 ? data[0] : undefined);
  return <Wizard campaign={null} start={{ ...(list > 0 && { contactListId: list }), ...(usual !== undefined && { whatsappId: usual.id }) }} />;
}

function EditedCampaign({ id }: { readonly id: number }): ReactNode {
  const { data, error, refetch } = useCampaign(Number.isInteger(id) ? id : null);
  useLiveCampaigns();
  if (error !== null) return <ProblemAlert error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows />;
  return isOpen(data) ? <Wizard campaign={data} /> : <StartedCampaign campaign={data} />;
}
