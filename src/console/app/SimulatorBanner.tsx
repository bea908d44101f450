import type { ReactNode } from 'react';
import { IconFlask } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { useConnections } from '../api/connections';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { Banner } from './Banner';

/** Over every screen: nobody shall believe that a simulated campaign reached people, nor hold back one that would. */
export function SimulatorBanner(): ReactNode {
  const t = useTexts(appTexts);
  const { isAdmin } = useSession();
  const { data = [] } = useConnections();
  const { pathname } = useLocation();
  const simulated = data.filter(({ channel }) => channel === 'simulator').length;
  // The simulator's own screen says it itself.
  if (simulated === 0 || (isAdmin && pathname === '/simulator')) return null;
  const words = t(simulated === data.length ? 'simulatorBanner' : 'simulatorMixed');
  return (
    <Banner color="yellow" icon={IconFlask}>
      {isAdmin ? <Link to="/simulator">{words}</Link> : <span>{words}</span>}
    </Banner>
  );
}
