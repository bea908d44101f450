/** What the import screen decides by itself. Pure. */
import type { Answer } from '../../api/api';

export type ImportAnswer = Answer<'/contact-lists/{id}/upload', 'post'>;
export type PastImport = Answer<'/contact-lists/{id}/imports', 'get'>['records'][number];
export type Limits = Answer<'/contact-lists/import-limits', 'get'>;
export type Verdict = ImportAnswer['preview'][number]['verdict'];
/** What became of the lines of a file. */
export type Tally = Pick<ImportAnswer, 'lines' | 'imported' | 'updated' | 'duplicate' | 'optOut' | 'invalid'>;

/** In the order in which the sum is told. */
export const VERDICTS = ['imported', 'updated', 'duplicate', 'optOut', 'invalid'] as const satisfies readonly Verdict[];

/** Contacts that are in the list afterwards because of the file. */
export const reached = ({ imported, updated }: Tally): number => imported + updated;

/** Why a file is not even sent; null: it may be. */
export function refusalOf(file: { readonly size: number }, limits: Limits | undefined): 'empty' | 'tooLarge' | null {
  if (file.size === 0) return 'empty';
  // Until the limits are known the server alone decides.
  return limits !== undefined && file.size > limits.maxBytes ? 'tooLarge' : null;
}

/** How the file is to be read; null where the server guesses. */
export interface Choices {
  readonly encoding: string | null;
  readonly separator: string | null;
  /** By position: `nome`, `numero`, `email`, the key of a variable; null for a column left out. */
  readonly columns: readonly (string | null)[] | null;
}

export const GUESSED: Choices = { encoding: null, separator: null, columns: null };

/** As the server takes them in the address. */
export function queryOf({ encoding, separator, columns }: Choices): Record<string, string> {
  return {
    ...(encoding !== null && { encoding }),
    ...(separator !== null && { separator: separator === '\t' ? 'tab' : separator }),
    ...(columns !== null && { columns: JSON.stringify(columns) }),
  };
}

/** Another separator makes other columns: what was said of the old ones means nothing. */
export const withSeparator = (choices: Choices, separator: string): Choices => ({ ...choices, separator, columns: null });

export const ROLE_KEYS = ['nome', 'numero', 'email'] as const;
export type RoleKey = (typeof ROLE_KEYS)[number];
/** What a column may be. */
export type ColumnUse = RoleKey | 'variable' | 'ignored';

export function columnUse(key: string | null | undefined): ColumnUse {
  if (key === null || key === undefined) return 'ignored';
  return ROLE_KEYS.find((role) => role === key) ?? 'variable';
}

/**
 * What the columns are after one was changed. A role is of one column: the one that had it becomes a variable.
 * @param keys what they are; @param variableKeys what each is called as a variable, null where it cannot be one
 */
export function withUse(keys: readonly (string | null)[], variableKeys: readonly (string | null)[], changed: number, use: ColumnUse): (string | null)[] {
  const asVariable = (index: number): string | null => variableKeys[index] ?? null;
  return keys.map((key, index) => {
    if (index === changed) return use === 'ignored' ? null : use === 'variable' ? asVariable(index) : use;
    return key !== null && key === use ? asVariable(index) : key;
  });
}

/** The first few different things that stand in a column, to know it by. */
export function samplesOf(preview: ImportAnswer['preview'], column: number, most = 3): string[] {
  return [...new Set(preview.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== ''))].slice(0, most);
}

/**
 * After the answer to an import was lost: whether it was written all the same. An import is one transaction that also
 * leaves its record, so the record is the truth.
 * @param before ids of the imports that were there when it began; @param now those that are there, the latest first
 */
export function settled(before: readonly string[], now: readonly PastImport[], fileName: string): PastImport | null {
  return now.find((past) => past.fileName === fileName && !before.includes(past.id)) ?? null;
}
