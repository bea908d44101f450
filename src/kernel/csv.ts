/**
 * Rows of a CSV that people open in a spreadsheet. Every cell is quoted, and one that a spreadsheet would calculate
 * (`=`, `+`, `-`, `@`, or those behind a tab or line break) is kept as text by a leading apostrophe.
 */
const CALCULATED = /^[=+\-@\t\r\n]/;

/** Excel reads a file without it as Windows-1252. Goes before the first row. */
export const CSV_BYTE_ORDER_MARK = '\ufeff';

/** One row with its line end, parted by `;` as Excel in Brazil expects. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => `"${asText(String(cell)).replaceAll('"', '""')}"`).join(';')}\r\n`;
}

function asText(cell: string): string {
  return CALCULATED.test(cell) ? `'${cell}` : cell;
}
