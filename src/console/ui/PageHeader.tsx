import type { ReactNode } from 'react';
import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useTexts } from '../i18n/texts';
import { PRODUCT } from './product';
import { uiTexts } from './ui.texts';

export interface PageHeaderProps {
  /** Also of the browser's tab. */
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** Beside the title: a status. */
  readonly badge?: ReactNode;
  /** Buttons, at the right; below the title on phones. */
  readonly actions?: ReactNode;
  /** The way here, without this page. */
  readonly breadcrumbs?: readonly { readonly label: string; readonly to: string }[];
}

/** The head of every screen. Its title takes the focus when the screen opens. */
export function PageHeader({ title, subtitle, badge, actions, breadcrumbs = [] }: PageHeaderProps): ReactNode {
  const t = useTexts(uiTexts);
  return (
    <Stack gap={4} mb="lg" component="header">
      <title>{`${title} · ${PRODUCT}`}</title>
      {breadcrumbs.length > 0 && (
        <nav aria-label={t('breadcrumbs')}>
          <Breadcrumbs separatorMargin={6}>
            {breadcrumbs.map(({ label, to }) => (
              <Anchor key={to} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
            <Text size="sm" c="dimmed" aria-current="page" truncate maw="50vw">
              {title}
            </Text>
          </Breadcrumbs>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm" style={{ minWidth: 0 }}>
          <Title order={1} size="h2" tabIndex={-1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {badge}
        </Group>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {subtitle !== undefined && (
        <Text c="dimmed" size="sm">
          {subtitle}
        </Text>
      )}
    </Stack>
  );
}
