import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useTexts } from '../i18n/texts';
import { appTexts } from './app.texts';
import type { Place } from './nav';

export interface PlaceLinkProps {
  readonly place: Place;
  readonly className: string | undefined;
  readonly onClick?: () => void;
}

export function PlaceLink({ place: { to, text, icon: Glyph }, className, ...rest }: PlaceLinkProps): ReactNode {
  const t = useTexts(appTexts);
  return (
    <NavLink to={to} end={to === '/'} className={className ?? ''} {...rest}>
      <Glyph size={22} stroke={1.6} aria-hidden />
      <span>{t(text)}</span>
    </NavLink>
  );
}
