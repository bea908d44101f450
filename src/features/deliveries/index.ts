/** The door of the ledger: everything that leaves for WhatsApp is submitted here, and only here. README.md tells its words and promises. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { InboundEvent, Media } from '../../platform/channels/channel';
import type { Feature } from '../../platform/feature';
import type { Queryable, Tx } from '../../platform/transact';
import type { MovedCampaign, NewDelivery, NewShipping, OwnedDelivery, PauseCause, TicketPlan } from './delivery.types';
import type { CampaignPace } from './gate.rules';

export { counterStore } from './counter.store';
export { createDeliveries, type DeliveriesDeps } from './delivery.service';
export * from './delivery.types';
export { sendMessage } from './delivery.jobs';
export { JITTER, type CampaignPace, type LanePolicy, type Limiter } from './gate.rules';
export { PROBE_POINTS, type Probe, type ProbePoint } from './probe';
export type { LaneBell } from './lanes';

/** Campaign messages of one pace by one connection, the first not before `from`. */
export interface Batch {
  readonly connectionId: ConnectionId;
  readonly pace: CampaignPace;
  readonly count: number;
  readonly from: Date;
}

export interface LaneForecast {
  /** By pauses stretched by the mean jitter; `earliest` by none of it, `latest` by all. */
  readonly endsAt: Date;
  readonly earliest: Date;
  readonly latest: Date;
  readonly perMinute: number;
  readonly waiting: LaneView['waiting'];
}

export interface LaneView {
  /** Why nothing leaves right now, and until when (null: nobody knows); null while it may. */
  readonly waiting: { readonly reason: string; readonly until: Date | null } | null;
  readonly connected: boolean;
  /** What left today of what may; null: there is no cap. */
  readonly today: { readonly sent: number; readonly cap: number } | null;
}

export interface Deliveries extends Feature {
  /**
   * Writes direct, scheduled or system messages and rings their lanes after the commit.
   * @returns one entry per input, in order; `duplicate` when its idempotency key was known.
   */
  submit(tx: Tx, companyId: CompanyId, rows: readonly NewDelivery[]): Promise<{ id: DeliveryId; duplicate: boolean }[]>;
  /**
   * `submit` for rows of any companies: what a sweep finds due, or says to many, in one statement.
   * @param ring false: the caller rings the lanes himself, once he has handed over all he has. Each ring is a turn of a lane.
   */
  submitAcrossCompanies(tx: Tx, rows: readonly OwnedDelivery[], ring?: boolean): Promise<{ id: DeliveryId; duplicate: boolean }[]>;
  /** Writes one slice of a campaign's recipients, set-based; those already there are left as they are. @returns rows written. */
  addShippings(
    tx: Tx,
    companyId: CompanyId,
    campaign: { id: CampaignId; connectionId: ConnectionId; media: Media | null; ticketPlan: TicketPlan | null; dueAt: Date },
    rows: readonly NewShipping[],
  ): Promise<number>;
  /** Wakes the lane of a connection in this process, or the process that serves it. Cheap; may be called too often. */
  ring(connectionId: ConnectionId): void;
  /** Rings, and resolves when the lane has nothing to do right now, or after `budgetMs`. */
  serve(connectionId: ConnectionId, budgetMs: number): Promise<void>;
  /** Statuses from a provider, in any order, any number of times. */
  applyStatuses(events: readonly Extract<InboundEvent, { type: 'status' }>[]): Promise<void>;
  /** An inbound message counts as the answer to the newest campaign message to that person. `numbers`: all spellings of the sender's. */
  markReplied(tx: Tx, companyId: CompanyId, connectionId: ConnectionId, numbers: readonly string[]): Promise<void>;
  /** When each batch will have left if nothing else does, in the order given; null for an unknown connection. One query for all of them. */
  forecasts(q: Queryable, companyId: CompanyId, batches: readonly Batch[]): Promise<(LaneForecast | null)[]>;
  laneView(companyId: CompanyId, connectionId: ConnectionId): Promise<LaneView | null>;
  /** Told after each commit that moved rows of these campaigns. */
  onCampaignMoved(listener: (campaigns: readonly MovedCampaign[]) => void): void;
  /** Told after the commit that moved these scheduled messages: what became of them is in their rows. May miss some: a sweep finds them. */
  onScheduledMoved(listener: (ids: readonly DeliveryId[]) => void): void;
  /** Told after each commit that moved messages which belong to conversations and to no campaign; those that were told as sent are left out. */
  onDirectMoved(listener: (ids: readonly DeliveryId[]) => void): void;
  /** Told when campaigns of a connection must stop: all of them (blocked), or the one whose recipients are refused in a row. */
  onCampaignsMustPause(listener: (connectionId: ConnectionId, campaignId: CampaignId | null, reason: PauseCause) => Promise<void>): void;
}
