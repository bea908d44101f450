import { useEffect, useRef, type ReactNode } from 'react';
import { Paper, Title, type PaperProps } from '@mantine/core';

export interface StepProps extends PaperProps {
  readonly title: string;
  /** Before the title: how it ended. */
  readonly icon?: ReactNode;
  /** Takes the focus when it appears: what a press has brought about is heard and seen. */
  readonly focused?: boolean;
  readonly children: ReactNode;
}

/** One part of a screen that goes by steps. */
export function Step({ title, icon, focused = false, children, ...paper }: StepProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused]);
  return (
    <Paper component="section" withBorder p={{ base: 'md', sm: 'lg' }} {...paper}>
      <Title ref={heading} order={2} size="h4" mb="sm" tabIndex={-1} style={{ outline: 'none', overflowWrap: 'anywhere', display: 'flex', alignItems: 'center', gap: '0.5rem' }}>
        {icon}
        {title}
      </Title>
      {children}
    </Paper>
  );
}
