import { likePattern } from '../../platform/http/pagination';

/** A number as people type it into a search box, whole or in part. */
const PHONE_LIKE = /^\+?[\d\s().-]{3,}$/;

/**
 * The `LIKE` pattern of a search over a "search" column (which holds name, number and e-mail, folded);
 * null when nothing is searched. `(11) 98888` finds `551198888…`.
 */
export function searchPattern(search: string): string | null {
  if (search === '') return null;
  const digits = PHONE_LIKE.test(search) ? search.replace(/\D/g, '') : '';
  return likePattern(digits || search);
}
