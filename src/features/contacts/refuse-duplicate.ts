import { Conflict } from '../../kernel/errors';
import { isUniqueViolation } from '../../platform/sql-state';

/** The database's word that something is there already, in the API's words. @throws Conflict */
export async function refuseDuplicate<T>(work: Promise<T>, code: `ERR_DUPLICATED_${string}`, message: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error) ? new Conflict(code, message) : error;
  }
}
