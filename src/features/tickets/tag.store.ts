import type { CompanyId, TagId } from '../../kernel/ids';
import { likePattern } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { Lane } from './tag.rules';

export interface TagFields {
  readonly name: string;
  readonly color: string;
  /** It is a lane of the board. */
  readonly kanban: boolean;
  /** Among the lanes, left to right. */
  readonly position: number;
  /** Hours of silence after which a ticket goes on to the next lane by itself; 0: never. */
  readonly timeLane: number;
  readonly nextLaneId: TagId | null;
  /** Sent to the customer whose ticket enters this lane by itself. */
  readonly greetingMessageLane: string;
}

export interface TagRow extends TagFields {
  readonly id: TagId;
  readonly ticketsCount: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const SELECT = `
  SELECT g.*, (SELECT count(*) FROM "TicketTags" x JOIN "Tickets" t ON t."id" = x."ticketId" AND t."status" <> 'closed' WHERE x."tagId" = g."id") AS "ticketsCount"
    FROM "Tags" g WHERE g."companyId" = $1`;
const MATCHING = ` AND g."name" ILIKE $2 AND ($3::boolean IS NULL OR g."kanban" = $3)`;

const valuesOf = ({ name, color, kanban, position, timeLane, nextLaneId, greetingMessageLane }: TagFields): unknown[] => [
  name, color, kanban, position, timeLane, nextLaneId, greetingMessageLane,
];

/** Names are unique in a company; a second one is refused by the index `Tags_companyId_name_key`. */
export function tagStore(q: Queryable) {
  return {
    /** @param kanban null: lanes and others */
    async page(companyId: CompanyId, search: string, kanban: boolean | null, window: { limit: number; offset: number }): Promise<TagRow[]> {
      return q.query<TagRow>(SELECT.concat(MATCHING, ' ORDER BY g."name", g."id" LIMIT $4 OFFSET $5'), [companyId, likePattern(search), kanban, window.limit, window.offset]);
    },

    async count(companyId: CompanyId, search: string, kanban: boolean | null): Promise<number> {
      const rows = await q.query<{ count: number }>('SELECT count(*) AS "count" FROM "Tags" g WHERE g."companyId" = $1'.concat(MATCHING), [companyId, likePattern(search), kanban]);
      return onlyRow(rows).count;
    },

    /** Every one: lanes as they stand on the board, others by name. */
    async all(companyId: CompanyId, kanban: boolean | null): Promise<TagRow[]> {
      return q.query<TagRow>(SELECT.concat(' AND ($2::boolean IS NULL OR g."kanban" = $2) ORDER BY g."kanban" DESC, g."position", g."name", g."id"'), [companyId, kanban]);
    },

    async find(companyId: CompanyId, id: TagId): Promise<TagRow | null> {
      const [row] = await q.query<TagRow>(SELECT.concat(' AND g."id" = $2'), [companyId, id]);
      return row ?? null;
    },

    /** Every tag of the company, held until the transaction ends: which lane leads where is decided by reading first. */
    async lock(companyId: CompanyId): Promise<Lane[]> {
      return q.query<Lane & object>(`SELECT "id", "kanban", "nextLaneId" FROM "Tags" WHERE "companyId" = $1 ORDER BY "id" FOR UPDATE`, [companyId]);
    },

    async add(companyId: CompanyId, tag: TagFields): Promise<TagId> {
      const rows = await q.query<{ id: TagId }>(
        `INSERT INTO "Tags" ("companyId", "name", "color", "kanban", "position", "timeLane", "nextLaneId", "greetingMessageLane")
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING "id"`,
        [companyId, ...valuesOf(tag)],
      );
      return onlyRow(rows).id;
    },

    async save(companyId: CompanyId, id: TagId, tag: TagFields): Promise<void> {
      await q.query(
        `UPDATE "Tags" SET "name" = $3, "color" = $4, "kanban" = $5, "position" = $6, "timeLane" = $7, "nextLaneId" = $8,
                "greetingMessageLane" = $9, "updatedAt" = now() WHERE "companyId" = $1 AND "id" = $2`,
        [companyId, id, ...valuesOf(tag)],
      );
    },

    /** Whether any ticket, closed ones too, carries it. */
    async isCarried(companyId: CompanyId, id: TagId): Promise<boolean> {
      const rows = await q.query(`SELECT 1 FROM "TicketTags" WHERE "companyId" = $1 AND "tagId" = $2 LIMIT 1`, [companyId, id]);
      return rows.length > 0;
    },

    /** Tickets that carried it carry it no more; lanes that led to it lead nowhere (foreign keys, 0009). */
    async remove(companyId: CompanyId, id: TagId): Promise<void> {
      await q.query(`DELETE FROM "Tags" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },
  };
}
