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
  readonly maxLines: number;
  /** Settles a batch of valid numbers, each the first of its kind in the file. */
  readonly settle: (items: readonly ImportItem[], columns: Columns) => Promise<BatchTally>;
  /** Told after each batch. */
  readonly onProgress: (lines: number) => void;
}

/** One statement a batch, and one turn of the event loop: about 20 ms of reading between two statements. */
const BATCH = 1_000;
const MOST_ERRORS = 10_000;
const PREVIEW_LINES = 50;

/**
 * Walks through a file once and gives every line its verdict. In memory are a batch, the distinct numbers seen (200,000
 * of them take 15 MB) and the first errors, whatever the size of the file.
 * @throws Invalid no phone column, no lines, too many lines, a file that breaks on the way.
 */
export async function surveySheet(sheet: Sheet, options: SurveyOptions): Promise<Survey> {
  const tally = { ...EMPTY_TALLY };
  const errors: LineError[] = [];
  const preview: SeenLine[] = [];
  const seen = new Set<string>();
  let columns: Columns | null = null;
  let batch: ImportItem[] = [];

  const settle = async (into: Columns): Promise<void> => {
    const { imported, updated, optOut } = await options.settle(batch, into);
    tally.imported += imported;
    tally.updated += updated;
    tally.optOut += optOut;
    batch = [];
    options.onProgress(tally.lines);
  };

  for await (const row of sheet.rows()) {
    if (isBlank(row)) continue;
    if (columns === null) {
      columns = columnsOf(row, options.mapping);
      continue;
    }
    tally.lines += 1;
    if (tally.lines > options.maxLines) throw importFault('import_too_many_lines', { limit: options.maxLines.toLocaleString('pt-BR') });
    const judged = judgeLine(row, columns);
    const isValid = 'number' in judged;
    const isFirst = isValid && !seen.has(judged.number);
    if (preview.length < PREVIEW_LINES) {
      preview.push({
        line: row.line,
        number: isValid ? judged.number : judged.value,
        name: isValid ? judged.name : '',
        verdict: isValid ? (isFirst ? null : 'duplicate') : 'invalid',
      });
    }
    if (!isValid) {
      tally.invalid += 1;
      if (errors.length < MOST_ERRORS) errors.push(judged);
    } else if (!isFirst) {
      tally.duplicate += 1;
    } else {
      seen.add(judged.number);
      batch.push(judged);
      if (batch.length === BATCH) await settle(columns);
    }
  }
  if (columns === null) throw importFault('import_empty');
  if (tally.lines === 0) throw importFault('import_no_lines');
  if (batch.length > 0) await settle(columns);
  return { columns, tally, errors, preview };
}

function columnsOf(header: SheetRow, mapping: Mapping): Columns {
  const columns = mapColumns(header.cells, mapping);
  if (!('fault' in columns)) return columns;
  const seen = columns.header.filter((name) => name !== '').join(', ') || '—';
  throw importFault(columns.fault, { columns: seen, limit: String(MOST_COLUMNS) }, columns.role === null ? 'file' : `columns.${columns.role}`);
}
