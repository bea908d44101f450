/** The small parts of a workbook: which sheet is the first one shown, what its texts are, which styles are dates. */
import { importFault } from '../import.fault';
import { isDateFormat, textValue, type CellFormats } from './cell-value';
import { attribute, xmlReader, type XmlHandler } from './xml';
import type { ZipEntry } from './zip';

const date1904 = attribute('date1904');
const relationId = attribute('\\w+:id');
const state = attribute('state');
const id = attribute('Id');
const type = attribute('Type');
const target = attribute('Target');
const formatId = attribute('numFmtId');
const formatCode = attribute('formatCode');

async function readXml(entry: ZipEntry, handler: Partial<XmlHandler>): Promise<void> {
  const nothing = (): void => undefined;
  const reader = xmlReader({ open: nothing, close: nothing, text: nothing, ...handler });
  for await (const chunk of entry.open()) reader.write(chunk as Buffer);
  reader.end();
}

export interface WorkbookParts {
  /** The name in the archive of the first sheet that is not hidden. */
  readonly sheet: string;
  readonly from1904: boolean;
}

export async function readWorkbook(entries: ReadonlyMap<string, ZipEntry>): Promise<WorkbookParts> {
  const workbook = entries.get('xl/workbook.xml');
  const relations = entries.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw importFault('import_bad_xlsx');
  const sheets: { relation: string; hidden: boolean }[] = [];
  let from1904 = false;
  await readXml(workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(date1904(attributes) ?? '');
      if (name === 'sheet') sheets.push({ relation: relationId(attributes) ?? '', hidden: (state(attributes) ?? 'visible') !== 'visible' });
    },
  });
  const targets = new Map<string, string>();
  await readXml(relations, {
    open(name, attributes) {
      // Charts and dialogs are sheets too, but have no rows.
      if (name !== 'Relationship' || !(type(attributes) ?? '').endsWith('/worksheet')) return;
      targets.set(id(attributes) ?? '', nameInArchive(target(attributes) ?? ''));
    },
  });
  const shown = sheets.find(({ relation, hidden }) => !hidden && targets.has(relation));
  const sheet = shown && targets.get(shown.relation);
  if (sheet === undefined || !entries.has(sheet)) throw importFault('import_bad_xlsx');
  return { sheet, from1904 };
}

function nameInArchive(path: string): string {
  return path.startsWith('/') ? path.slice(1) : `xl/${path}`;
}

/** Rich text is put together; how it was pronounced (`rPh`) is left out. */
export async function readSharedStrings(entry: ZipEntry | undefined): Promise<readonly string[]> {
  const strings: string[] = [];
  if (entry === undefined) return strings;
  let current = '';
  let inText = false;
  let inReading = false;
  await readXml(entry, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') inReading = true;
      else if (name === 't') inText = !inReading;
    },
    text(value) {
      if (inText) current += value;
    },
    close(name) {
      if (name === 'si') strings.push(textValue(current));
      else if (name === 'rPh') inReading = false;
      else if (name === 't') inText = false;
    },
  });
  return strings;
}

export async function readDateStyles(entry: ZipEntry | undefined): Promise<CellFormats['dateStyles']> {
  const dates = new Set<number>();
  if (entry === undefined) return dates;
  const codes = new Map<number, string>();
  let inCellFormats = false;
  let index = 0;
  await readXml(entry, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(formatId(attributes)), formatCode(attributes) ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const format = Number(formatId(attributes) ?? 0);
        if (isDateFormat(format, codes.get(format))) dates.add(index);
        index += 1;
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return dates;
}
