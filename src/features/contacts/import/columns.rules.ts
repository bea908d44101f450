/** Which column of a file is what. Headers compare without case, accents and punctuation. */
import { cleanLine, variableKey } from './cell.rules';

/** Further columns beyond these are a mistake (a table turned on its side), not a list of contacts. */
export const MOST_COLUMNS = 100;
const LONGEST_HEADER = 100;

/** Names of columns as the user says them; a name left out is guessed. */
export interface Mapping {
  readonly name?: string | undefined;
  readonly number?: string | undefined;
  readonly email?: string | undefined;
}

export interface Columns {
  /** Every header, by position; '' for a column without one, which is ignored. */
  readonly header: readonly string[];
  readonly name: number | null;
  readonly number: number;
  readonly email: number | null;
  readonly variables: readonly { readonly index: number; readonly key: string }[];
}

export interface ColumnFault {
  readonly fault: 'import_no_phone_column' | 'import_unknown_column' | 'import_too_many_columns';
  /** Of the mapping, when it named a column that is not there. */
  readonly role: keyof Mapping | null;
  readonly header: readonly string[];
}

/** In order of preference: of "Telefone" and "WhatsApp" the second is the number, the first a variable. */
const SYNONYMS: Readonly<Record<keyof Mapping, readonly string[]>> = {
  number: ['whatsapp', 'numerowhatsapp', 'whatsappnumero', 'celular', 'numero', 'numerodetelefone', 'numerocelular', 'telefonecelular', 'telefone', 'fone', 'tel', 'number', 'phone', 'phonenumber', 'mobile'],
  name: ['nome', 'nomecompleto', 'name', 'fullname', 'contato', 'nomedocontato', 'cliente', 'nomedocliente'],
  email: ['email', 'enderecodeemail', 'correioeletronico', 'mail'],
};
const ROLES = ['number', 'name', 'email'] as const;

/** A campaign's own keys, which a column of the file must not shadow. */
const RESERVED = ['nome', 'numero', 'email'];

export function mapColumns(cells: readonly string[], mapping: Mapping): Columns | ColumnFault {
  const header = cells.map((cell) => cleanLine(cell, LONGEST_HEADER));
  if (header.length > MOST_COLUMNS) return { fault: 'import_too_many_columns', role: null, header: header.slice(0, MOST_COLUMNS) };
  const comparable = header.map(comparableHeader);
  const found: Record<keyof Mapping, number | null> = { number: null, name: null, email: null };
  for (const role of ROLES) {
    const wanted = mapping[role];
    if (wanted === undefined) continue;
    const index = comparable.indexOf(comparableHeader(wanted));
    if (index === -1 || comparableHeader(wanted) === '') return { fault: 'import_unknown_column', role, header };
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
  if (found.number === null) return { fault: 'import_no_phone_column', role: null, header };
  return { header, name: found.name, number: found.number, email: found.email, variables: variablesOf(header, taken) };
}

function comparableHeader(header: string): string {
  return variableKey(header).replaceAll('_', '');
}

function variablesOf(header: readonly string[], taken: ReadonlySet<number | null>): Columns['variables'] {
  const used = new Set(RESERVED);
  return header.flatMap((name, index) => {
    const key = variableKey(name);
    if (taken.has(index) || key === '') return [];
    const free = freeKey(key, used);
    used.add(free);
    return [{ index, key: free }];
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
