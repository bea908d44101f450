import type { ReactNode } from 'react';
import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import {
  IconAlertTriangle, IconBan, IconCheck, IconChecks, IconClock, IconEye, IconHelpCircle, IconMessageCircle, IconMessageQuestion, IconPlayerSkipForward, IconSend, IconThumbUp,
  type Icon,
} from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Campaign } from '../../../api/live.types';
import { useTexts } from '../../../i18n/texts';
import { Count } from '../../../ui/Count';
import { pageTexts } from '../page.texts';
import classes from './StatesCard.module.css';

type State = Exclude<keyof Campaign['counters'], 'total'>;

/** Along the way of a message; those after the gap are its other ends. */
const STATES: readonly (readonly [State, Icon, string])[] = [
  ['pending', IconClock, 'gray'],
  ['sending', IconSend, 'squad'],
  ['sent', IconCheck, 'green'],
  ['delivered', IconChecks, 'green'],
  ['read', IconEye, 'green'],
  ['replied', IconMessageCircle, 'squad'],
  ['failed', IconAlertTriangle, 'red'],
  ['skipped', IconPlayerSkipForward, 'yellow'],
  ['unknown', IconHelpCircle, 'yellow'],
  ['cancelled', IconBan, 'gray'],
];

/** Every recipient by where it is, each number the way to those in the report. */
export function StatesCard({ campaign }: { readonly campaign: Campaign }): ReactNode {
  const t = useTexts(pageTexts);
  const { id, counters, confirmation, confirmationRequested, confirmed } = campaign;
  if (counters.total === 0) return null;
  return (
    <Paper withBorder p="lg">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t('byState')}
        </Title>
        <Anchor component={Link} to={`/campaigns/${id}/report`} size="sm">
          {t('fullReport')}
        </Anchor>
      </Group>
      <ul className={classes['states']}>
        {confirmation && <Plain icon={IconMessageQuestion} label={t('asked')} value={confirmationRequested} />}
        {confirmation && <Plain icon={IconThumbUp} label={t('confirmed')} value={confirmed} />}
        {STATES.map(([state, Glyph, color]) => (
          <li key={state} data-none={counters[state] === 0 || undefined}>
            <Link to={`/campaigns/${id}/report?status=${state}`}>
              <span className={classes['label']}>
                <Glyph size={18} stroke={1.7} aria-hidden style={{ color: `var(--mantine-color-${color}-text)` }} />
                {t(state)}
              </span>
              <span className={classes['value']}>
                <Count value={counters[state]} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt="sm">
        {t('stateHint')}
      </Text>
    </Paper>
  );
}

function Plain({ icon: Glyph, label, value }: { readonly icon: Icon; readonly label: string; readonly value: number }): ReactNode {
  return (
    <li>
      <div>
        <span className={classes['label']}>
          <Glyph size={18} stroke={1.7} aria-hidden />
          {label}
        </span>
        <span className={classes['value']}>
          <Count value={value} />
        </span>
      </div>
    </li>
  );
}
