import type { ReactNode } from 'react';
import { Progress, Text, VisuallyHidden } from '@mantine/core';
import { useFormat } from '../../ui/use-format';

export interface ShareBarProps {
  /** What is under way, for those who do not see the bar. */
  readonly label: string;
  /** 0..1; null: nobody knows. */
  readonly share: number | null;
  /** The same in words, below. */
  readonly words: string;
  /** Reads each quarter out. One bar of a screen at most. */
  readonly announced?: boolean;
}

export function ShareBar({ label, share, words, announced = false }: ShareBarProps): ReactNode {
  const { percent } = useFormat();
  const value = share === null ? 100 : share * 100;
  return (
    <div>
      <Progress.Root size="md">
        <Progress.Section value={value} animated={share === null} striped={share === null} aria-label={label} aria-valuetext={words} />
      </Progress.Root>
      <Text size="xs" c="dimmed" mt={4} className="tabular" aria-hidden>
        {words}
      </Text>
      {announced && <VisuallyHidden role="status">{share === null ? words : `${label}: ${percent(Math.floor(share * 4) / 4)}`}</VisuallyHidden>}
    </div>
  );
}
