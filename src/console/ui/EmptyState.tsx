import type { ReactNode } from 'react';
import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

export interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  /** What will stand here, and how it comes here. */
  readonly text: ReactNode;
  /** The next step, as buttons. */
  readonly action?: ReactNode;
}

export function EmptyState({ icon: Glyph, title, text, action }: EmptyStateProps): ReactNode {
  return (
    <Stack align="center" gap="sm" py={64} px="md" ta="center">
      <ThemeIcon variant="light" size={56} radius="xl" aria-hidden>
        <Glyph size={28} stroke={1.5} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={440}>
        {text}
      </Text>
      {action}
    </Stack>
  );
}
