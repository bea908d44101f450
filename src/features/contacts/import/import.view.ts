import { z } from 'zod';
import type { ContactListId } from '../../../kernel/ids';
import type { Language } from '../../../platform/http/texts';
import { phoneTexts } from '../contact.texts';
import { keysOf, variableKeys } from './columns.rules';
import type { ImportOutcome } from './import.service';
import type { PastImport } from './import.store';

/** The rest of them is in the CSV at `errorsUrl`. */
const SHOWN_ERRORS = 100;

const tally = {
  lines: z.number(),
  imported: z.number(),
  updated: z.number(),
  duplicate: z.number(),
  optOut: z.number(),
  invalid: z.number(),
};

export const importShape = z.object({
  dryRun: z.boolean(),
  ...tally,
  errors: z.array(z.object({ line: z.number(), column: z.string(), value: z.string(), code: z.string(), reason: z.string() })),
  /** Of what was written; null for a dry run. */
  importId: z.string().nullable(),
  errorsUrl: z.string().nullable(),
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  separator: z.string().nullable(),
  /** Every header of the file, by position: what `columns` may name. */
  header: z.array(z.string()),
  columns: z.object({
    name: z.string().nullable(),
    /** Null only of a dry run: none was found, and the import would be refused until one is told. */
    number: z.string().nullable(),
    email: z.string().nullable(),
    /** Further columns, and the keys by which a text names them: `{cidade}`. */
    variables: z.array(z.object({ column: z.string(), key: z.string() })),
    /** The same by position, as `columns` takes it: `nome`, `numero`, `email`, a variable's key; null for a column left out. */
    keys: z.array(z.string().nullable()),
    /** By position, the key that each column has when it is a variable; null for one without a header. */
    variableKeys: z.array(z.string().nullable()),
  }),
  /** The first 50 lines of a dry run, with their verdicts. */
  preview: z.array(
    z.object({
      line: z.number(),
      number: z.string(),
      name: z.string(),
      /** As they stand in the file, cut. */
      cells: z.array(z.string()),
      verdict: z.enum(['imported', 'updated', 'optOut', 'duplicate', 'invalid']),
    }),
  ),
});

export function importView(outcome: ImportOutcome, listId: ContactListId, language: Language): z.input<typeof importShape> {
  const { errors, columns, sheet, importId } = outcome;
  const header = (index: number | null): string | null => (index === null ? null : (columns.header[index] ?? null));
  return {
    dryRun: importId === null,
    ...outcome.tally,
    errors: errors.slice(0, SHOWN_ERRORS).map((error) => ({ ...error, reason: phoneTexts[error.code][language] })),
    importId,
    errorsUrl: importId === null || errors.length === 0 ? null : errorsUrl(listId, importId),
    format: sheet.format,
    encoding: sheet.encoding,
    separator: sheet.separator,
    header: [...columns.header],
    columns: {
      name: header(columns.name),
      number: header(columns.number),
      email: header(columns.email),
      variables: columns.variables.map(({ index, key }) => ({ column: header(index) ?? '', key })),
      keys: keysOf(columns),
      variableKeys: variableKeys(columns.header),
    },
    preview: outcome.preview.flatMap(({ verdict, cells, ...line }) => (verdict === null ? [] : [{ ...line, cells: [...cells], verdict }])),
  };
}

export const pastImportShape = z.object({
  id: z.string(),
  fileName: z.string(),
  userName: z.string().nullable(),
  ...tally,
  errorsUrl: z.string().nullable(),
  createdAt: z.string(),
});

export function pastImportView(past: PastImport, listId: ContactListId): z.input<typeof pastImportShape> {
  return { ...past, errorsUrl: past.invalid === 0 ? null : errorsUrl(listId, past.id), createdAt: past.createdAt.toISOString() };
}

function errorsUrl(listId: ContactListId, importId: string): string {
  return `/contact-lists/${listId}/imports/${importId}/errors.csv`;
}
