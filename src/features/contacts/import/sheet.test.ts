import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { Invalid } from '../../../kernel/errors';
import { openSheet, type SheetOptions } from './sheet';

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'sheet-'))));
afterAll(() => rm(dir, { recursive: true }));

async function sheetOf(content: string | Buffer, options: SheetOptions = {}) {
  const path = join(dir, 'file');
  await writeFile(path, content);
  return openSheet(path, options);
}

async function rowsOf(content: string | Buffer, options?: SheetOptions) {
  const rows = [];
  for await (const row of (await sheetOf(content, options)).rows()) rows.push(row);
  return rows;
}

const refusal = (code: string, values?: object) => ({ faults: [{ path: 'file', code, ...(values && { values }) }] });
async function faultOf(content: string | Buffer, options?: SheetOptions): Promise<Invalid> {
  const error: unknown = await rowsOf(content, options).catch((thrown: unknown) => thrown);
  if (error instanceof Invalid) return error;
  throw new Error(`Expected a refusal, got ${String(error)}`);
}

const TEXT = 'Nome;Número\r\nJosé “Zé”;11988887777\r\n';
const CELLS = [['Nome', 'Número'], ['José “Zé”', '11988887777']];

describe('encodings', () => {
  test.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\ufeff${TEXT}`)],
    ['windows-1252', iconv.encode(TEXT, 'windows-1252')],
    ['utf-16le', iconv.encode(TEXT, 'utf-16le', { addBOM: true })],
    ['utf-16be', iconv.encode(TEXT, 'utf-16be', { addBOM: true })],
    ['utf-16le', iconv.encode(TEXT, 'utf-16le')],
    ['utf-16be', iconv.encode(TEXT, 'utf-16be')],
    // The only byte that tells comes after everything a sample would look at.
    ['windows-1252', iconv.encode(`Nome;Número\n${'Ana;11988887777\n'.repeat(10_000)}`.replace('Número', 'Numero').concat('José;1\n'), 'windows-1252')],
  ])('finds %s', async (encoding, content) => {
    const sheet = await sheetOf(content);
    expect(sheet.encoding).toBe(encoding);
    const rows = [];
    for await (const { cells } of sheet.rows()) rows.push(cells);
    if (rows.length === 2) expect(rows).toEqual(CELLS);
    else expect(rows.at(-1)).toEqual(['José', '1']);
    expect(sheet.progress()).toBe(1);
  });

  it('takes the word of the user', async () => {
    expect((await rowsOf(Buffer.from('Número'), { encoding: 'windows-1252' }))[0]?.cells).toEqual(['NÃºmero']);
  });

  it('refuses a forced UTF-8 that is none', async () => {
    await expect(faultOf(iconv.encode(TEXT, 'windows-1252'), { encoding: 'utf-8' })).resolves.toMatchObject({ faults: [{ path: 'encoding', code: 'import_not_utf8' }] });
  });
});

describe('rows of a CSV', () => {
  test.each<[string, string, string[][]]>([
    ['quotes, separators and line breaks inside cells', 'a;b\n"x;""y""";"1\n2"\n', [['a', 'b'], ['x;"y"', '1\n2']]],
    ['a quote that opens nothing', 'a;b\nJosé "Zé" Silva;1\n"Zé" Silva;2\n', [['a', 'b'], ['José "Zé" Silva', '1'], ['"Zé" Silva', '2']]],
    ['all line ends in one file', 'a;b\r\n1;2\n3;4\r5;6', [['a', 'b'], ['1', '2'], ['3', '4'], ['5', '6']]],
    ['rows too short and too long', 'a;b\n1\n1;2;3', [['a', 'b'], ['1'], ['1', '2', '3']]],
    ['a declared separator', 'sep=,\r\na,b\r\n1;2,3', [['a', 'b'], ['1;2', '3']]],
  ])('%s', async (_name, text, cells) => {
    expect((await rowsOf(text)).map((row) => row.cells)).toEqual(cells);
  });

  it('are numbered as a spreadsheet does, blank ones included', async () => {
    expect((await rowsOf('a;b\n\n"x\ny";1\nz;2')).map(({ line }) => line)).toEqual([1, 2, 3, 4]);
  });

  test.each([
    ['never closes', 'a;b\nok;1\n"x;2\ny;3\n', 'import_broken_quote'],
    ['swallows the next lines', 'a;b\nok;1\n"x;2\ny;"3\nz;4', 'import_broken_quote'],
    ['swallows more than a line can be', `a;b\nok;1\n"x;2\n${'y;3\n'.repeat(30_000)}`, 'import_line_too_long'],
  ])('a quote that %s is named by its line', async (_name, text, code) => {
    expect(await faultOf(text)).toMatchObject(refusal(code, { line: '3' }));
  });
});

describe('what is no list', () => {
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), deflateSync(Buffer.from(TEXT.repeat(100)))]);

  test.each([
    ['an empty file', Buffer.alloc(0), 'import_empty'],
    ['a picture named .csv', png, 'import_binary'],
    ['compressed bytes', deflateSync(Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * i * 7919) % 251))), 'import_binary'],
    ['an old or protected workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import_old_or_protected'],
    ['a cut workbook', Buffer.from('PK\x03\x04 and nothing more', 'latin1'), 'import_bad_xlsx'],
  ])('%s is refused', async (_name, content, code) => {
    expect(await faultOf(content)).toMatchObject(refusal(code));
  });

  it('but a stray NUL does not make a text a binary', async () => {
    expect((await rowsOf('Nome;Número\nJo\0sé;11988887777\n'))[1]?.cells).toEqual(['Jo\0sé', '11988887777']);
  });
});
