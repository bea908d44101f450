import type { ReactNode } from 'react';
import { IconWifiOff } from '@tabler/icons-react';
import { probe, reachable } from '../api/network';
import { useStore } from '../api/store';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { Banner } from './Banner';

export function NetworkBanner(): ReactNode {
  const t = useTexts(appTexts);
  const online = useStore(reachable);
  // Its place is there before it speaks: a live region that appears with its text is not read out.
  return (
    <div role="alert">
      {!online && (
        <Banner color="red" icon={IconWifiOff}>
          <span>{t('offline')}</span>
          <button type="button" onClick={() => void probe()}>
            {t('offlineNow')}
          </button>
        </Banner>
      )}
    </div>
  );
}
