/**
 * Where a key takes the focus in a list of rows. Pure.
 * @param count rows whose place is known
 * @param page rows that are seen at once
 * @returns null: the key is no key of lists
 */
export function rowAfter(key: string, row: number, count: number, page: number): number | null {
  const to = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.max(0, Math.min(count - 1, to));
}
