import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { Invalid } from '../../../../kernel/errors';
import { openWorkbook } from './workbook';
import { openZip } from './zip';

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'xlsx-'))));
afterAll(() => rm(dir, { recursive: true }));

async function rowsOf(content: Buffer) {
  const path = join(dir, `${randomBytes(4).toString('hex')}.xlsx`);
  await writeFile(path, content);
  const rows = [];
  for await (const row of (await openWorkbook(path)).rows()) rows.push(row);
  return rows;
}

async function excel(fill: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Contatos'), book);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A ZIP as programs write it; `method` 0 stores. */
function zip(files: Readonly<Record<string, string | Buffer>>, { flags = 0, method = 8 } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content);
    const packed = method === 0 ? plain : deflateRawSync(plain);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(plain.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, tail, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]);
}

const WORKSHEET = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
const shell = (sheet: string | Buffer, more: Readonly<Record<string, string>> = {}) => ({
  'xl/worksheets/sheet1.xml': sheet,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId7" Type="${WORKSHEET}" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
  'xl/workbook.xml': `<?xml version="1.0"?><workbook><sheets><sheet name="S" sheetId="1" r:id="rId7"/></sheets></workbook>`,
  ...more,
});

describe('what Excel writes', () => {
  it('reads as Excel in Brazil shows it', async () => {
    const book = await excel((sheet) => {
      sheet.addRow(['Nome', 'Número', 'Nascimento', 'Saldo', 'Ativo', 'Hora']);
      sheet.addRow(['José & <Zé> "Filho"', 11988887777, new Date(Date.UTC(1990, 11, 31)), 12.5, true, new Date(Date.UTC(2026, 0, 2, 14, 30))]);
      sheet.getColumn(3).numFmt = 'dd/mm/yyyy';
      sheet.getColumn(6).numFmt = 'dd/mm/yyyy hh:mm';
    });
    expect((await rowsOf(book)).map(({ cells }) => cells)).toEqual([
      ['Nome', 'Número', 'Nascimento', 'Saldo', 'Ativo', 'Hora'],
      ['José & <Zé> "Filho"', '11988887777', '31/12/1990', '12,5', 'VERDADEIRO', '02/01/2026 14:30'],
    ]);
  });

  it('gives the last result of a formula and never the formula', async () => {
    const book = await excel((sheet) => {
      sheet.addRow([{ formula: 'HYPERLINK("http://x")', result: 'clique' }, { formula: '1/0', result: { error: '#DIV/0!' } }, { richText: [{ text: 'Ana ' }, { font: { bold: true }, text: 'Maria' }] }]);
    });
    expect((await rowsOf(book))[0]?.cells).toEqual(['clique', '', 'Ana Maria']);
  });

  it('keeps rows and columns in their places, and takes the first sheet that is shown', async () => {
    const book = await excel((sheet, workbook) => {
      sheet.state = 'hidden';
      const shown = workbook.addWorksheet('Visível');
      shown.getCell('B2').value = 'Número';
      shown.getCell('D5').value = '11988887777';
    });
    expect(await rowsOf(book)).toEqual([
      { line: 2, cells: ['', 'Número'] },
      { line: 5, cells: ['', '', '', '11988887777'] },
    ]);
  });

  it('gives back any text that was put in', async () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\0-\x1f\ufffe\uffff]|_x[\da-f]{4}_/i.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 8 }), async (cells) => {
        const [row] = await rowsOf(await excel((sheet) => void sheet.addRow(cells)));
        expect(row?.cells).toEqual(cells);
      }),
      { numRuns: 30 },
    );
  });
});

