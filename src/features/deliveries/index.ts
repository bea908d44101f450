/** The door of the ledger: everything that leaves for WhatsApp is submitted here, and only here. */
import type { CampaignId, CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { InboundEvent, Media } from '../../platform/channels/channel';
import type { Feature } from '../../platform/feature';
import type { Tx } from '../../platform/transact';
import type { NewDelivery, NewShipping, TicketPlan } from './delivery.types';

export * from './delivery.types';

export interface Deliveries extends Feature {
  /**
   * Writes direct, scheduled or system messages and rings their lanes after the commit.
   * @returns one entry per input, in order; `duplicate` when its idempotency key was known.
   */
  submit(tx: Tx, companyId: CompanyId, rows: readonly NewDelivery[]): Promise<{ id: DeliveryId; duplicate: boolean }[]>;
  /** Writes one slice of a campaign's recipients, set-based; those already there are left as they are. @returns rows written. */
  addShippings(
    tx: Tx,
    companyId: CompanyId,
    campaign: { id: CampaignId; connectionId: ConnectionId; media: Media | null; ticketPlan: TicketPlan | null; dueAt: Date },
    rows: readonly NewShipping[],
  ): Promise<number>;
  /** Wakes the lane of a connection, in whatever process serves it. Cheap; may be called too often. */
  ring(connectionId: ConnectionId): void;
  /** Resolves when the lane has nothing due within `graceMs`, or after `budgetMs`. */
  serve(connectionId: ConnectionId, budgetMs: number): Promise<void>;
  /** Statuses from a provider, in any order, any number of times. Same transaction semantics as one statement. */
  applyStatuses(events: readonly Extract<InboundEvent, { type: 'status' }>[]): Promise<void>;
  /** Told after a commit that changed rows of these campaigns; at most a few times a second per process. */
  onCampaignMoved(listener: (campaigns: readonly { companyId: CompanyId; campaignId: CampaignId }[]) => void): void;
  /** Told when campaigns of a connection must stop (token revoked, number banned, too many failures in a row). */
  onCampaignsMustPause(listener: (connectionId: ConnectionId, campaignIds: readonly CampaignId[], reason: string) => Promise<void>): void;
}
