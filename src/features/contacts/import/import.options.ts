/** How a caller says what his file is, where guessing is not enough. */
import { z } from 'zod';
import { absentIfBlank, jsonIfText } from '../../../platform/http/form-values';
import { MOST_COLUMNS } from './columns.rules';
import { ENCODINGS, type Encoding } from './encoding';
import { SEPARATORS, type Separator } from './separator.rules';

const ENCODING_ALIASES: Readonly<Record<string, Encoding>> = { utf8: 'utf-8', latin1: 'windows-1252', 'iso-8859-1': 'windows-1252', cp1252: 'windows-1252' };
const SEPARATOR_ALIASES: Readonly<Record<string, Separator>> = { tab: '\t', '\\t': '\t' };

const alias = (names: Readonly<Record<string, string>>) => (value: unknown) => (typeof value === 'string' ? (names[value.toLowerCase()] ?? value.toLowerCase()) : value);
const header = z.string().max(200).optional();

const byName = z.object({ name: header, number: header, email: header });
const byPlace = z.array(z.string().max(100).nullable()).max(MOST_COLUMNS);

/** In the query, or as fields of the form. */
export const importOptions = z.object({
  dryRun: z.preprocess(absentIfBlank, z.enum(['0', '1', 'true', 'false']).optional()).transform((text) => text === '1' || text === 'true'),
  /** utf-8, windows-1252, utf-16le, utf-16be; detected unless told. */
  encoding: z.preprocess((value) => alias(ENCODING_ALIASES)(absentIfBlank(value)), z.enum(ENCODINGS).optional()),
  /** `;` `,` `|` or `tab`; detected unless told. */
  separator: z.preprocess((value) => alias(SEPARATOR_ALIASES)(absentIfBlank(value)), z.enum(SEPARATORS).optional()),
  /**
   * JSON. `{"name": "Cliente", "number": "Fone 2", "email": "Contato"}`: each a header of the file, guessed unless told. Or every
   * column by its place, as a text names it, null to leave one out: `["nome", "numero", null, "cidade"]`; nothing is guessed then.
   */
  columns: z.preprocess((value) => jsonIfText(absentIfBlank(value)), z.union([byName, byPlace]).optional()),
});
