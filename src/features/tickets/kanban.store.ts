/** The board: living tickets by lane, as many of each as are shown. */
import type { CompanyId, TagId, TicketId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { IN_SIGHT } from './sight.store';

export interface BoardFilter {
  readonly companyId: CompanyId;
  /** Whose eyes it is seen with; null: all of the company. */
  readonly eyes: number | null;
  /** Of these service queues; null: of all. */
  readonly queueIds: readonly number[] | null;
}

const SHOWN = `t."companyId" = $1 AND t."status" <> 'closed' AND ($4::int[] IS NULL OR t."queueId" = ANY($4)) AND ${IN_SIGHT}`;

const sql = {
  counts: `
    SELECT x."tagId" AS "laneId", count(*) AS "count"
      FROM "Tickets" t LEFT JOIN "TicketTags" x ON x."ticketId" = t."id" AND x."kanban" WHERE ${SHOWN} GROUP BY 1`,
  // Lane by lane down the index "TicketTags_tag", so that one of a hundred thousand tickets costs no more than it shows.
  inLanes: `
    SELECT l."laneId", p."id" FROM unnest($5::int[]) AS l("laneId") CROSS JOIN LATERAL (
      SELECT t."id" FROM "TicketTags" x JOIN "Tickets" t ON t."id" = x."ticketId"
       WHERE x."tagId" = l."laneId" AND ${SHOWN} AND ($6::int IS NULL OR x."ticketId" < $6)
       ORDER BY x."ticketId" DESC LIMIT $7) p
    ORDER BY p."id" DESC`,
  inNone: `
    SELECT t."id" FROM "Tickets" t
     WHERE ${SHOWN} AND NOT EXISTS (SELECT 1 FROM "TicketTags" x WHERE x."ticketId" = t."id" AND x."kanban") AND ($5::int IS NULL OR t."id" < $5)
     ORDER BY t."id" DESC LIMIT $6`,
};

const bindOf = ({ companyId, eyes, queueIds }: BoardFilter): unknown[] => [companyId, eyes, true, queueIds];

export function kanbanStore(q: Queryable) {
  return {
    /** How many each lane holds; null is no lane. A lane without any is not there. */
    async counts(filter: BoardFilter): Promise<Map<TagId | null, number>> {
      const rows = await q.query<{ laneId: TagId | null; count: number }>(sql.counts, bindOf(filter));
      return new Map(rows.map(({ laneId, count }) => [laneId, count]));
    },

    /** Up to `limit` tickets of each of these lanes, newest first. @param before the last one shown; null: from the start */
    async inLanes(filter: BoardFilter, laneIds: readonly TagId[], before: TicketId | null, limit: number): Promise<Map<TagId, TicketId[]>> {
      const rows = await q.query<{ laneId: TagId; id: TicketId }>(sql.inLanes, [...bindOf(filter), laneIds, before, limit]);
      const byLane = new Map<TagId, TicketId[]>(laneIds.map((laneId) => [laneId, []]));
      for (const { laneId, id } of rows) byLane.get(laneId)?.push(id);
      return byLane;
    },

    /** The same of the tickets in no lane. */
    async inNone(filter: BoardFilter, before: TicketId | null, limit: number): Promise<TicketId[]> {
      const rows = await q.query<{ id: TicketId }>(sql.inNone, [...bindOf(filter), before, limit]);
      return rows.map(({ id }) => id);
    },
  };
}
