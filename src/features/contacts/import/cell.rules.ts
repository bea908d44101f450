/**
 * A cell is data: it is never calculated, never expanded as a template, and never trusted to be printable.
 * What could not be seen or stored goes; what a person typed stays.
 */
import { templateKey } from '../../../kernel/text';

export const LONGEST_NAME = 200;
export const LONGEST_EMAIL = 254;
export const LONGEST_VALUE = 1_000;
const LONGEST_KEY = 40;

/** NUL and controls but tab and line breaks; half characters, which no database stores. */
const UNSTORABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu;
/** Invisible marks: those that older systems put before their own messages, and those that turn the direction of text. */
const INVISIBLE = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Nearly every cell has neither, and is spared both replacements. */
const SUSPECT = /[^\t\n\r\x20-\x7e\xa0-\u1fff\u2010-\u2027\u2030-\u205f\u2070-\ud7ff]/;

/** A value of a further column; line breaks within stay. */
export function cleanValue(cell: string): string {
  return cut(visible(cell).trim(), LONGEST_VALUE);
}

/** Names and addresses are one line. */
export function cleanLine(cell: string, longest: number): string {
  return cut(visible(cell).replace(/\s+/g, ' ').trim(), longest);
}

function visible(cell: string): string {
  return SUSPECT.test(cell) ? cell.replace(UNSTORABLE, '').replace(INVISIBLE, '') : cell;
}

/** Never through the middle of a character. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
}

/** The key by which a text of a campaign names a column: "Data de Nascimento" → `data_de_nascimento`; '' when nothing is left. */
export function variableKey(header: string): string {
  return templateKey(visible(header))
    .replace(/[^\p{L}\p{N}_]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_KEY)
    .replace(/_+$/, '');
}
