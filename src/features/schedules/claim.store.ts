/** Finding what is due, and writing down that it was found. */
import type { CompanyId, DeliveryId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { Loaded } from './firing.rules';
import type { OccurrenceState, ScheduleId } from './schedule.types';

export interface NewOccurrence {
  readonly companyId: CompanyId;
  readonly scheduleId: ScheduleId;
  readonly number: number;
  readonly dueAt: Date;
  readonly state: Extract<OccurrenceState, 'queued' | 'failed' | 'missed'>;
  readonly reason: string | null;
  readonly deliveryId: DeliveryId | null;
}

/** What was true when the schedule was written may have changed, so all of it is read again in the transaction that fires. */
const LOADED = `SELECT s.*, now() AS "now",
  jsonb_build_object('name', c."name", 'number', c."number", 'email', c."email", 'isGroup', c."isGroup") AS "contact",
  c."active" AS "contactActive", o."number" IS NOT NULL AS "optedOut", co."status" AS "companyActive", COALESCE(p."useSchedules", true) AS "planAllows",
  u."name" AS "userName",
  COALESCE((SELECT w."id" FROM "Whatsapps" w WHERE w."id" = s."whatsappId" AND w."companyId" = s."companyId"),
           (SELECT w."id" FROM "Whatsapps" w WHERE w."companyId" = s."companyId" AND w."isDefault"),
           (SELECT min(w."id") FROM "Whatsapps" w WHERE w."companyId" = s."companyId" HAVING count(*) = 1)) AS "connectionId"
  FROM s
  JOIN "Companies" co ON co."id" = s."companyId" LEFT JOIN "Plans" p ON p."id" = co."planId"
  JOIN "Contacts" c ON c."companyId" = s."companyId" AND c."id" = s."contactId"
  LEFT JOIN "OptOuts" o ON o."companyId" = s."companyId" AND o."number" = c."number"
  LEFT JOIN "Users" u ON u."companyId" = s."companyId" AND u."id" = s."userId" `;

const DUE = `WITH s AS (
  SELECT * FROM "Schedules"
   WHERE "sendAt" <= now() AND "status" IN ('PENDENTE', 'AGENDADA') AND "nextNumber" < "enviarQuantasVezes"
     AND ("status" = 'PENDENTE' OR "lateness" <> 'coalesce')
   ORDER BY "sendAt", "id" LIMIT $1 FOR UPDATE SKIP LOCKED) `;

const ONE = `WITH s AS (SELECT * FROM "Schedules" WHERE "companyId" = $1 AND "id" = $2 FOR UPDATE) `;

export function claimStore(q: Queryable) {
  return {
    /**
     * Schedules whose hour has come, however long ago, locked until the transaction ends: nobody else takes them, and an edit or a
     * cancel waits for what it decides. One whose last firing is still in the lane is due too, except where firings are coalesced.
     */
    lockDueAcrossCompanies: (limit: number): Promise<Loaded[]> => q.query<Loaded>(DUE.concat(LOADED, `ORDER BY s."sendAt", s."id"`), [limit]),

    async lockOne(companyId: CompanyId, id: ScheduleId): Promise<Loaded | null> {
      const [row] = await q.query<Loaded>(ONE.concat(LOADED), [companyId, id]);
      return row ?? null;
    },

    async writeOccurrencesAcrossCompanies(rows: readonly NewOccurrence[]): Promise<void> {
      await q.query(
        `INSERT INTO "ScheduleOccurrences" ("companyId", "scheduleId", "number", "dueAt", "state", "reason", "deliveryId", "settledAt")
         SELECT i.*, CASE WHEN i."state" <> 'queued' THEN now() END
           FROM unnest($1::int[], $2::int[], $3::int[], $4::timestamptz[], $5::text[], $6::text[], $7::bigint[])
             AS i("companyId", "scheduleId", "number", "dueAt", "state", "reason", "deliveryId")`,
        [
          rows.map((r) => r.companyId), rows.map((r) => r.scheduleId), rows.map((r) => r.number), rows.map((r) => r.dueAt), rows.map((r) => r.state),
          rows.map((r) => r.reason), rows.map((r) => r.deliveryId),
        ],
      );
    },

    /** The seconds within the next `withinMs` at which something is due, and how far they are. */
    comingAcrossCompanies: (withinMs: number): Promise<{ second: number; inMs: number }[]> =>
      q.query(
        `SELECT "second"::float8 AS "second", ("second" - EXTRACT(EPOCH FROM now())) * 1000 AS "inMs"
           FROM (SELECT DISTINCT ceil(EXTRACT(EPOCH FROM "sendAt")) AS "second" FROM "Schedules"
                  WHERE "sendAt" > now() AND "sendAt" <= now() + $1 * interval '1 ms'
                    AND "status" IN ('PENDENTE', 'AGENDADA') AND "nextNumber" < "enviarQuantasVezes") due`,
        [withinMs],
      ),
  };
}
