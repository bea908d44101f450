/** What a number field holds: blank while it is empty. Pure. */
export type Typed = number | '';

export const typedOf = (value: number | null): Typed => value ?? '';
export const numberOf = (typed: Typed): number | null => (typed === '' ? null : typed);

/** Of what Mantine's field tells: a number, or the text of one that is not finished. */
export const typed = (value: number | string): Typed => (value === '' || Number.isNaN(Number(value)) ? '' : Number(value));
