/** Schedules as their owners write and read them. How they fire is in claim.store.ts, what becomes of a firing in settle.store.ts. */
import type { CompanyId, ContactId, UserId } from '../../kernel/ids';
import { likePatternIfAny } from '../../platform/http/pagination';
import { onlyRow } from '../../platform/only-row';
import type { Queryable } from '../../platform/transact';
import type { Facts } from './draft.rules';
import type { Recipient } from './firing.rules';
import { type ScheduleStatus, type Occurrence, type Schedule, type ScheduleDraft, type ScheduleId } from './schedule.types';

/** A schedule with what a screen shows beside it. */
export interface ScheduleRecord extends Schedule {
  readonly contact: Recipient & { readonly id: ContactId };
  readonly userName: string | null;
  readonly connectionName: string | null;
  /** Why its last firing did not leave; null when it did, or none is over. */
  readonly lastReason: string | null;
}

export interface ScheduleFilter {
  readonly search: string;
  readonly contactId: ContactId | null;
  readonly userId: UserId | null;
  readonly status: ScheduleStatus | null;
  /** By the date of the next (or last) firing. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** By the date of the next (or last) firing. */
export type ScheduleSort = 'latest' | 'soonest';

/** What a draft needs of the database to be judged and rendered. */
export interface DraftFacts extends Facts {
  /** The company's. */
  readonly timezone: string;
  readonly planAllows: boolean;
  readonly contact: Recipient | null;
  readonly userName: string | null;
}

const RECORD = `SELECT s.*, jsonb_build_object('id', c."id", 'name', c."name", 'number', c."number", 'email', c."email", 'isGroup', c."isGroup") AS "contact",
  u."name" AS "userName", w."name" AS "connectionName", o."reason" AS "lastReason"
  FROM "Schedules" s JOIN "Contacts" c ON c."id" = s."contactId"
  LEFT JOIN "Users" u ON u."id" = s."userId"
  LEFT JOIN "Whatsapps" w ON w."id" = s."whatsappId"
  LEFT JOIN LATERAL (SELECT l."reason" FROM "ScheduleOccurrences" l WHERE l."scheduleId" = s."id" AND l."state" <> 'queued'
                      ORDER BY l."number" DESC LIMIT 1) o ON true `;

const MATCHING = `WHERE s."companyId" = $1 AND ($2::int IS NULL OR s."contactId" = $2) AND ($3::int IS NULL OR s."userId" = $3)
  AND ($4::text IS NULL OR s."status" = $4) AND ($5::timestamptz IS NULL OR s."sendAt" >= $5) AND ($6::timestamptz IS NULL OR s."sendAt" < $6)
  AND ($7::text IS NULL OR "fold_text"(s."body") LIKE "fold_text"($7) OR c."search" LIKE "fold_text"($7)) `;

const ORDERS = { latest: `ORDER BY s."sendAt" DESC, s."id" DESC`, soonest: `ORDER BY s."sendAt", s."id"` } as const satisfies Record<ScheduleSort, string>;

const bindOf = (companyId: CompanyId, filter: ScheduleFilter): unknown[] => [
  companyId, filter.contactId, filter.userId, filter.status, filter.from, filter.to, likePatternIfAny(filter.search),
];

export function scheduleStore(q: Queryable) {
  return {
    async find(companyId: CompanyId, id: ScheduleId): Promise<ScheduleRecord | null> {
      const [row] = await q.query<ScheduleRecord>(RECORD.concat(`WHERE s."companyId" = $1 AND s."id" = $2`), [companyId, id]);
      return row ?? null;
    },

    byIdsAcrossCompanies: (ids: readonly ScheduleId[]): Promise<ScheduleRecord[]> =>
      q.query<ScheduleRecord>(RECORD.concat(`WHERE s."id" = ANY($1::int[]) ORDER BY s."id"`), [ids]),

    page: (companyId: CompanyId, filter: ScheduleFilter, sort: ScheduleSort, { limit, offset }: { limit: number; offset: number }): Promise<ScheduleRecord[]> =>
      q.query<ScheduleRecord>(RECORD.concat(MATCHING, ORDERS[sort], ' LIMIT $8 OFFSET $9'), [...bindOf(companyId, filter), limit, offset]),

    async count(companyId: CompanyId, filter: ScheduleFilter): Promise<number> {
      const from = `SELECT count(*) AS "count" FROM "Schedules" s JOIN "Contacts" c ON c."id" = s."contactId" `;
      return onlyRow(await q.query<{ count: number }>(from.concat(MATCHING), bindOf(companyId, filter))).count;
    },

    /** The last firings, newest first. */
    occurrences: (companyId: CompanyId, id: ScheduleId, limit: number): Promise<Occurrence[]> =>
      q.query<Occurrence & object>(
        `SELECT "number", "dueAt", "state", "reason", "deliveryId", "retries", "settledAt" FROM "ScheduleOccurrences"
          WHERE "companyId" = $1 AND "scheduleId" = $2 ORDER BY "number" DESC LIMIT $3`,
        [companyId, id, limit],
      ),

    /** Locked until the transaction ends: whoever changes or fires it waits. */
    async lock(companyId: CompanyId, id: ScheduleId): Promise<Schedule | null> {
      const [row] = await q.query<Schedule & object>(`SELECT * FROM "Schedules" WHERE "companyId" = $1 AND "id" = $2 FOR UPDATE`, [companyId, id]);
      return row ?? null;
    },

    async create(companyId: CompanyId, draft: ScheduleDraft): Promise<ScheduleId> {
      const rows = await q.query<{ id: ScheduleId }>(
        `INSERT INTO "Schedules" ("companyId", "contactId", "userId", "whatsappId", "body", "assinar", "openTicket", "statusTicket", "queueId", "ticketUserId",
           "startAt", "timezone", "sendAt", "intervalo", "valorIntervalo", "enviarQuantasVezes", "tipoDias", "lateness", "latenessMinutes")
         SELECT $1, n."contactId", n."userId", n."whatsappId", n."body", n."assinar", n."openTicket", n."statusTicket", n."queueId", n."ticketUserId",
           n."startAt", n."timezone", n."sendAt", n."intervalo", n."valorIntervalo", n."enviarQuantasVezes", n."tipoDias", n."lateness", n."latenessMinutes"
           FROM jsonb_populate_record(NULL::"Schedules", $2::jsonb) n
         RETURNING "id"`,
        [companyId, JSON.stringify(draft)],
      );
      return onlyRow(rows).id;
    },

    /** Replaces what users write. The caller holds the lock and has looked at the status. */
    async edit(companyId: CompanyId, id: ScheduleId, draft: ScheduleDraft): Promise<void> {
      await q.query(
        `UPDATE "Schedules" s SET ("contactId", "userId", "whatsappId", "body", "assinar", "openTicket", "statusTicket", "queueId", "ticketUserId",
           "mediaPath", "mediaName", "mediaType", "startAt", "timezone", "sendAt", "nextStep",
           "intervalo", "valorIntervalo", "enviarQuantasVezes", "tipoDias", "lateness", "latenessMinutes") = (
         SELECT n."contactId", n."userId", n."whatsappId", n."body", n."assinar", n."openTicket", n."statusTicket", n."queueId", n."ticketUserId",
           n."mediaPath", n."mediaName", n."mediaType", n."startAt", n."timezone", n."sendAt", n."nextStep",
           n."intervalo", n."valorIntervalo", n."enviarQuantasVezes", n."tipoDias", n."lateness", n."latenessMinutes"
           FROM jsonb_populate_record(NULL::"Schedules", $3::jsonb) n),
           "version" = s."version" + 1, "updatedAt" = now()
         WHERE s."companyId" = $1 AND s."id" = $2`,
        [companyId, id, JSON.stringify(draft)],
      );
    },

    /** With its firings; what has not left yet does not leave any more (a trigger of the schema). */
    async remove(companyId: CompanyId, id: ScheduleId): Promise<void> {
      await q.query(`DELETE FROM "Schedules" WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    async draftFacts(companyId: CompanyId, refs: Pick<ScheduleDraft, 'contactId' | 'userId' | 'whatsappId' | 'queueId' | 'ticketUserId'>): Promise<DraftFacts> {
      const rows = await q.query<Omit<DraftFacts, 'contactExists'>>(
        `SELECT co."timezone", COALESCE(p."useSchedules", true) AS "planAllows", u."name" AS "userName",
           (SELECT jsonb_build_object('name', c."name", 'number', c."number", 'email', c."email", 'isGroup', c."isGroup")
              FROM "Contacts" c WHERE c."companyId" = $1 AND c."id" = $2) AS "contact",
           $3::int IS NULL OR u."id" IS NOT NULL AS "userExists",
           $4::int IS NULL OR EXISTS (SELECT 1 FROM "Whatsapps" WHERE "companyId" = $1 AND "id" = $4) AS "connectionExists",
           $5::int IS NULL OR EXISTS (SELECT 1 FROM "Queues" WHERE "companyId" = $1 AND "id" = $5) AS "queueExists",
           $6::int IS NULL OR EXISTS (SELECT 1 FROM "Users" WHERE "companyId" = $1 AND "id" = $6) AS "ticketUserExists"
         FROM "Companies" co LEFT JOIN "Plans" p ON p."id" = co."planId" LEFT JOIN "Users" u ON u."companyId" = co."id" AND u."id" = $3
        WHERE co."id" = $1`,
        [companyId, refs.contactId, refs.userId, refs.whatsappId, refs.queueId, refs.ticketUserId],
      );
      const facts = onlyRow(rows);
      return { ...facts, contactExists: facts.contact !== null };
    },
  };
}
