/** All lanes of this process: started by rings, watched by a sweep, stopped together. */
import type { CampaignId, ConnectionId } from '../../kernel/ids';
import { connectionId as connectionIdSchema } from '../../kernel/ids';
import { Lane, type LaneDeps } from './lane';
import { laneStore } from './lane.store';
import type { Attempted } from './record.store';
import type { DeliveriesDeps } from './delivery.service';
import type { MovedCampaign, PauseCause } from './delivery.types';
import type { Probe } from './probe';

/** Rings from other processes: Postgres carries them, so they reach the owner of a lane with or without Redis. */
export interface LaneBell {
  /** Calls `onRing` for each notification until stopped; reconnects by itself. */
  listen(channel: string, onRing: (payload: string) => void): Promise<{ stop(): Promise<void> }>;
}

/** Recipients refused in a row before a campaign is stopped: the list or the text is wrong, not the person. */
const REFUSED_IN_A_ROW = 30;

interface LanesDeps extends DeliveriesDeps {
  readonly owner: string;
  readonly probe: Probe;
  readonly record: (attempts: readonly Attempted[]) => Promise<void>;
  /** Moves what dead processes left behind. */
  readonly sweep: () => Promise<void>;
  /** Tells whoever watches campaigns. */
  readonly moved: (campaigns: readonly MovedCampaign[]) => void;
  readonly mustPause: (connectionId: ConnectionId, campaignId: CampaignId | null, cause: PauseCause) => void;
}

export function createLanes(deps: LanesDeps) {
  const { db, log } = deps;
  const lanes = new Map<ConnectionId, Lane>();
  const refusedInARow = new Map<CampaignId, number>();
  let timer: NodeJS.Timeout | null = null;
  let sweeping: Promise<void> = Promise.resolve();
  let bell: { stop(): Promise<void> } | null = null;
  let stopped = false;

  const laneDeps: LaneDeps = {
    transact: deps.transact, owner: deps.owner, leaseMs: deps.leaseMs, laneLeaseMs: deps.laneLeaseMs, channel: deps.channel, defaultLimiter: deps.defaultLimiter,
    record: deps.record, log, random: deps.random, probe: deps.probe,
    onSkipped: (companyId, campaignId) => deps.moved([{ companyId, campaignId }]),
    onBlocked: (connectionId, reason) => deps.mustPause(connectionId, null, { code: 'connection_blocked', detail: reason }),
    onAnswered: (connectionId, campaignId, refused) => {
      const inARow = refused ? (refusedInARow.get(campaignId) ?? 0) + 1 : 0;
      if (inARow === 0) refusedInARow.delete(campaignId);
      else refusedInARow.set(campaignId, inARow);
      if (inARow !== REFUSED_IN_A_ROW) return;
      refusedInARow.delete(campaignId);
      deps.mustPause(connectionId, campaignId, { code: 'refused_in_a_row', detail: String(REFUSED_IN_A_ROW) });
    },
  };

  const laneOf = (connectionId: ConnectionId): Lane => {
    let lane = lanes.get(connectionId);
    if (lane === undefined) {
      lane = new Lane(connectionId, laneDeps);
      lanes.set(connectionId, lane);
    }
    return lane;
  };

  const ring = (connectionId: ConnectionId): void => {
    if (stopped) return;
    if (deps.serves) laneOf(connectionId).ring();
    else laneStore(db, deps.defaultLimiter).notifyOwner(connectionId).catch((error: unknown) => log.warn({ err: error, connectionId }, 'lane not rung; the sweep will'));
  };

  const sweepOnce = async (): Promise<void> => {
    try {
      await deps.sweep();
      for (const connectionId of await laneStore(db, deps.defaultLimiter).dueLanesAcrossCompanies(deps.owner)) ring(connectionId);
      for (const [id, lane] of lanes) if (lane.finished) lanes.delete(id);
    } catch (error) {
      log.error({ err: error }, 'sweep failed, the next one tries again');
    }
  };

  const sweepLater = (): void => {
    timer = setTimeout(() => {
      sweeping = sweepOnce().finally(() => {
        if (!stopped) sweepLater();
      });
    }, deps.sweepMs);
  };

  return {
    ring,
    async serve(connectionId: ConnectionId, budgetMs: number): Promise<void> {
      ring(connectionId);
      await lanes.get(connectionId)?.idle(budgetMs);
    },
    async start(): Promise<void> {
      bell = await deps.bell.listen('lane_ring', (payload) => {
        // Only the owner comes: for anybody else the lane is busy, and asking would ring the owner again.
        const lane = lanes.get(connectionIdSchema().parse(payload));
        if (lane?.running === true) lane.ring();
      });
      await sweepOnce();
      sweepLater();
    },
    /** Claims no more, lets calls under way end with their outcomes written, gives the lanes away. */
    async stop(): Promise<void> {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await sweeping;
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
      await bell?.stop();
    },
  };
}
