/** What became of each line of a file. `lines` is always the sum of the others. */
export interface Tally {
  readonly lines: number;
  /** New in the list. */
  readonly imported: number;
  /** Already in the list; its name, e-mail and variables are now those of the file. */
  readonly updated: number;
  /** The number of an earlier line of the same file. */
  readonly duplicate: number;
  /** Asked not to be written to: not put into the list. */
  readonly optOut: number;
  /** Without a number that can be messaged. */
  readonly invalid: number;
}

export const EMPTY_TALLY: Tally = { lines: 0, imported: 0, updated: 0, duplicate: 0, optOut: 0, invalid: 0 };
