/** The variables of one contact as a form holds them: rows, some still blank. Pure. */
export interface VariableRow {
  readonly key: string;
  readonly value: string;
}

/** @param known keys that other contacts of the list have, offered to a new one */
export function rowsOf(variables: Readonly<Record<string, string>>, known: readonly string[] = []): VariableRow[] {
  const own = Object.entries(variables).map(([key, value]) => ({ key, value }));
  return [...own, ...known.filter((key) => !Object.hasOwn(variables, key)).map((key) => ({ key, value: '' }))];
}

/** Rows without a name hold nothing. Of two with one name the last counts. */
export function variablesOf(rows: readonly VariableRow[]): Record<string, string> {
  return Object.fromEntries(rows.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), value]));
}

/** Every key of some contacts, each once, in the order in which they come. */
export function keysIn(contacts: readonly { readonly variables: Readonly<Record<string, string>> }[]): string[] {
  return [...new Set(contacts.flatMap(({ variables }) => Object.keys(variables)))];
}
