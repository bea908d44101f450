import { z } from 'zod';
import { absentIfBlank } from '../../platform/http/form-values';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { ratingStore, type RatingRow } from './rating.store';

const day = z.preprocess(absentIfBlank, z.iso.date().optional());
const score = { count: z.number(), /** Null without ratings. */ average: z.number().nullable(), /** How many rated it 1, 2, 3, 4, 5. */ rates: z.array(z.number()).length(5) };
const summaryShape = z.object({ ...score, users: z.array(z.object({ ...score, userId: z.number().nullable(), name: z.string().nullable() })) });

export function ratingRoutes(db: Queryable): Route[] {
  return [
    route({
      method: 'get', path: '/ratings', access: 'admin', tag: 'Tickets',
      summary: 'How contacts rated their conversations, in all and user by user, by local days',
      query: z.object({ dateStart: day, dateEnd: day }),
      response: summaryShape,
      run: async ({ caller, query }) => {
        const rows = await ratingStore(db).summary(caller.companyId, query.dateStart ?? null, query.dateEnd ?? null);
        const users = new Map(rows.map(({ userId, name }) => [userId, name]));
        return { ...scoreOf(rows), users: [...users].map(([userId, name]) => ({ userId, name, ...scoreOf(rows.filter((row) => row.userId === userId)) })) };
      },
    }),
  ];
}

function scoreOf(rows: readonly RatingRow[]): { count: number; average: number | null; rates: number[] } {
  const rates = [1, 2, 3, 4, 5].map((rate) => rows.reduce((sum, row) => (row.rate === rate ? sum + row.count : sum), 0));
  const count = rates.reduce((a, b) => a + b);
  const total = rates.reduce((sum, n, i) => sum + n * (i + 1), 0);
  return { count, average: count === 0 ? null : total / count, rates };
}
