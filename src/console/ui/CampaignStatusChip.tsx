import type { ReactNode } from 'react';
import { IconBan, IconCheck, IconClock, IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import type { CampaignStatus } from '../api/campaigns';
import { texts, useTexts } from '../i18n/texts';
import { campaignStatusWords } from './campaign-status.texts';
import { StatusChip, type StatusLook } from './StatusChip';

const words = texts(campaignStatusWords);

const LOOKS: Readonly<Record<CampaignStatus, StatusLook>> = {
  INATIVA: { color: 'gray', icon: IconPencil },
  PROGRAMADA: { color: 'cyan', icon: IconClock },
  EM_ANDAMENTO: { color: 'squad', icon: IconPlayerPlay },
  PAUSADA: { color: 'yellow', icon: IconPlayerPause },
  CANCELADA: { color: 'red', icon: IconBan },
  FINALIZADA: { color: 'green', icon: IconCheck },
};

export function CampaignStatusChip({ status }: { readonly status: CampaignStatus }): ReactNode {
  const t = useTexts(words);
  return <StatusChip {...LOOKS[status]} label={t(status)} />;
}
