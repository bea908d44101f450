import type { ReactNode } from 'react';
import type { Icon } from '@tabler/icons-react';
import classes from './Banner.module.css';

export interface BannerProps {
  readonly color: 'red' | 'yellow';
  readonly icon: Icon;
  /** Words; a link or a button among them. */
  readonly children: ReactNode;
}

/** One line over everything, as wide as the page. */
export function Banner({ color, icon: Glyph, children }: BannerProps): ReactNode {
  return (
    <div className={classes['banner']} data-color={color}>
      <Glyph size={18} stroke={1.75} aria-hidden />
      {children}
    </div>
  );
}
