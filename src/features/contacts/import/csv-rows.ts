import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import type { Encoding } from './encoding';
import { importFault } from './import.fault';
import type { SheetRow } from './line.rules';
import type { Separator } from './separator.rules';

export interface CsvOptions {
  readonly encoding: Encoding;
  readonly separator: Separator;
  /** The first line is no row. */
  readonly skipFirst: boolean;
}

/** A quote that never closes would gather the rest of the file in one cell. */
const LONGEST_ROW_BYTES = 64 * 1024;

/**
 * Streams the rows of a CSV; blank lines are rows, so that `line` counts as a spreadsheet does.
 * A quote inside a cell (`José "Zé" Silva`) is a character like any other; one that opens a cell and swallows the next
 * lines is an error, because lines would vanish.
 * @throws Invalid that names the line where a quote or an endless row begins.
 */
export function csvRows(path: string, options: CsvOptions): { rows: AsyncIterable<SheetRow>; bytesRead(): number } {
  const file = createReadStream(path);
  return { rows: read(file, options), bytesRead: () => file.bytesRead };
}

async function* read(file: ReturnType<typeof createReadStream>, { encoding, separator, skipFirst }: CsvOptions): AsyncGenerator<SheetRow> {
  const parser = parse({
    delimiter: separator,
    // All three within one file: pasted parts bring their own.
    record_delimiter: ['\r\n', '\n', '\r'],
    bom: true,
    from_line: skipFirst ? 2 : 1,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_ROW_BYTES,
  });
  // Errors of any part reach the loop below through the parser, which `pipeline` destroys with them.
  const done = (): void => undefined;
  if (encoding === 'utf-8') pipeline(file, parser, done);
  else pipeline(file, iconv.decodeStream(encoding), parser, done);
  let line = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      line += 1;
      if (cells.some(swallowedLines)) throw importFault('import_broken_quote', { line: String(line) });
      yield { line, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? faultOf(error) : error;
  } finally {
    file.destroy();
  }
}

/** The parser leaves the opening quote on a cell whose closing quote is not followed by a separator. */
function swallowedLines(cell: string): boolean {
  return cell.startsWith('"') && /[\r\n]/.test(cell);
}

function faultOf(error: CsvError): unknown {
  // Rows that were complete before it; the row at fault is the next one.
  const line = String(Number(error['records'] ?? 0) + 1);
  return error.code === 'CSV_MAX_RECORD_SIZE' ? importFault('import_line_too_long', { line }) : importFault('import_broken_quote', { line });
}
