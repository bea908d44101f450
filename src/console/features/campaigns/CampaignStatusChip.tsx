import type { ReactNode } from 'react';
import { IconBan, IconCheck, IconClock, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { StatusChip, type StatusLook } from '../../ui/StatusChip';
import type { Status } from './campaign.rules';
import { campaignsTexts } from './campaigns.texts';

const LOOKS: Readonly<Record<Status, StatusLook>> = {
  INATIVA: { color: 'gray', icon: IconPencil },
  PROGRAMADA: { color: 'cyan', icon: IconClock },
  EM_ANDAMENTO: { color: 'squad', icon: IconPlayerPlay },
  PAUSADA: { color: 'yellow', icon: IconPlayerPause },
  CANCELADA: { color: 'red', icon: IconBan },
  FINALIZADA: { color: 'green', icon: IconCheck },
};

export function CampaignStatusChip({ status }: { readonly status: Status }): ReactNode {
  const t = useTexts(campaignsTexts);
  return <StatusChip {...LOOKS[status]} label={t(status)} />;
}
