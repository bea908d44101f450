/** Which column of a file is what. Headers compare without case, accents and punctuation. */
import { cleanLine, variableKey } from './cell.rules';

/** Further columns beyond these are a mistake (a table turned on its side), not a list of contacts. */
export const MOST_COLUMNS = 100;
const LONGEST_HEADER = 100;

/** Names of columns as the user says them; a name left out is guessed. */
export interface NamedColumns {
  readonly name?: string | undefined;
  readonly number?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * What each column is, by position, as a text of a campaign names it: `['nome', 'numero', null, 'cidade']`. Nothing is
 * guessed: null, and a column beyond the last, is left out.
 */
export type PlacedKeys = readonly (string | null)[];

export type Mapping = NamedColumns | PlacedKeys;

export interface Columns {
  /** Every header, by position; '' for a column without one, which is ignored. */
  readonly header: readonly string[];
  readonly name: number | null;
  /** Null: nobody said which it is, and none is called like one. */
  readonly number: number | null;
  readonly email: number | null;
  readonly variables: readonly { readonly index: number; readonly key: string }[];
}

export interface ColumnFault {
  readonly fault: 'import_unknown_column' | 'import_too_many_columns' | 'import_key_twice';
  /** The option at fault, else the file. */
  readonly path: 'file' | 'columns' | `columns.${Role}`;
  readonly header: readonly string[];
  /** The one that two columns were given. */
  readonly key?: string;
}

type Role = keyof NamedColumns;

/** In order of preference: of "Telefone" and "WhatsApp" the second is the number, the first a variable. */
const SYNONYMS: Readonly<Record<Role, readonly string[]>> = {
  number: ['whatsapp', 'numerowhatsapp', 'whatsappnumero', 'celular', 'numero', 'numerodetelefone', 'numerocelular', 'telefonecelular', 'telefone', 'fone', 'tel', 'number', 'phone', 'phonenumber', 'mobile'],
  name: ['nome', 'nomecompleto', 'name', 'fullname', 'contato', 'nomedocontato', 'cliente', 'nomedocliente'],
  email: ['email', 'enderecodeemail', 'correioeletronico', 'mail'],
};
const ROLES = ['number', 'name', 'email'] as const;

/** A campaign's own keys, which a column of the file must not shadow. */
const RESERVED: Readonly<Record<Role, string>> = { name: 'nome', number: 'numero', email: 'email' };

export function mapColumns(cells: readonly string[], mapping: Mapping): Columns | ColumnFault {
  const header = cells.map((cell) => cleanLine(cell, LONGEST_HEADER));
  if (header.length > MOST_COLUMNS) return { fault: 'import_too_many_columns', path: 'file', header: header.slice(0, MOST_COLUMNS) };
  return 'length' in mapping ? placedColumns(header, mapping) : guessedColumns(header, mapping);
}

function placedColumns(header: readonly string[], wanted: PlacedKeys): Columns | ColumnFault {
  const keys = wanted.map((key) => variableKey(key ?? ''));
  if (keys.length > header.length) return { fault: 'import_unknown_column', path: 'columns', header };
  const twice = keys.find((key, index) => key !== '' && keys.indexOf(key) !== index);
  if (twice !== undefined) return { fault: 'import_key_twice', path: 'columns', header, key: twice };
  const at = (role: Role): number | null => (keys.includes(RESERVED[role]) ? keys.indexOf(RESERVED[role]) : null);
  const [name, number, email] = [at('name'), at('number'), at('email')];
  const roles = new Set([name, number, email]);
  return { header, name, number, email, variables: keys.flatMap((key, index) => (key === '' || roles.has(index) ? [] : [{ index, key }])) };
}

function guessedColumns(header: readonly string[], mapping: NamedColumns): Columns | ColumnFault {
  const comparable = header.map(comparableHeader);
  const found: Record<Role, number | null> = { number: null, name: null, email: null };
  for (const role of ROLES) {
    const wanted = mapping[role];
    if (wanted === undefined) continue;
    const index = comparable.indexOf(comparableHeader(wanted));
    if (index === -1 || comparableHeader(wanted) === '') return { fault: 'import_unknown_column', path: `columns.${role}`, header };
    found[role] = index;
  }
  const taken = new Set(Object.values(found));
  for (const role of ROLES) {
    if (found[role] !== null) continue;
    const index = SYNONYMS[role].map((synonym) => comparable.indexOf(synonym)).find((at) => at !== -1 && !taken.has(at));
    if (index === undefined) continue;
    found[role] = index;
    taken.add(index);
  }
  return { header, ...found, variables: variablesOf(header, taken) };
}

/** What `mapColumns` found, as it can be told to it again. */
export function keysOf({ header, variables, ...roles }: Columns): (string | null)[] {
  const keys = new Map(variables.map(({ index, key }) => [index, key]));
  for (const role of ROLES) if (roles[role] !== null) keys.set(roles[role], RESERVED[role]);
  return header.map((_name, index) => keys.get(index) ?? null);
}

function comparableHeader(header: string): string {
  return variableKey(header).replaceAll('_', '');
}

function variablesOf(header: readonly string[], taken: ReadonlySet<number | null>): Columns['variables'] {
  return variableKeys(header).flatMap((key, index) => (taken.has(index) || key === null ? [] : [{ index, key }]));
}

/** By position, the key that each column has when it is a variable, whatever the others are; null for one without a header. */
export function variableKeys(header: readonly string[]): (string | null)[] {
  const used = new Set(Object.values(RESERVED));
  return header.map((name) => {
    const key = variableKey(name);
    if (key === '') return null;
    const free = freeKey(key, used);
    used.add(free);
    return free;
  });
}

/** "Cidade" twice is `cidade` and `cidade_2`. */
function freeKey(key: string, used: ReadonlySet<string>): string {
  if (!used.has(key)) return key;
  for (let n = 2; ; n += 1) {
    const suffix = `_${n}`;
    const candidate = key.slice(0, 40 - suffix.length) + suffix;
    if (!used.has(candidate)) return candidate;
  }
}
