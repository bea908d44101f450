import { open, stat } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { csvRows } from './csv-rows';
import { detectEncoding, isUtf8, type Encoding } from './encoding';
import { importFault } from './import.fault';
import type { SheetRow } from './line.rules';
import { separatorOf, type Separator } from './separator.rules';
import { openWorkbook } from './xlsx/workbook';

/** A file of rows, whatever its format. */
export interface Sheet {
  readonly format: 'csv' | 'xlsx';
  /** Of a CSV. */
  readonly encoding: Encoding | null;
  readonly separator: Separator | null;
  /** From the first row, each time it is called. @throws Invalid where the file breaks. */
  rows(): AsyncIterable<SheetRow>;
  /** Of the bytes that hold rows, how many the last `rows()` has read: 0..1. */
  progress(): number;
}

export interface SheetOptions {
  readonly encoding?: Encoding | undefined;
  readonly separator?: Separator | undefined;
}

const HEAD_BYTES = 64 * 1024;

/**
 * Looks at what a file is, by its content and not by its name.
 * @throws Invalid an empty file, a binary one, a damaged or protected workbook.
 */
export async function openSheet(path: string, options: SheetOptions): Promise<Sheet> {
  const head = await readHead(path);
  if (head.length === 0) throw importFault('import_empty');
  if (startsWith(head, ZIP)) return openWorkbook(path);
  if (startsWith(head, OLE)) throw importFault('import_old_or_protected');
  const encoding = options.encoding ?? (await detectEncoding(path, head));
  if (isBinary(head, encoding)) throw importFault('import_binary');
  if (options.encoding === 'utf-8' && !(await isUtf8(path))) throw importFault('import_not_utf8', {}, 'encoding');
  const found = separatorOf(iconv.decode(head, encoding));
  const separator = options.separator ?? found.separator;
  const size = (await stat(path)).size;
  let bytesRead = (): number => 0;
  return {
    format: 'csv',
    encoding,
    separator,
    rows() {
      const reading = csvRows(path, { encoding, separator, skipFirst: found.declared });
      bytesRead = reading.bytesRead;
      return reading.rows;
    },
    progress: () => bytesRead() / size,
  };
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
/** The container of .xls, and of every Office file with a password. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
/** Formats whose beginnings may hold few control bytes: PNG, JPEG, GIF, PDF, gzip, RAR, 7z. */
const KNOWN_BINARY = ['89504e47', 'ffd8ff', '47494638', '25504446', '1f8b', '52617221', '377abcaf'].map((hex) => Buffer.from(hex, 'hex'));
/** A stray NUL is cleaned away cell by cell; one control byte in thirty is no text. */
const BINARY_SHARE = 1 / 30;

function startsWith(head: Buffer, magic: Buffer): boolean {
  return head.subarray(0, magic.length).equals(magic);
}

function isBinary(head: Buffer, encoding: Encoding): boolean {
  if (KNOWN_BINARY.some((magic) => startsWith(head, magic))) return true;
  if (encoding.startsWith('utf-16')) return false;
  let controls = 0;
  for (const byte of head) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls += 1;
  return controls > 1 && controls > head.length * BINARY_SHARE;
}
