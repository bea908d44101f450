/** The row of a lane: who serves it, what the gate remembers, what waits on it. */
import type { CampaignId, CompanyId, ConnectionId } from '../../kernel/ids';
import type { Queryable } from '../../platform/transact';
import { freshPace, type CampaignPace, type LanePolicy, type Limiter, type PaceState } from './gate.rules';

/** What keeps a lane from sending, told to operators. */
export interface LaneWaiting {
  readonly reason: string;
  /** Epoch ms. */
  readonly until: number;
}

export interface AcquiredLane {
  readonly companyId: CompanyId;
  /** The database's clock, epoch ms: the only one that decides. */
  readonly now: number;
  readonly channel: string;
  readonly connected: boolean;
  /** The company is: nothing of it leaves. */
  readonly suspended: boolean;
  readonly policy: LanePolicy;
  readonly pace: PaceState;
  readonly lastCampaignId: CampaignId | null;
}

/** A lane as it was left by its last save. */
export interface SeenLane extends AcquiredLane {
  /** Null when nothing keeps it from sending, or no longer does. */
  readonly waiting: LaneWaiting | null;
}

interface LaneRow {
  companyId: CompanyId; now: Date; channel: string; status: string; pace: Partial<PaceState>; lastCampaignId: CampaignId | null;
  limiterMax: number | null; limiterDurationMs: number | null; dailyCap: number | null;
  windowStartMinute: number | null; windowEndMinute: number | null; warmupSince: Date | null; timezone: string; active: boolean;
}

export interface RunningCampaign {
  readonly id: CampaignId;
  readonly pace: CampaignPace;
}

