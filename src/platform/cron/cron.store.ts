/** The fence of the leader, and what every cron job did last. Both are of the installation, not of a company. */
import { Conflict } from '../../kernel/errors';
import { onlyRow } from '../only-row';
import type { Queryable, Transact } from '../transact';

/** Another process has become the leader since this run began. */
export class StaleEpoch extends Conflict {
  constructor(readonly epoch: number) {
    super('ERR_CRON_LEADER_CHANGED', `Another process leads the cron jobs since epoch ${epoch}`);
  }
}

export interface CronRecord {
  readonly name: string;
  readonly lastStartedAt: Date | null;
  readonly lastFinishedAt: Date | null;
  readonly lastError: string | null;
  readonly lastResult: object | null;
  readonly runs: number;
  readonly failures: number;
}

export interface LeaderRecord {
  readonly epoch: number;
  readonly owner: string;
  readonly since: Date;
}

/** A leader that freezes in the middle of a unit of work holds the fence no longer than this: the next one waits for it. */
const FROZEN_AFTER = '6s';

export function cronStore(q: Queryable) {
  return {
    /** Makes `owner` the leader: waits for units of work of the former one, and every later one of his is stale. */
    async raiseEpoch(owner: string): Promise<number> {
      const rows = await q.query<{ epoch: number }>(`UPDATE "CronLeader" SET "epoch" = "epoch" + 1, "owner" = $1, "since" = now() RETURNING "epoch"`, [owner]);
      return onlyRow(rows).epoch;
    },

    async leader(): Promise<LeaderRecord> {
      return onlyRow(await q.query<LeaderRecord & object>(`SELECT "epoch", "owner", "since" FROM "CronLeader"`));
    },

    /** Keeps the epoch from being raised until the transaction ends. @throws StaleEpoch when it was raised already. */
    async holdEpoch(epoch: number): Promise<void> {
      const rows = await q.query(
        `SELECT set_config('idle_in_transaction_session_timeout', $2, true) FROM "CronLeader" WHERE "epoch" = $1 FOR SHARE`,
        [epoch, FROZEN_AFTER],
      );
      if (rows.length === 0) throw new StaleEpoch(epoch);
    },

    async started({ name, expression, timezone }: { name: string; expression: string; timezone: string }): Promise<void> {
      await q.query(
        `INSERT INTO "CronJobs" AS j ("name", "expression", "timezone", "lastStartedAt", "runs") VALUES ($1, $2, $3, now(), 1)
         ON CONFLICT ("name") DO UPDATE SET "expression" = $2, "timezone" = $3, "lastStartedAt" = now(), "runs" = j."runs" + 1`,
        [name, expression, timezone],
      );
    },

    async finished(name: string, result: object): Promise<void> {
      await q.query(`UPDATE "CronJobs" SET "lastFinishedAt" = now(), "lastError" = NULL, "lastResult" = $2::jsonb WHERE "name" = $1`, [
        name,
        JSON.stringify(result),
      ]);
    },

    /** The former result stays: it says when the job last did something. */
    async failed(name: string, error: string): Promise<void> {
      await q.query(`UPDATE "CronJobs" SET "lastFinishedAt" = now(), "lastError" = left($2, 2000), "failures" = "failures" + 1 WHERE "name" = $1`, [name, error]);
    },

    async records(): Promise<Map<string, CronRecord>> {
      const rows = await q.query<CronRecord & object>(
        `SELECT "name", "lastStartedAt", "lastFinishedAt", "lastError", "lastResult", "runs", "failures" FROM "CronJobs"`,
      );
      return new Map(rows.map((row) => [row.name, row]));
    },
  };
}

/** `transact` whose every unit of work holds that epoch from its first statement to its commit. */
export function fenced(transact: Transact, epoch: number): Transact {
  return (work) =>
    transact(async (tx) => {
      await cronStore(tx).holdEpoch(epoch);
      return work(tx);
    });
}
