import { z } from 'zod';
import { cleanLine, cleanValue, LONGEST_EMAIL, LONGEST_NAME, LONGEST_VALUE, variableKey } from './import/cell.rules';
import { MOST_COLUMNS } from './import/columns.rules';

/** The same bounds as a file's cells; too long is refused here, where somebody can correct it, and cut there. */
export const name = z.string().max(LONGEST_NAME).transform((text) => cleanLine(text, LONGEST_NAME)).pipe(z.string().min(1));
export const email = z.union([z.literal(''), z.email().max(LONGEST_EMAIL)]);

/** Own keys of a contact, as a text names them: `{"Data de Nascimento": …}` becomes `data_de_nascimento`. */
export const variables = z
  .record(z.string().max(100), z.string().max(LONGEST_VALUE))
  .refine((given) => Object.keys(given).length <= MOST_COLUMNS, 'too_many_variables')
  .transform((given) => Object.fromEntries(Object.entries(given).flatMap(([key, value]) => (variableKey(key) === '' ? [] : [[variableKey(key), cleanValue(value)]]))));
