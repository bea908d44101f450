/** The board: lanes side by side, each with its first tickets and a cursor to the next ones. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { serviceQueueId, tagId, ticketId } from '../../kernel/ids';
import { absentIfBlank, jsonIfText } from '../../platform/http/form-values';
import { cursorPage, cursorQuery, decodeCursor } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { kanbanStore } from './kanban.store';
import { eyesOf } from './sight.store';
import { tagStore } from './tag.store';
import { tagShape, tagView } from './tag.view';
import { ticketStore } from './ticket.store';
import { ticketShape, ticketView } from './ticket.view';

const boardQuery = cursorQuery.extend({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  /** Of one lane only; 0: of the tickets in none. */
  laneId: z.preprocess(absentIfBlank, z.union([z.literal('0').transform(() => null), tagId()]).optional()),
  queueIds: z.preprocess(jsonIfText, z.array(serviceQueueId()).max(500)).transform((ids) => (ids.length === 0 ? null : ids)).default(null),
});
const place = z.tuple([ticketId()]);
const boardShape = z.object({
  lanes: z.array(z.object({
    /** Null: tickets that are in no lane. */
    lane: tagShape.nullable(),
    tickets: z.array(ticketShape),
    count: z.number(),
    cursor: z.string().nullable(),
  })),
});

export function kanbanRoutes(db: Queryable): Route[] {
  return [
    route({
      method: 'get', path: '/ticket/kanban', access: 'user', tag: 'Tags',
      summary: 'Living tickets by lane, newest first: the first of each; ?laneId=&cursor= for more of one',
      query: boardQuery,
      response: boardShape,
      async run({ caller, query: { laneId, cursor, limit, queueIds } }) {
        const filter = { companyId: caller.companyId, eyes: eyesOf(caller), queueIds };
        const all = await tagStore(db).all(caller.companyId, true);
        const lanes = laneId === undefined ? [null, ...all] : laneId === null ? [null] : [found(all.find(({ id }) => id === laneId), 'Lane')];
        const before = cursor === undefined ? null : decodeCursor(cursor, place)[0];

        const board = kanbanStore(db);
        const [counts, inLanes, inNone] = await Promise.all([
          board.counts(filter),
          board.inLanes(filter, lanes.flatMap((lane) => lane?.id ?? []), before, limit + 1),
          lanes[0] === null ? board.inNone(filter, before, limit + 1) : [],
        ]);
        const pages = lanes.map((lane) => ({ lane, ...cursorPage(lane === null ? inNone : (inLanes.get(lane.id) ?? []), limit, (id) => [id]) }));
        const rows = new Map((await ticketStore(db).byIdsAcrossCompanies(pages.flatMap((page) => page.rows))).map((row) => [row.id, row]));
        return {
          lanes: pages.map((page) => ({
            lane: page.lane === null ? null : tagView(page.lane),
            tickets: page.rows.flatMap((id) => rows.get(id) ?? []).map(ticketView),
            count: counts.get(page.lane?.id ?? null) ?? 0,
            cursor: page.cursor,
          })),
        };
      },
    }),
  ];
}
