/** What one line of a file is worth, seen by itself. */
import { parsePhone, type PhoneFault } from '../phone.rules';
import { cleanLine, cleanValue, LONGEST_EMAIL, LONGEST_NAME } from './cell.rules';
import type { Columns } from './columns.rules';

/** A row as the reader of a format gives it; `line` as a spreadsheet numbers it, the header being 1. */
export interface SheetRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ImportItem {
  readonly line: number;
  readonly name: string;
  readonly number: string;
  readonly email: string;
  readonly isGroup: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

export interface LineError {
  readonly line: number;
  /** The header of the column at fault. */
  readonly column: string;
  readonly code: PhoneFault;
  /** The cell as it was written, cut. */
  readonly value: string;
}

const SHOWN_VALUE = 60;

export function isBlank(row: SheetRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

export function judgeLine(row: SheetRow, columns: Columns): ImportItem | LineError {
  const cell = (index: number | null): string => (index === null ? '' : (row.cells[index] ?? ''));
  const written = cleanLine(cell(columns.number), SHOWN_VALUE + 1);
  const phone = parsePhone(written);
  if ('fault' in phone) {
    return { line: row.line, column: columns.number === null ? '' : (columns.header[columns.number] ?? ''), code: phone.fault, value: written.slice(0, SHOWN_VALUE) };
  }
  return {
    line: row.line,
    name: cleanLine(cell(columns.name), LONGEST_NAME),
    number: phone.number,
    email: cleanLine(cell(columns.email), LONGEST_EMAIL),
    isGroup: phone.isGroup,
    variables: Object.fromEntries(columns.variables.map(({ index, key }) => [key, cleanValue(cell(index))])),
  };
}
