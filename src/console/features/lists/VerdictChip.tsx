import type { ReactNode } from 'react';
import { IconAlertCircle, IconCirclePlus, IconCopy, IconHandStop, IconRefresh } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { StatusChip, type StatusLook } from '../../ui/StatusChip';
import type { Verdict } from './import.rules';
import { importTexts } from './import.texts';

const LOOKS: Readonly<Record<Verdict, StatusLook>> = {
  imported: { color: 'green', icon: IconCirclePlus },
  updated: { color: 'squad', icon: IconRefresh },
  duplicate: { color: 'gray', icon: IconCopy },
  optOut: { color: 'orange', icon: IconHandStop },
  invalid: { color: 'red', icon: IconAlertCircle },
};

export function VerdictChip({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const t = useTexts(importTexts);
  return <StatusChip {...LOOKS[verdict]} label={t(verdict)} />;
}
