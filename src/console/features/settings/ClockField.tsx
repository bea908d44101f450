import type { ReactNode } from 'react';
import { TextInput, type TextInputProps } from '@mantine/core';
import { clockOf } from './clock.rules';

export interface ClockFieldProps extends Omit<TextInputProps, 'value' | 'onChange'> {
  /** `HH:mm`, or what is being typed; blank: none. */
  readonly value: string;
  onChange(value: string): void;
}

/** A time of 24 hours in any browser: its own field would ask for AM and PM where the browser is American. */
export function ClockField({ value, onChange, ...props }: ClockFieldProps): ReactNode {
  return (
    <TextInput
      inputMode="numeric"
      placeholder="00:00"
      maxLength={5}
      autoComplete="off"
      {...props}
      className="tabular"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => clockOf(value) !== value && onChange(clockOf(value))}
    />
  );
}
