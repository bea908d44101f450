/**
 * Two ways through a list. Pages of 20 by number, as front ends of the family ask for them; cursors where a list is long
 * or moves while it is read. Both read one row more than they show: that row, not a count, tells whether there is more.
 */
import { z } from 'zod';
import { Invalid } from '../../kernel/errors';
import { absentIfBlank } from './form-values';

export const PAGE_SIZE = 20;

/** `?searchParam=&pageNumber=`; an absent or empty one is the first page of everything. */
export const pageQuery = z.object({
  searchParam: z.string().trim().max(200).default(''),
  pageNumber: z.preprocess(absentIfBlank, z.coerce.number().int().min(1).max(100_000).default(1)),
});

/** For `LIMIT … OFFSET …`: one row more than a page. */
export function pageWindow(pageNumber: number): { limit: number; offset: number } {
  return { limit: PAGE_SIZE + 1, offset: (pageNumber - 1) * PAGE_SIZE };
}

/** Splits what a `pageWindow` query found into the page's rows and whether others follow. */
export function pageOf<Row>(found: readonly Row[]): { rows: Row[]; hasMore: boolean } {
  return { rows: found.slice(0, PAGE_SIZE), hasMore: found.length > PAGE_SIZE };
}

/** `?cursor=&limit=`: a cursor is opaque, the one answered with the page before. */
export const cursorQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

/** Splits what a query with `LIMIT limit + 1` found, and names the place after its last shown row; null at the end. */
export function cursorPage<Row>(found: readonly Row[], limit: number, placeOf: (row: Row) => readonly unknown[]): { rows: Row[]; cursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, cursor: found.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null };
}

export function encodeCursor(place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * @param place the schema of what `placeOf` gave, as it looks in JSON
 * @throws Invalid a cursor that is not one of ours
 */
export function decodeCursor<Place>(cursor: string, place: z.ZodType<Place>): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw Invalid.field('cursor', 'invalid_cursor', 'Not a cursor of this list');
  }
}

/** `%` and `_` of a search text, taken literally by `ILIKE` (with its default escape, the backslash). */
export function likePattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, '\\$&')}%`;
}

/** For `$n::text IS NULL OR … ILIKE $n`: null when nothing is searched. */
export function likePatternIfAny(search: string): string | null {
  return search === '' ? null : likePattern(search);
}
