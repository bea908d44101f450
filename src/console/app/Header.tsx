import type { ReactNode } from 'react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useSession } from '../api/session';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import { ColorsSwitch } from './ColorsSwitch';
import { LanguageSwitch } from './LanguageSwitch';
import { LiveDot } from './LiveDot';
import { UserMenu } from './UserMenu';
import classes from './Header.module.css';

export function Header({ onHelp }: { onHelp(): void }): ReactNode {
  const t = useTexts(appTexts);
  const { company } = useSession();
  return (
    <header className={classes['header']}>
      <Link to="/" className={classes['brand']}>
        <img src="/icon.svg" alt="" width={28} height={28} />
        <span className={classes['company']}>{company.name}</span>
      </Link>
      <LiveDot />
      <div className={classes['tools']}>
        <span className={classes['wide']}>
          <LanguageSwitch />
        </span>
        <span className={classes['wide']}>
          <Tooltip label={t('keyboard')}>
            <ActionIcon size="lg" aria-label={t('keyboard')} onClick={onHelp}>
              <IconKeyboard size={20} stroke={1.5} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </span>
        <ColorsSwitch />
        <UserMenu />
      </div>
    </header>
  );
}
