/**
 * What a cell says, written as the Excel of Brazil would show or export it, so that a list means the same as .xlsx and
 * as .csv: dates 31/12/2026, decimals with a comma. A formula's cell is its last result; the formula itself is not read.
 */
export interface CellFormats {
  /** Indexes of cell styles that show a number as a date. */
  readonly dateStyles: ReadonlySet<number>;
  /** Some workbooks made on old Macs count days from 1904. */
  readonly from1904: boolean;
}

const DAY_MS = 86_400_000;
/** Day 0 of each count, in days since 1970. */
const EPOCH_1900 = -25_569;
const EPOCH_1904 = -24_107;
/** Excel writes characters that XML does not allow as `_x000D_`. */
const ESCAPED = /_x([\dA-F]{4})_/gi;

export function textValue(text: string): string {
  return text.includes('_x') ? text.replace(ESCAPED, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;
}

/** @param type the cell's `t`; @param raw its `<v>`; @param style its `s`. Shared and inline texts are not numbers and do not come here. */
export function plainValue(type: string, raw: string, style: number, formats: CellFormats): string {
  switch (type) {
    case 'str':
      return textValue(raw);
    case 'b':
      return raw === '1' ? 'VERDADEIRO' : 'FALSO';
    // A formula that failed (#N/D) has no value.
    case 'e':
      return '';
    // ISO 8601, in workbooks saved as "Strict Open XML".
    case 'd':
      return dateText(Date.parse(raw.includes('T') ? `${raw.replace(/Z$/, '')}Z` : raw));
    default:
      return numberText(raw, style, formats);
  }
}

function numberText(raw: string, style: number, formats: CellFormats): string {
  const number = Number(raw);
  if (raw === '' || !Number.isFinite(number)) return raw;
  if (formats.dateStyles.has(style)) return dateText(Math.round((number + (formats.from1904 ? EPOCH_1904 : EPOCH_1900)) * DAY_MS));
  // 5.511999998888E12, as some programs store a phone number, has all its digits and is written out.
  return String(number).replace('.', ',');
}

function dateText(ms: number): string {
  if (Number.isNaN(ms)) return '';
  const iso = new Date(ms).toISOString();
  const [day, time] = [iso.slice(0, 10).split('-').reverse().join('/'), iso.slice(11, 16)];
  if (ms < (EPOCH_1900 + 1) * DAY_MS) return time;
  return time === '00:00' ? day : `${day} ${time}`;
}

/** Ids that mean dates without saying so (ECMA-376, 18.8.30). */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [[14, 22], [27, 36], [45, 47], [50, 58]];

/** @param code a number format such as `dd/mm/yyyy`, `#,##0.00` or `[$-416]d" de "mmmm`; undefined for a built-in one. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN_DATES.some(([from, to]) => id >= from && id <= to);
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}
