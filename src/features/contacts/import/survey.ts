import { cleanLine } from './cell.rules';
import { mapColumns, MOST_COLUMNS, type Columns, type Mapping } from './columns.rules';
import { importFault } from './import.fault';
import type { BatchTally, KnownVerdict } from './import.store';
import { isBlank, judgeLine, type ImportItem, type LineError, type SheetRow } from './line.rules';
import type { Sheet } from './sheet';
import { EMPTY_TALLY, type Tally } from './tally';

/** One of the first lines, as a preview shows it. `verdict` is null until the list has been asked. */
export interface SeenLine {
  readonly line: number;
  readonly number: string;
  readonly name: string;
  /** As they stand in the file, cut. */
  readonly cells: readonly string[];
  readonly verdict: KnownVerdict | 'duplicate' | 'invalid' | null;
}

export interface Survey {
  readonly columns: Columns;
  readonly tally: Tally;
  /** The first `MOST_ERRORS` refused lines. */
  readonly errors: readonly LineError[];
  /** The first `PREVIEW_LINES`. */
  readonly preview: readonly SeenLine[];
}

export interface SurveyOptions {
  readonly mapping: Mapping;
  /** Of a file without a phone column: every line is invalid, and its columns are told so that somebody can say which it is. */
  readonly withoutNumber: 'refuse' | 'tell';
  readonly maxLines: number;
  /** Settles a batch of valid numbers, each the first of its kind in the file. */
  readonly settle: (items: readonly ImportItem[], columns: Columns) => Promise<BatchTally>;
  /** Told after each batch. */
  readonly onProgress: (lines: number) => void;
}

/** Lines of one statement. While the database settles a batch the next one is read, so neither waits for the other long. */
const BATCH = 1_000;
const MOST_ERRORS = 10_000;
const PREVIEW_LINES = 50;
const SHOWN_CELL = 60;

/**
 * Walks through a file once and gives every line its verdict. In memory are two batches, the distinct numbers seen (200,000
 * of them take 8 MB) and the first errors, whatever the size of the file.
 * @throws Invalid no phone column, no lines, too many lines, a file that breaks on the way.
 */
export async function surveySheet(sheet: Sheet, options: SurveyOptions): Promise<Survey> {
  const tally = { ...EMPTY_TALLY };
  const errors: LineError[] = [];
  const preview: SeenLine[] = [];
  const seen = new Set<string | number>();
  let columns: Columns | null = null;
  let batch: ImportItem[] = [];
  let settling = Promise.resolve();

  const settle = async (items: readonly ImportItem[], into: Columns): Promise<void> => {
    const { imported, updated, optOut } = await options.settle(items, into);
    tally.imported += imported;
    tally.updated += updated;
    tally.optOut += optOut;
    options.onProgress(tally.lines);
  };
  const handOver = async (into: Columns): Promise<void> => {
    await settling;
    settling = settle(batch, into);
    // It is awaited above or at the end; until then its failure must not count as unheard.
    settling.catch(() => undefined);
    batch = [];
  };

  for await (const row of sheet.rows()) {
    if (isBlank(row)) continue;
    if (columns === null) {
      columns = columnsOf(row, options);
      continue;
    }
    tally.lines += 1;
    if (tally.lines > options.maxLines) throw importFault('import_too_many_lines', { limit: String(options.maxLines) });
    const judged = judgeLine(row, columns);
    const isValid = 'number' in judged;
    const isFirst = isValid && !seen.has(keyOf(judged));
    if (preview.length < PREVIEW_LINES) {
      preview.push({
        line: row.line,
        number: isValid ? judged.number : judged.value,
        name: isValid ? judged.name : '',
        cells: row.cells.slice(0, columns.header.length).map((cell) => cleanLine(cell, SHOWN_CELL)),
        verdict: isValid ? (isFirst ? null : 'duplicate') : 'invalid',
      });
    }
    if (!isValid) {
      tally.invalid += 1;
      if (errors.length < MOST_ERRORS) errors.push(judged);
    } else if (!isFirst) {
      tally.duplicate += 1;
    } else {
      seen.add(keyOf(judged));
      batch.push(judged);
      if (batch.length === BATCH) await handOver(columns);
    }
  }
  if (columns === null) throw importFault('import_empty');
  if (tally.lines === 0) throw importFault('import_no_lines');
  if (batch.length > 0) await handOver(columns);
  await settling;
  return { columns, tally, errors, preview };
}

/** E.164 has 15 digits at most, which a number holds exactly in a quarter of a string's memory. */
function keyOf({ number, isGroup }: ImportItem): string | number {
  return isGroup ? number : Number(number);
}

function columnsOf(header: SheetRow, { mapping, withoutNumber }: SurveyOptions): Columns {
  const columns = mapColumns(header.cells, mapping);
  const seen = columns.header.filter((name) => name !== '').join(', ') || '—';
  if ('fault' in columns) throw importFault(columns.fault, { columns: seen, limit: String(MOST_COLUMNS), key: columns.key ?? '' }, columns.path);
  if (columns.number === null && withoutNumber === 'refuse') throw importFault('import_no_phone_column', { columns: seen });
  return columns;
}
