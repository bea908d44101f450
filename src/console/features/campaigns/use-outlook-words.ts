import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import type { Translate } from '../../i18n/wording';
import type { Format } from '../../ui/format';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { outlookOf, type Outlook } from './campaign.rules';
import { campaignsTexts } from './campaigns.texts';
import { useConnectionStatus } from './ConnectionTag';

const WAITS = { window: 'wait_window', daily_cap: 'wait_daily_cap', hold: 'wait_hold' } as const;

/** "≈ 1 h 18 min, termina 14:32": when it ends, in clock time; empty when nobody can say. */
export function useOutlookWords(campaign: Pick<Campaign, 'status' | 'forecast' | 'whatsapp'>): { readonly kind: Outlook['kind']; readonly words: string } {
  const t = useTexts(campaignsTexts);
  const format = useFormat();
  const now = useNow();
  const connected = useConnectionStatus(campaign) === 'CONNECTED';
  const outlook = outlookOf(campaign, connected, now);
  return { kind: outlook.kind, words: wordsOf(outlook, t, format, now) };
}

function wordsOf(outlook: Outlook, t: Translate<typeof campaignsTexts.entries>, format: Format, now: Date): string {
  const at = (instant: string): string => format.moment(instant, now);
  switch (outlook.kind) {
    case 'none':
      return '';
    case 'disconnected':
      return t('waitsConnection');
    case 'waits':
      return outlook.until === null || outlook.reason === 'company_suspended'
        ? t('wait_company_suspended')
        : t(WAITS[outlook.reason as keyof typeof WAITS], { until: at(outlook.until) });
    case 'scheduled':
      return t('scheduled', { from: at(outlook.startsAt), to: at(outlook.endsAt) });
    case 'ifResumed':
      return t('ifResumed', { at: at(outlook.endsAt) });
    case 'between':
      return t('between', { from: at(outlook.from), to: at(outlook.to) });
    case 'ends':
      return t('ends', { left: format.duration(outlook.leftMs), at: at(outlook.endsAt) });
  }
}
