/** Kanban lanes: which tickets have been silent in theirs for its time. */
import type { ServiceQueueId, TagId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { TicketKey } from '../tickets';

export interface LaneMove extends TicketKey {
  readonly queueId: ServiceQueueId | null;
  readonly fromTagId: TagId;
  readonly toTagId: TagId;
  /** When it entered the new lane. */
  readonly at: Date;
  /** Of the new lane; '' when it has none. */
  readonly greeting: string;
}

export function lanesStore(q: Queryable) {
  return {
    /**
     * Moves up to `limit` tickets to the lane after theirs: open ones, in which our message was the last, and which have been silent
     * and in the lane for its hours. The new lane's hours count from now, so a ticket moves one lane at a time, in whatever ring.
     * Lanes are held before tickets, as whoever removes a lane does; those of one that is being removed are left alone.
     */
    async moveAcrossCompanies(limit: number): Promise<LaneMove[]> {
      return q.query<LaneMove & object>(
        `WITH due AS (
           SELECT tt."ticketId", tt."tagId", n."id" AS "nextId", n."greetingMessageLane"
             FROM "Tags" g
             JOIN "Companies" k ON k."id" = g."companyId" AND k."status"
             LEFT JOIN "Plans" p ON p."id" = k."planId"
             JOIN "Tags" n ON n."companyId" = g."companyId" AND n."id" = g."nextLaneId" AND n."kanban" AND n."id" <> g."id"
             JOIN "TicketTags" tt ON tt."tagId" = g."id" AND tt."companyId" = g."companyId" AND tt."kanban"
             JOIN "Tickets" t ON t."id" = tt."ticketId" AND t."companyId" = g."companyId"
            WHERE g."kanban" AND g."timeLane" > 0 AND COALESCE(p."useKanban", true)
              AND t."status" = 'open' AND t."fromMe"
              AND tt."createdAt" <= now() - g."timeLane" * interval '1 hour'
              AND COALESCE(t."lastMessageAt", tt."createdAt") <= now() - g."timeLane" * interval '1 hour'
            LIMIT $1 FOR KEY SHARE OF g, n SKIP LOCKED FOR NO KEY UPDATE OF tt, t SKIP LOCKED
         ), moved AS (
           UPDATE "TicketTags" tt SET "tagId" = due."nextId", "createdAt" = now() FROM due
            WHERE tt."ticketId" = due."ticketId" AND tt."tagId" = due."tagId"
           RETURNING tt."ticketId", due."tagId" AS "fromTagId", due."nextId" AS "toTagId", due."greetingMessageLane", tt."createdAt"
         )
         SELECT t."id", t."companyId", t."queueId", m."fromTagId", m."toTagId", m."createdAt" AS "at", m."greetingMessageLane" AS "greeting"
           FROM moved m JOIN "Tickets" t ON t."id" = m."ticketId"`,
        [limit],
      );
    },
  };
}
