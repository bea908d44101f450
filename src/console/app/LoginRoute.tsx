import type { ReactNode } from 'react';
import { LoginPage } from '../features/session/LoginPage';
import { LanguageSwitch } from './LanguageSwitch';
import { NetworkBanner } from './NetworkBanner';
import { ColorsSwitch } from './ColorsSwitch';

export function LoginRoute(): ReactNode {
  return (
    <>
      <NetworkBanner />
      <LoginPage
        corner={
          <>
            <LanguageSwitch />
            <ColorsSwitch />
          </>
        }
      />
    </>
  );
}
