/** What a file is, by its first bytes: neither the name nor the sender is believed. */
import { extname } from 'node:path';

export interface FileType {
  readonly mimeType: string;
  readonly extension: string;
}

/** Bytes needed to tell: the names inside an Office file come after its first entry. */
export const HEAD_BYTES = 8_192;

const type = (mimeType: string, extension: string): FileType => ({ mimeType, extension });

/** [offset, bytes as Latin-1, type]; the first that fits wins. */
const SIGNATURES: readonly (readonly [number, string, FileType])[] = [
  [0, '\xff\xd8\xff', type('image/jpeg', 'jpg')],
  [0, '\x89PNG\r\n\x1a\n', type('image/png', 'png')],
  [8, 'WEBP', type('image/webp', 'webp')],
  [0, 'GIF8', type('image/gif', 'gif')],
  [0, '%PDF-', type('application/pdf', 'pdf')],
  [0, 'OggS', type('audio/ogg', 'ogg')],
  [0, 'ID3', type('audio/mpeg', 'mp3')],
  [0, '\xff\xfb', type('audio/mpeg', 'mp3')],
  [0, '\xff\xf3', type('audio/mpeg', 'mp3')],
  [0, '\xff\xf1', type('audio/aac', 'aac')],
  [0, '#!AMR', type('audio/amr', 'amr')],
  [4, 'ftypM4A', type('audio/mp4', 'm4a')],
  [4, 'ftyp3gp', type('video/3gpp', '3gp')],
  ...['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1', 'dash', 'MSNV'].map((brand) => [4, `ftyp${brand}`, type('video/mp4', 'mp4')] as const),
];

const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ZIPPED: readonly (readonly [string, FileType])[] = [
  ['word/', type(`${OFFICE}.wordprocessingml.document`, 'docx')],
  ['xl/', type(`${OFFICE}.spreadsheetml.sheet`, 'xlsx')],
  ['ppt/', type(`${OFFICE}.presentationml.presentation`, 'pptx')],
];

/**
 * @param head the first `HEAD_BYTES` of the file, or all of a smaller one.
 * @param name decides between kinds of text only.
 * @returns null for whatever is not in the tables: it is not accepted.
 */
export function sniff(head: Buffer, name: string): FileType | null {
  const bytes = head.toString('latin1');
  const signature = SIGNATURES.find(([offset, mark]) => bytes.startsWith(mark, offset));
  if (signature) return signature[2];
  if (bytes.startsWith('PK\x03\x04')) return ZIPPED.find(([folder]) => bytes.includes(folder))?.[1] ?? type('application/zip', 'zip');
  if (!isText(head)) return null;
  return extname(name).toLowerCase() === '.csv' ? type('text/csv', 'csv') : type('text/plain', 'txt');
}

/** UTF-8, or the Windows-1252 that Excel writes, without control characters. */
function isText(head: Buffer): boolean {
  return head.length > 0 && head.every((byte) => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
