import { MOST_COLUMNS } from '../columns.rules';
import { importFault } from '../import.fault';
import type { SheetRow } from '../line.rules';
import type { Sheet } from '../sheet';
import { plainValue, textValue, type CellFormats } from './cell-value';
import { readDateStyles, readSharedStrings, readWorkbook } from './parts';
import { attribute, xmlReader } from './xml';
import { openZip, type ZipEntry } from './zip';

const reference = attribute('r');
const typeName = attribute('t');
const styleIndex = attribute('s');

/** What one part of a workbook may inflate to; 200,000 lines of ten columns need a fifth of it. */
const BUDGET_BYTES = 400 * 1024 * 1024;

/**
 * Opens the first visible sheet of an .xlsx for streaming: of the whole workbook only its distinct texts are in memory.
 * @throws Invalid a damaged or encrypted workbook, or one that inflates beyond reason.
 */
export async function openWorkbook(path: string): Promise<Sheet> {
  const entries = await archive(() => openZip(path, BUDGET_BYTES));
  const { sheet, from1904 } = await archive(() => readWorkbook(entries));
  const entry = entries.get(sheet) as ZipEntry;
  const strings = await archive(() => readSharedStrings(entries.get('xl/sharedStrings.xml')));
  const dateStyles = await archive(() => readDateStyles(entries.get('xl/styles.xml')));
  let read = (): number => 0;
  return {
    format: 'xlsx',
    encoding: null,
    separator: null,
    rows() {
      const content = entry.open();
      read = content.compressedRead;
      return readRows(content, strings, { dateStyles, from1904 });
    },
    progress: () => read() / entry.compressedSize,
  };
}

/** zlib's complaints about damaged data are faults of the file, not of the program. */
async function archive<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFault(error);
  }
}

function asFault(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && code.startsWith('Z_') ? importFault('import_bad_xlsx') : error;
}

async function* readRows(content: AsyncIterable<unknown>, strings: readonly string[], formats: CellFormats): AsyncGenerator<SheetRow> {
  const rows = rowCollector(strings, formats);
  const reader = xmlReader(rows);
  try {
    for await (const chunk of content) {
      reader.write(chunk as Buffer);
      yield* rows.take();
    }
    reader.end();
  } catch (error) {
    throw asFault(error);
  }
}

/** A sheet of Excel has no more; most rows of a formatted one are empty and not passed on. */
const MOST_ROWS = 1_048_576;

/** Gathers rows from the elements `row` › `c` › `v` or `is` › `t`; places left out follow the one before. */
function rowCollector(strings: readonly string[], formats: CellFormats) {
  let done: SheetRow[] = [];
  let rowsSeen = 0;
  let line = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let style = 0;
  let raw = '';
  let inValue = false;

  return {
    open(name: string, attributes: string): void {
      if (name === 'row') {
        rowsSeen += 1;
        if (rowsSeen > MOST_ROWS) throw importFault('import_xlsx_too_large');
        line = Number(reference(attributes) ?? line + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = columnOf(reference(attributes)) ?? column + 1;
        if (column >= MOST_COLUMNS) throw importFault('import_too_many_columns', { limit: String(MOST_COLUMNS) });
        type = typeName(attributes) ?? 'n';
        style = Number(styleIndex(attributes) ?? 0);
        raw = '';
      } else if (name === 'v' || name === 't') inValue = true;
    },
    text(value: string): void {
      if (inValue) raw += value;
    },
    close(name: string): void {
      if (name === 'v' || name === 't') inValue = false;
      else if (name === 'c' && raw !== '') {
        while (cells.length < column) cells.push('');
        cells[column] = type === 's' ? (strings[Number(raw)] ?? '') : type === 'inlineStr' ? textValue(raw) : plainValue(type, raw, style, formats);
      } else if (name === 'row' && cells.length > 0) done.push({ line, cells });
    },
    take(): SheetRow[] {
      const rows = done;
      done = [];
      return rows;
    },
  };
}

/** "AB12" → 27. */
function columnOf(place: string | undefined): number | null {
  const letters = place === undefined ? null : /^[A-Z]{1,3}/.exec(place)?.[0];
  if (!letters) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
