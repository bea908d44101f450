/** The company's pace as its settings tell it: key and JSON text. Pure. */
export interface Pace {
  readonly intervalMs: number;
  /** A longer pause after so many messages; 0: never. */
  readonly longAfter: number;
  readonly longMs: number;
}

export function paceOf(settings: readonly { readonly key: string; readonly value: string }[]): Pace {
  const read = (name: string): number => Number(settings.find(({ key }) => key === name)?.value ?? 0);
  return { intervalMs: read('messageInterval') * 1_000, longAfter: read('longerIntervalAfter'), longMs: read('greaterInterval') * 1_000 };
}
