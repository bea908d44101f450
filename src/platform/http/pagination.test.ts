import fc from 'fast-check';
import { z } from 'zod';
import { cursorPage, decodeCursor, encodeCursor, likePattern, PAGE_SIZE, pageOf, pageQuery, pageWindow } from './pagination';

it('reads family pages: absent or empty is the first', () => {
  expect(pageQuery.parse({})).toEqual({ searchParam: '', pageNumber: 1 });
  expect(pageQuery.parse({ searchParam: ' ana ', pageNumber: '' })).toEqual({ searchParam: 'ana', pageNumber: 1 });
  expect(pageQuery.parse({ pageNumber: '3' }).pageNumber).toBe(3);
  for (const pageNumber of ['0', '-1', 'x', '1.5']) expect(pageQuery.safeParse({ pageNumber }).success).toBe(false);
});

it('walks any list, by pages or by cursor, and shows each row once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 30 }), (length, limit) => {
      const rows = Array.from({ length }, (_, id) => id);
      const byPages: number[] = [];
      for (let page = 1, more = true; more; page += 1) {
        const { limit: take, offset } = pageWindow(page);
        const { rows: shown, hasMore } = pageOf(rows.slice(offset, offset + take));
        expect(shown.length).toBeLessThanOrEqual(PAGE_SIZE);
        byPages.push(...shown);
        more = hasMore;
      }
      expect(byPages).toEqual(rows);

      const byCursor: number[] = [];
      let cursor: string | null = encodeCursor([-1]);
      while (cursor !== null) {
        const [after]: [number] = decodeCursor(cursor, z.tuple([z.number()]));
        const page: { rows: number[]; cursor: string | null } = cursorPage(rows.filter((id) => id > after).slice(0, limit + 1), limit, (id) => [id]);
        byCursor.push(...page.rows);
        cursor = page.cursor;
      }
      expect(byCursor).toEqual(rows);
    }),
  );
});

it('refuses a cursor that is not of the list', () => {
  for (const cursor of ['', 'x', encodeCursor(['a']), encodeCursor([1, 2]), Buffer.from('{').toString('base64url')]) {
    expect(() => decodeCursor(cursor, z.tuple([z.number()]))).toThrow(expect.objectContaining({ status: 422 }));
  }
});

it('takes the wildcards of a search literally', () => {
  expect(likePattern('50%_a\\b')).toBe('%50\\%\\_a\\\\b%');
});
