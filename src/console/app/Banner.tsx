import type { ReactNode } from 'react';
import type { Icon } from '@tabler/icons-react';
import classes from './Banner.module.css';

export interface BannerProps {
  readonly color: 'red' | 'yellow';
  readonly icon: Icon;
  readonly text: string;
  /** A link or a button. */
  readonly children: ReactNode;
}

/** One line over everything, as wide as the page. */
export function Banner({ color, icon: Glyph, text, children }: BannerProps): ReactNode {
  return (
    <div className={classes['banner']} data-color={color}>
      <Glyph size={18} stroke={1.75} aria-hidden />
      <span>{text}</span>
      {children}
    </div>
  );
}
