import type { ReactNode } from 'react';
import { useFormat } from './use-format';

export interface CountProps {
  readonly value: number;
  /** Room for so many characters, so that its neighbours stay where they are while it grows. */
  readonly width?: number;
}

/** A number that moves: digits of one width, and nothing that slides or blinks. */
export function Count({ value, width }: CountProps): ReactNode {
  const { number } = useFormat();
  return (
    <span className="tabular" style={width === undefined ? undefined : { display: 'inline-block', minWidth: `${width}ch`, textAlign: 'right' }}>
      {number(value)}
    </span>
  );
}
