import type { ReactNode } from 'react';
import { Badge, type MantineColor } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';

export interface StatusLook {
  readonly color: MantineColor;
  readonly icon: Icon;
}

/** An icon and a word: never the colour alone. A word is never cut short. */
export function StatusChip({ color, icon: Glyph, label }: StatusLook & { readonly label: string }): ReactNode {
  return (
    <Badge color={color} leftSection={<Glyph size={14} stroke={2} aria-hidden />} styles={{ root: { flex: 'none' }, label: { overflow: 'visible' } }}>
      {label}
    </Badge>
  );
}
