import type { Queryable } from '../../platform/transact';

export interface QueueSample {
  readonly queue: string;
  readonly done: number;
  readonly failed: number;
  readonly busyMs: number;
  readonly waiting: number;
  readonly oldestWaitingMs: number;
}

/** Of the whole installation: job queues belong to no company. */
export function queueSampleStore(q: Queryable) {
  return {
    /** Adds to the present minute, whichever processes write into it. */
    async add(samples: readonly QueueSample[]): Promise<void> {
      await q.query(
        `INSERT INTO "QueueSamples" ("minute", "queue", "done", "failed", "busyMs", "waiting", "oldestWaitingMs")
         SELECT date_trunc('minute', now()), s.* FROM json_to_recordset($1::json)
             AS s("queue" text, "done" int, "failed" int, "busyMs" bigint, "waiting" int, "oldestWaitingMs" bigint)
          ORDER BY s."queue"
         ON CONFLICT ("minute", "queue") DO UPDATE SET
           "done" = "QueueSamples"."done" + EXCLUDED."done", "failed" = "QueueSamples"."failed" + EXCLUDED."failed",
           "busyMs" = "QueueSamples"."busyMs" + EXCLUDED."busyMs", "waiting" = GREATEST("QueueSamples"."waiting", EXCLUDED."waiting"),
           "oldestWaitingMs" = GREATEST("QueueSamples"."oldestWaitingMs", EXCLUDED."oldestWaitingMs")`,
        [JSON.stringify(samples)],
      );
    },

    /** Sums over slots of `slotMinutes`, oldest first; a slot in which nothing was written is absent. */
    async history(minutes: number, slotMinutes: number): Promise<(QueueSample & { at: Date })[]> {
      return q.query<QueueSample & { at: Date }>(
        `SELECT date_bin($2 * interval '1 minute', "minute", '2000-01-01') AS "at", "queue", sum("done")::int AS "done", sum("failed")::int AS "failed",
                sum("busyMs")::float8 AS "busyMs", max("waiting") AS "waiting", max("oldestWaitingMs")::float8 AS "oldestWaitingMs"
           FROM "QueueSamples" WHERE "minute" > now() - $1 * interval '1 minute' GROUP BY 1, 2 ORDER BY 1, 2`,
        [minutes, slotMinutes],
      );
    },

    async removeOlderThan(days: number): Promise<void> {
      await q.query(`DELETE FROM "QueueSamples" WHERE "minute" < now() - $1 * interval '1 day'`, [days]);
    },
  };
}
