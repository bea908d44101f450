/** The row of a statement that always gives one: `INSERT … RETURNING`, a count. @throws Error when it did not */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`Expected one row, got ${rows.length}`);
  return row;
}