describe('what other programs write', () => {
  const read = async (sheet: string, more?: Record<string, string>) => (await rowsOf(zip(shell(sheet, more)))).map(({ cells }) => cells);

  test.each([
    ['no places', '<row><c><v>1</v></c><c t="inlineStr"><is><t>a</t></is></c></row>', ['1', 'a']],
    ['prefixes and single quotes', "<x:row r='1'><x:c r='B1' t='str'><x:v>b</x:v></x:c></x:row>", ['', 'b']],
    ['a number as a fraction of powers', '<row><c><v>5.511999998888E12</v></c></row>', ['5511999998888']],
    ['floating point', '<row><c><v>0.10000000000000001</v></c></row>', ['0,1']],
    ['ISO dates', '<row><c t="d"><v>2026-12-31T00:00:00.000</v></c></row>', ['31/12/2026']],
    ['literal text and comments', '<row><!-- <c> --><c t="str"><v><![CDATA[a<b&c]]></v></c></row>', ['a<b&c']],
    ['escaped characters', '<row><c t="str"><v>a_x000D_b &#233; &#xE9; &amp;amp;</v></c></row>', ['a\rb é é &amp;']],
    ['">" inside an attribute', '<row spans="a>b"><c t="str"><v>x</v></c></row>', ['x']],
    ['phonetics', '<row><c t="s"><v>0</v></c></row>', ['東京']],
  ])('%s', async (_name, row, cells) => {
    const strings = '<sst><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>';
    expect(await read(`<worksheet><sheetData>${row}</sheetData></worksheet>`, { 'xl/sharedStrings.xml': strings })).toEqual([cells]);
  });

  it('dates counted from 1904', async () => {
    const files = shell('<row><c s="1"><v>43464</v></c></row>', {
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    });
    const mac = { ...files, 'xl/workbook.xml': files['xl/workbook.xml'].replace('<sheets>', '<workbookPr date1904="1"/><sheets>') };
    expect((await rowsOf(zip(mac, { method: 0 })))[0]?.cells).toEqual(['31/12/2022']);
  });
});

describe('a workbook that means harm, or is broken', () => {
  const fault = async (content: Buffer) => {
    const error: unknown = await rowsOf(content).catch((thrown: unknown) => thrown);
    return error instanceof Invalid ? error.faults[0]?.code : error;
  };

  it('does not inflate beyond its budget', async () => {
    const path = join(dir, 'bomb.zip');
    await writeFile(path, zip({ bomb: Buffer.alloc(10_000_000) }));
    const read = async (budget: number) => {
      let bytes = 0;
      for await (const chunk of (await openZip(path, budget)).get('bomb')!.open()) bytes += (chunk as Buffer).length;
      return bytes;
    };
    expect(await read(10_000_000)).toBe(10_000_000);
    await expect(read(9_999_999)).rejects.toMatchObject({ faults: [{ code: 'import_xlsx_too_large' }] });
  });

  test.each([
    ['one text without an end', shell(`<row><c><v>${'1'.repeat(2_000_000)}</v></c></row>`), 'import_bad_xlsx'],
    ['a column far to the right', shell('<row><c r="XFD1"><v>1</v></c></row>'), 'import_too_many_columns'],
    ['more rows than any sheet has', shell('<row/>'.repeat(1_048_577)), 'import_xlsx_too_large'],
    ['entities declared to explode', shell('<!DOCTYPE x [<!ENTITY a "aaaa">]><row><c><v>&a;</v></c></row>'), 'import_bad_xlsx'],
    ['no workbook inside', { 'word/document.xml': '<w/>' }, 'import_bad_xlsx'],
    ['a sheet that is missing', shell('', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }), 'import_bad_xlsx'],
    ['a tag cut in the middle', shell('<row><c><v>1</v></c></row><row r="2'), 'import_bad_xlsx'],
  ])('%s', async (_name, files, code) => {
    expect(await fault(zip(files))).toBe(code);
  });

  it('encrypted entries', async () => {
    expect(await fault(zip(shell('<row/>'), { flags: 1 }))).toBe('import_old_or_protected');
  });

  it('any byte changed: rows or a refusal, never a crash', async () => {
    const book = await excel((sheet) => sheet.addRows([['Nome', 'Número'], ...Array.from({ length: 20 }, (_, i) => [`Ana ${i}`, 11988880000 + i])]));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(book.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }), async (changes) => {
        const broken = Buffer.from(book);
        for (const [at, byte] of changes) broken[at] = byte;
        const outcome = await fault(broken);
        expect(typeof outcome === 'string' || Array.isArray(outcome)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