export function laneStore(q: Queryable, defaultLimiter: (channel: string) => Limiter | null) {
  return {
    /**
     * Takes or keeps the lane for `owner` and locks its row until the transaction ends.
     * @returns null when another living process serves it.
     */
    async acquire(connectionId: ConnectionId, owner: string, leaseMs: number): Promise<AcquiredLane | null> {
      const [row] = await q.query<LaneRow>(
        `UPDATE "Lanes" l SET "owner" = $2, "leaseUntil" = now() + $3 * interval '1 ms'
           FROM "Whatsapps" w JOIN "Companies" c ON c."id" = w."companyId"
          WHERE l."connectionId" = $1 AND w."id" = l."connectionId"
            AND (l."owner" = $2 OR l."owner" IS NULL OR l."leaseUntil" < now())
        RETURNING now() AS "now", l."companyId", l."pace", l."lastCampaignId", w."channel", w."status",
                  w."limiterMax", w."limiterDurationMs", w."dailyCap", w."windowStartMinute", w."windowEndMinute",
                  w."warmupSince"::timestamptz AS "warmupSince", c."timezone", c."status" AS "active"`,
        [connectionId, owner, leaseMs],
      );
      return row === undefined ? null : toLane(row, defaultLimiter);
    },

    /** The same rows, only looked at: for forecasts and for "why". A connection of another company is not in the answer. */
    async peek(companyId: CompanyId, connectionIds: readonly ConnectionId[]): Promise<Map<ConnectionId, SeenLane>> {
      const rows = await q.query<LaneRow & { connectionId: ConnectionId }>(
        `SELECT now() AS "now", l."connectionId", l."companyId", l."pace", l."lastCampaignId", w."channel", w."status",
                w."limiterMax", w."limiterDurationMs", w."dailyCap", w."windowStartMinute", w."windowEndMinute",
                w."warmupSince"::timestamptz AS "warmupSince", c."timezone", c."status" AS "active"
           FROM "Lanes" l JOIN "Whatsapps" w ON w."id" = l."connectionId" JOIN "Companies" c ON c."id" = w."companyId"
          WHERE l."companyId" = $1 AND l."connectionId" = ANY($2::int[])`,
        [companyId, connectionIds],
      );
      return new Map(rows.map((row) => [row.connectionId, seenLane(toLane(row, defaultLimiter), row.pace)]));
    },

    async save(connectionId: ConnectionId, pace: PaceState, waiting: LaneWaiting | null, lastCampaignId: CampaignId | null): Promise<void> {
      await q.query(`UPDATE "Lanes" SET "pace" = $2::jsonb, "lastCampaignId" = $3 WHERE "connectionId" = $1`, [
        connectionId, JSON.stringify({ ...pace, waiting }), lastCampaignId,
      ]);
    },

    /** Lets another process take the lane at once. */
    async release(connectionId: ConnectionId, owner: string): Promise<void> {
      await q.query(`UPDATE "Lanes" SET "owner" = NULL, "leaseUntil" = '-infinity' WHERE "connectionId" = $1 AND "owner" = $2`, [connectionId, owner]);
    },

    /** Campaigns that may send by this connection now, in id order: the lane serves them in turn. */
    async runningCampaigns(connectionId: ConnectionId): Promise<RunningCampaign[]> {
      return q.query<RunningCampaign & object>(
        `SELECT c."id", c."snapshot" -> 'pace' AS "pace" FROM "Campaigns" c
          WHERE c."whatsappId" = $1 AND c."status" = 'EM_ANDAMENTO' AND c."snapshot" IS NOT NULL
            AND EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."campaignId" = c."id" AND d."state" = 'pending' AND d."dueAt" <= now())
          ORDER BY c."id"`,
        [connectionId],
      );
    },

    /** When something of this lane is next due, epoch ms; null when nothing waits. Past times mean "now, if the gate lets". */
    async nextDue(connectionId: ConnectionId): Promise<{ direct: number | null; campaign: number | null }> {
      const [row] = await q.query<{ direct: Date | null; campaign: Date | null }>(
        `SELECT (SELECT min("dueAt") FROM "Deliveries" WHERE "connectionId" = $1 AND "state" = 'pending' AND "campaignId" IS NULL) AS "direct",
                (SELECT min(n."dueAt") FROM "Campaigns" c CROSS JOIN LATERAL
                   (SELECT d."dueAt" FROM "Deliveries" d WHERE d."campaignId" = c."id" AND d."state" = 'pending' ORDER BY d."dueAt" LIMIT 1) n
                  WHERE c."whatsappId" = $1 AND c."status" = 'EM_ANDAMENTO' AND c."snapshot" IS NOT NULL) AS "campaign"`,
        [connectionId],
      );
      return { direct: row?.direct?.getTime() ?? null, campaign: row?.campaign?.getTime() ?? null };
    },

    /** Connected lanes with something due that no living process but `owner` serves: what the sweep rings. */
    async dueLanesAcrossCompanies(owner: string): Promise<ConnectionId[]> {
      const rows = await q.query<{ connectionId: ConnectionId }>(
        `SELECT l."connectionId" FROM "Lanes" l JOIN "Whatsapps" w ON w."id" = l."connectionId"
           JOIN "Companies" k ON k."id" = l."companyId" AND k."status"
          WHERE w."status" = 'CONNECTED' AND (l."owner" IS NULL OR l."owner" = $1 OR l."leaseUntil" < now())
            AND (EXISTS (SELECT 1 FROM "Deliveries" d
                          WHERE d."connectionId" = l."connectionId" AND d."state" = 'pending' AND d."campaignId" IS NULL AND d."dueAt" <= now())
              OR EXISTS (SELECT 1 FROM "Campaigns" c WHERE c."whatsappId" = l."connectionId" AND c."status" = 'EM_ANDAMENTO' AND c."snapshot" IS NOT NULL
                          AND EXISTS (SELECT 1 FROM "Deliveries" d WHERE d."campaignId" = c."id" AND d."state" = 'pending' AND d."dueAt" <= now())))`,
        [owner],
      );
      return rows.map((row) => row.connectionId);
    },

    /** Tells the process that owns the lane, wherever it runs. */
    async notifyOwner(connectionId: ConnectionId): Promise<void> {
      await q.query(`SELECT pg_notify('lane_ring', $1)`, [String(connectionId)]);
    },
  };
}

function seenLane(lane: AcquiredLane, saved: LaneRow['pace']): SeenLane {
  const { waiting = null } = saved as { waiting?: LaneWaiting | null };
  return { ...lane, waiting: waiting !== null && waiting.until > lane.now ? waiting : null };
}

function toLane(row: LaneRow, defaultLimiter: (channel: string) => Limiter | null): AcquiredLane {
  const { limiterMax, limiterDurationMs, windowStartMinute, windowEndMinute } = row;
  return {
    companyId: row.companyId,
    now: row.now.getTime(),
    channel: row.channel,
    connected: row.status === 'CONNECTED',
    suspended: !row.active,
    policy: {
      limiter: limiterMax === null ? defaultLimiter(row.channel) : { max: limiterMax, durationMs: limiterDurationMs ?? 0 },
      dailyCap: row.dailyCap,
      window: windowStartMinute === null || windowEndMinute === null ? null : { startMinute: windowStartMinute, endMinute: windowEndMinute },
      warmupSince: row.warmupSince?.getTime() ?? null,
      zone: row.timezone,
    },
    pace: { ...freshPace, ...row.pace },
    lastCampaignId: row.lastCampaignId,
  };
}
