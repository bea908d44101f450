/** Lists of tickets and how many there are, each in one statement over what the caller may see. */
import type { CompanyId } from '../../kernel/ids';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import { searchPattern } from '../contacts';
import { IN_SIGHT } from './sight.store';
import { TICKET } from './ticket.store';
import type { TicketStatus } from './ticket.types';
import type { TicketRow } from './ticket.view';

/** Whose list it is: the company, the eyes it is seen with, and whether they ask for everything the company lets them see. */
export interface Onlooker {
  readonly companyId: CompanyId;
  readonly eyes: number | null;
  readonly showAll: boolean;
}

/** Null: whatever it is. */
export interface TicketFilter {
  /** `living`: open or pending. */
  readonly status: TicketStatus | 'living' | null;
  /** Tickets of these service queues, and those in none. */
  readonly queueIds: readonly number[] | null;
  readonly userIds: readonly number[] | null;
  readonly unreadOnly: boolean;
  readonly isGroup: boolean | null;
  /** With all of these tags. */
  readonly tagIds: readonly number[] | null;
  readonly whatsappIds: readonly number[] | null;
  /** First and last local day on which it was made, `YYYY-MM-DD`. */
  readonly dateStart: string | null;
  readonly dateEnd: string | null;
  /** Part of the contact's name or number, or the beginnings of words that were said. */
  readonly search: string | null;
}

const MATCHING = `t."companyId" = $1 AND `.concat(
  IN_SIGHT,
  ` AND ($4::text IS NULL OR t."status" = $4)
    AND (NOT $5::boolean OR t."status" <> 'closed')
    AND ($6::int[] IS NULL OR t."queueId" = ANY($6) OR t."queueId" IS NULL)
    AND ($7::int[] IS NULL OR t."userId" = ANY($7))
    AND (NOT $8::boolean OR t."unreadMessages" > 0)
    AND ($9::boolean IS NULL OR t."isGroup" = $9)
    AND ($10::int[] IS NULL OR (SELECT count(*) FROM "TicketTags" x WHERE x."ticketId" = t."id" AND x."tagId" = ANY($10)) = cardinality($10))
    AND ($11::int[] IS NULL OR t."whatsappId" = ANY($11))
    AND ($12::date IS NULL OR t."createdAt" >= $12::date::timestamp AT TIME ZONE (SELECT "timezone" FROM "Companies" WHERE "id" = $1))
    AND ($13::date IS NULL OR t."createdAt" < ($13::date + 1)::timestamp AT TIME ZONE (SELECT "timezone" FROM "Companies" WHERE "id" = $1))
    AND ($14::text IS NULL OR t."id" IN (
      SELECT n."id" FROM "Contacts" c JOIN "Tickets" n ON n."contactId" = c."id" WHERE c."companyId" = $1 AND c."search" LIKE fold_text($14)
      UNION ALL
      SELECT m."ticketId" FROM "Messages" m WHERE m."companyId" = $1 AND message_words(m."companyId", m."body") @@ ($15::tsquery && to_tsquery('simple', fold_text($16)))))`,
);

const ORDERS = {
  recent: ' ORDER BY t."updatedAt" DESC, t."id" DESC',
  oldest: ' ORDER BY t."updatedAt", t."id"',
  waiting: ' ORDER BY t."waitingSince" NULLS LAST, t."id"',
} as const;
export const TICKET_ORDERS = Object.keys(ORDERS) as (keyof typeof ORDERS)[];
export type TicketOrder = keyof typeof ORDERS;

/** Shorter beginnings match half of all words. */
const SHORTEST_WORD = 3;

/** Of `message_words`: every word begins one that was said. Null: no message matches. */
function wordsQuery(search: string): string | null {
  const words = (search.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length >= SHORTEST_WORD);
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}

function bindOf({ companyId, eyes, showAll }: Onlooker, filter: TicketFilter): unknown[] {
  const { status, search } = filter;
  return [
    companyId, eyes, showAll, status === 'living' ? null : status, status === 'living', filter.queueIds, filter.userIds, filter.unreadOnly, filter.isGroup,
    filter.tagIds, filter.whatsappIds, filter.dateStart, filter.dateEnd,
    search === null ? null : searchPattern(search), `@${companyId}`, search === null ? null : wordsQuery(search),
  ];
}

export interface TicketCounts {
  open: number;
  pending: number;
  closed: number;
  groups: number;
  unread: number;
}

export function ticketListStore(q: Queryable) {
  return {
    /** One page, and how many there are in all. */
    async page(onlooker: Onlooker, filter: TicketFilter, order: TicketOrder, { limit, offset }: { limit: number; offset: number }): Promise<{ rows: TicketRow[]; count: number }> {
      const bind = bindOf(onlooker, filter);
      const place = ORDERS[order];
      const [rows, counted] = await Promise.all([
        q.query<TicketRow>(TICKET.concat(' WHERE t."id" IN (SELECT t."id" FROM "Tickets" t WHERE ', MATCHING, place, ' LIMIT $17 OFFSET $18)', place), [...bind, limit, offset]),
        q.query<{ count: number }>('SELECT count(*) AS "count" FROM "Tickets" t WHERE '.concat(MATCHING), bind),
      ]);
      return { rows, count: onlyRow(counted).count };
    },

    /** Of the tabs, which share no ticket; `unread` are living ones, of whatever tab. */
    async counts({ companyId, eyes, showAll }: Onlooker): Promise<TicketCounts> {
      const rows = await q.query<TicketCounts>(
        `SELECT count(*) FILTER (WHERE t."status" = 'open' AND NOT t."isGroup") AS "open",
                count(*) FILTER (WHERE t."status" = 'pending' AND NOT t."isGroup") AS "pending",
                count(*) FILTER (WHERE t."status" = 'closed') AS "closed",
                count(*) FILTER (WHERE t."status" <> 'closed' AND t."isGroup") AS "groups",
                count(*) FILTER (WHERE t."status" <> 'closed' AND t."unreadMessages" > 0) AS "unread"
           FROM "Tickets" t WHERE t."companyId" = $1 AND `.concat(IN_SIGHT),
        [companyId, eyes, showAll],
      );
      return onlyRow(rows);
    },
  };
}
