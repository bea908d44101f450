import { useEffect, type ReactNode } from 'react';
import { reachable } from '../api/network';
import { access } from '../api/session';
import { useStore } from '../api/store';
import { NetworkBanner } from './NetworkBanner';

/** Opened while the server is away: goes on by itself when it is back. */
export function CannotStart(): ReactNode {
  const online = useStore(reachable);
  useEffect(() => {
    if (online && access.state() === 'starting') void access.resume().catch(() => undefined);
  }, [online]);
  return <NetworkBanner />;
}
