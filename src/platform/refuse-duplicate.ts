import { Conflict } from '../kernel/errors';
import { isUniqueViolation } from './sql-state';

/**
 * The database's word that something is there already, in the API's words.
 * @param constraint as the migration names it, where the work could break another one too.
 * @throws Conflict
 */
export async function refuseDuplicate<T>(work: Promise<T>, code: string, message: string, constraint?: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isUniqueViolation(error, constraint) ? new Conflict(code, message) : error;
  }
}
