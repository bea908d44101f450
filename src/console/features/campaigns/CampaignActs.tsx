import { useState, type ReactNode } from 'react';
import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import {
  IconBan, IconCopy, IconDots, IconEdit, IconPencil, IconPlayerPause, IconPlayerPlay, IconRefresh, IconReportAnalytics, IconRotate, IconSend, IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Campaign } from '../../api/live.types';
import { useTexts } from '../../i18n/texts';
import { ActDialog, type Asked } from './ActDialog';
import { actsOf, type Act } from './campaign.rules';
import { campaignsTexts } from './campaigns.texts';
import { useAct } from './use-act';

const ICONS: Readonly<Record<Act, Icon>> = {
  edit: IconEdit, startNow: IconSend, unschedule: IconPencil, pause: IconPlayerPause, resume: IconPlayerPlay, cancel: IconBan, restart: IconRefresh,
  retryFailed: IconRotate, clone: IconCopy, rename: IconPencil, report: IconReportAnalytics, remove: IconTrash,
};

/** These are asked about first: they send, end, or ask for a word. */
const ASKED: ReadonlySet<Act> = new Set<Act>(['cancel', 'restart', 'retryFailed', 'remove', 'startNow', 'rename']);
/** Drawn as what cannot be taken back. */
const ENDS: ReadonlySet<Act> = new Set<Act>(['cancel', 'remove']);
const LINKS: Partial<Record<Act, (id: number) => string>> = { edit: (id) => `/campaigns/${id}/edit`, report: (id) => `/campaigns/${id}/report` };

/** The one thing that is most likely wanted as a button, the rest in a menu. */
export function CampaignActs({ campaign, size = 'xs', justify }: { readonly campaign: Campaign; readonly size?: 'xs' | 'sm'; readonly justify?: 'flex-end' }): ReactNode {
  const t = useTexts(campaignsTexts);
  const act = useAct(campaign);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [first, ...others] = actsOf(campaign);
  if (first === undefined) return null;

  const press = (one: Act): void => {
    if (ASKED.has(one)) setAsked(one as Asked);
    else act.mutate({ act: one as 'pause' });
  };
  const word = (one: Act): string => (one === 'edit' && campaign.status === 'INATIVA' ? t('goOnEditing') : t(one));
  const First = ICONS[first];
  const link = LINKS[first]?.(campaign.id);
  const common = { size, variant: first === 'resume' ? 'filled' : 'default', leftSection: <First size={16} stroke={1.8} aria-hidden />, mih: { base: 44, sm: 0 } } as const;

  return (
    <Group gap={4} wrap="nowrap" {...(justify && { justify })}>
      {link === undefined ? (
        <Button {...common} loading={act.isPending} onClick={() => press(first)}>
          {word(first)}
        </Button>
      ) : (
        <Button {...common} component={Link} to={link}>
          {word(first)}
        </Button>
      )}
      <Menu position="bottom-end" width={220} portalProps={{ target: '#content' }}>
        <Menu.Target>
          <ActionIcon size={size === 'xs' ? 30 : 36} mih={{ base: 44, sm: 0 }} miw={{ base: 44, sm: 0 }} aria-label={t('actsOf', { name: campaign.name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {others.map((one) => {
            const Glyph = ICONS[one];
            const to = LINKS[one]?.(campaign.id);
            const item = { leftSection: <Glyph size={18} stroke={1.6} aria-hidden />, ...(ENDS.has(one) && { c: 'var(--mantine-color-error)' }) };
            return to === undefined ? (
              <Menu.Item key={one} {...item} onClick={() => press(one)}>
                {word(one)}
              </Menu.Item>
            ) : (
              <Menu.Item key={one} {...item} component={Link} to={to}>
                {word(one)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <ActDialog campaign={campaign} asked={asked} act={act} onClose={() => setAsked(null)} />
    </Group>
  );
}
