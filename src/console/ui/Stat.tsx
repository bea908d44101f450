import type { ReactNode } from 'react';
import { Group, Paper, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

export interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly icon?: Icon;
  /** Below the value; its line is kept free when there is nothing to say. */
  readonly hint?: ReactNode;
}

/** One number that matters, as a tile. */
export function Stat({ label, value, icon: Glyph, hint }: StatProps): ReactNode {
  return (
    <Paper withBorder p="md">
      <Group gap={6} wrap="nowrap" c="dimmed">
        {Glyph && <Glyph size={18} stroke={1.6} aria-hidden style={{ flex: 'none' }} />}
        <Text size="sm">{label}</Text>
      </Group>
      <Text fz={28} fw={650} lh={1.3} className="tabular">
        {value}
      </Text>
      <Text size="sm" c="dimmed" mih="1.55em">
        {hint}
      </Text>
    </Paper>
  );
}
