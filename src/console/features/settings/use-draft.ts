import { useEffect, useState } from 'react';
import { createStore } from '../../api/store';

/** The parts of the screen that hold changes nobody has saved. */
export const unsaved = createStore<ReadonlySet<string>>(new Set());

export interface Draft<Values> {
  readonly values: Values;
  readonly isDirty: boolean;
  change(change: Partial<Values>): void;
  discard(): void;
}

/**
 * What is saved, and over it what a person has changed. Untouched, it follows what others save.
 * @param part name of this part of the screen
 */
export function useDraft<Values extends object>(part: string, saved: Values): Draft<Values> {
  const [changed, setChanged] = useState<Partial<Values>>({});
  const values = { ...saved, ...changed };
  const isDirty = JSON.stringify(values) !== JSON.stringify(saved);
  useEffect(() => {
    if (!isDirty) return undefined;
    unsaved.set(new Set([...unsaved.get(), part]));
    return () => unsaved.set(new Set([...unsaved.get()].filter((other) => other !== part)));
  }, [part, isDirty]);
  return { values, isDirty, change: (change) => setChanged({ ...changed, ...change }), discard: () => setChanged({}) };
}
