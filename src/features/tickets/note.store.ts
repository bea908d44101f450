import type { CompanyId, NoteId, TicketId, UserId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { NoteRow } from './note.view';

/** What operators tell each other about a conversation; the contact never sees it. */
export function noteStore(q: Queryable) {
  return {
    /** The last 1,000, oldest first. */
    async list(companyId: CompanyId, ticketId: TicketId): Promise<NoteRow[]> {
      return q.query<NoteRow>(
        `SELECT n.*, u."name" AS "userName"
           FROM (SELECT * FROM "TicketNotes" WHERE "companyId" = $1 AND "ticketId" = $2 ORDER BY "id" DESC LIMIT 1000) n
           LEFT JOIN "Users" u ON u."id" = n."userId" ORDER BY n."id"`,
        [companyId, ticketId],
      );
    },

    /** Call for a ticket of that company only. */
    async add(companyId: CompanyId, ticketId: TicketId, userId: UserId, note: string): Promise<NoteRow> {
      const rows = await q.query<NoteRow>(
        `WITH added AS (
           INSERT INTO "TicketNotes" ("companyId", "ticketId", "userId", "note")
           VALUES ($1, $2, (SELECT "id" FROM "Users" WHERE "companyId" = $1 AND "id" = $3 FOR KEY SHARE), $4) RETURNING *
         )
         SELECT added.*, u."name" AS "userName" FROM added LEFT JOIN "Users" u ON u."id" = added."userId"`,
        [companyId, ticketId, userId, note],
      );
      return onlyRow(rows);
    },

    /** @param userId whose note it must be; null: anybody's. @returns false when there is none such. */
    async remove(companyId: CompanyId, ticketId: TicketId, id: NoteId, userId: number | null): Promise<boolean> {
      const rows = await q.query(
        `DELETE FROM "TicketNotes" WHERE "companyId" = $1 AND "ticketId" = $2 AND "id" = $3 AND ($4::int IS NULL OR "userId" = $4) RETURNING "id"`,
        [companyId, ticketId, id, userId],
      );
      return rows.length > 0;
    },
  };
}
