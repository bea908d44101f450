/** What became of firings: their deliveries say it, and schedules follow their firings. */
import type { CompanyId, DeliveryId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import type { Firing } from './schedule.rules';
import type { ScheduleId } from './schedule.types';

export interface Settled {
  readonly companyId: CompanyId;
  readonly scheduleId: ScheduleId;
  readonly number: number;
  readonly state: 'sent' | 'failed' | 'missed' | 'cancelled';
  readonly reason: string | null;
  readonly recipient: string;
}

/** A schedule that follows its firings; with `nextNumber`, to its next one. */
export interface Followed {
  readonly id: ScheduleId;
  /** Of a series that has no next firing, one more than its last. */
  readonly nextNumber?: number;
  /** Null when none is left: the date stays. */
  readonly next?: Firing | null;
}

/** Firings a transaction settles. */
const BATCH = 1_000;

export function settleStore(q: Queryable) {
  return {
    /**
     * Locks schedules with a firing whose delivery is over: those of `deliveryIds`, or any when null. Whoever settles another firing
     * of the same schedule waits here, so that the last of them sees that nothing is left in the lane.
     */
    async lockOverAcrossCompanies(deliveryIds: readonly DeliveryId[] | null): Promise<ScheduleId[]> {
      const rows = await q.query<{ id: ScheduleId }>(
        `SELECT s."id" FROM "Schedules" s WHERE s."id" IN (
           SELECT o."scheduleId" FROM "ScheduleOccurrences" o JOIN "Deliveries" d ON d."id" = o."deliveryId"
            WHERE o."state" = 'queued' AND d."state" IN ('sent', 'delivered', 'read', 'failed', 'skipped', 'cancelled')
              AND ($1::bigint[] IS NULL OR o."deliveryId" = ANY($1))
            LIMIT $2)
         ORDER BY s."id" FOR UPDATE`,
        [deliveryIds, BATCH],
      );
      return rows.map(({ id }) => id);
    },

    /**
     * Settles the firings of those schedules whose deliveries are over. A delivery that nobody cancelled by hand (its connection was
     * deleted) failed; one that waited too long was missed.
     */
    settleAcrossCompanies: (ids: readonly ScheduleId[]): Promise<Settled[]> =>
      q.query<Settled & object>(
        `UPDATE "ScheduleOccurrences" o
            SET "state" = CASE WHEN d."state" IN ('sent', 'delivered', 'read') THEN 'sent'
                               WHEN d."errorCode" = 'late' THEN 'missed'
                               WHEN d."state" = 'cancelled' AND d."errorCode" IS DISTINCT FROM 'connection_removed' THEN 'cancelled'
                               ELSE 'failed' END,
                "reason" = CASE WHEN d."state" = 'failed' THEN COALESCE(d."errorText", d."errorCode") WHEN d."state" IN ('skipped', 'cancelled') THEN d."errorCode" END,
                "settledAt" = COALESCE(d."sentAt", now())
           FROM "Deliveries" d
          WHERE o."scheduleId" = ANY($1::int[]) AND o."state" = 'queued' AND d."id" = o."deliveryId"
            AND d."state" IN ('sent', 'delivered', 'read', 'failed', 'skipped', 'cancelled')
        RETURNING o."companyId", o."scheduleId", o."number", o."state", o."reason", d."recipient"`,
        [ids],
      ),

    /**
     * Status, count and date of sending, read from the firings: in the lane while one is there, else waiting for the next one, else
     * what became of the last one. A cancelled schedule stays cancelled. The caller holds the locks.
     */
    async followAcrossCompanies(rows: readonly Followed[]): Promise<void> {
      await q.query(
        `UPDATE "Schedules" s
            SET "nextNumber" = COALESCE(i."number", s."nextNumber"), "nextStep" = COALESCE(i."step", s."nextStep"), "sendAt" = COALESCE(i."at", s."sendAt"),
                "contadorEnvio" = f."over", "sentAt" = f."sentAt", "updatedAt" = now(),
                "status" = CASE WHEN s."status" = 'CANCELADA' THEN 'CANCELADA' WHEN f."queued" > 0 THEN 'AGENDADA'
                                WHEN COALESCE(i."number", s."nextNumber") < s."enviarQuantasVezes" THEN 'PENDENTE'
                                ELSE CASE f."last" WHEN 'sent' THEN 'ENVIADA' WHEN 'failed' THEN 'ERRO' WHEN 'missed' THEN 'PERDIDA' ELSE 'CANCELADA' END END
           FROM unnest($1::int[], $2::int[], $3::int[], $4::timestamptz[]) AS i("id", "number", "step", "at")
           CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE o."state" = 'queued') AS "queued", count(*) FILTER (WHERE o."state" <> 'queued') AS "over",
                                      max(o."settledAt") FILTER (WHERE o."state" = 'sent') AS "sentAt", (array_agg(o."state" ORDER BY o."number" DESC))[1] AS "last"
                                 FROM "ScheduleOccurrences" o WHERE o."scheduleId" = i."id") f
          WHERE s."id" = i."id"`,
        [rows.map((r) => r.id), rows.map((r) => r.nextNumber ?? null), rows.map((r) => r.next?.step ?? null), rows.map((r) => r.next?.at ?? null)],
      );
    },

    /** Takes back what has waited in the lane for longer than its schedule allows (the number is not connected); a retry may be late. */
    async takeBackLateAcrossCompanies(): Promise<void> {
      await q.query(
        `UPDATE "Deliveries" d SET "state" = 'cancelled', "errorCode" = 'late'
           FROM "ScheduleOccurrences" o JOIN "Schedules" s ON s."id" = o."scheduleId"
          WHERE o."state" = 'queued' AND o."retries" = 0 AND s."lateness" = 'skip' AND o."dueAt" < now() - s."latenessMinutes" * interval '1 minute'
            AND d."id" = o."deliveryId" AND d."state" = 'pending'`,
      );
    },

    /** Takes back what has not left yet. A call that is under way right now is not waited for: its firing settles as sent. */
    async takeBack(companyId: CompanyId, id: ScheduleId): Promise<void> {
      await q.query(
        `UPDATE "Deliveries" SET "state" = 'cancelled', "errorCode" = 'user'
          WHERE "companyId" = $1 AND "state" = 'pending'
            AND "id" IN (SELECT "deliveryId" FROM "ScheduleOccurrences" WHERE "companyId" = $1 AND "scheduleId" = $2 AND "state" = 'queued')`,
        [companyId, id],
      );
    },

    async cancel(companyId: CompanyId, id: ScheduleId): Promise<void> {
      await q.query(`UPDATE "Schedules" SET "status" = 'CANCELADA' WHERE "companyId" = $1 AND "id" = $2`, [companyId, id]);
    },

    /** The last firing that did not leave, or the one of that number. @returns its number and the number of this retry; null: there is none. */
    async toRetry(companyId: CompanyId, id: ScheduleId, number: number | null): Promise<{ number: number; retry: number } | null> {
      const [row] = await q.query<{ number: number; retry: number }>(
        `SELECT "number", "retries" + 1 AS "retry" FROM "ScheduleOccurrences"
          WHERE "companyId" = $1 AND "scheduleId" = $2 AND "state" IN ('failed', 'missed') AND ($3::int IS NULL OR "number" = $3)
          ORDER BY "number" DESC LIMIT 1`,
        [companyId, id, number],
      );
      return row ?? null;
    },

    async requeue(companyId: CompanyId, id: ScheduleId, number: number, deliveryId: DeliveryId): Promise<void> {
      await q.query(
        `UPDATE "ScheduleOccurrences" SET "state" = 'queued', "reason" = NULL, "settledAt" = NULL, "deliveryId" = $4, "retries" = "retries" + 1
          WHERE "companyId" = $1 AND "scheduleId" = $2 AND "number" = $3`,
        [companyId, id, number, deliveryId],
      );
    },
  };
}
