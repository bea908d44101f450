/** What providers say of messages, folded: many events of one batch, in any order, become one climb per delivery. */
import type { DeliveryId } from '../../kernel/ids';
import type { InboundEvent } from '../../platform/channels/channel';
import type { Climb } from './record.store';
import { parseReference } from './send';

export type StatusEvent = Extract<InboundEvent, { type: 'status' }>;

export interface Folded {
  readonly climbs: Climb[];
  /** Deliveries whose first part (a text before an audio) is known to have been taken. */
  readonly firstParts: DeliveryId[];
  /** Events without our reference, to be found by the provider's id. */
  readonly unreferenced: StatusEvent[];
}

/** Pure. An event may come twice, late or before its elders: the fold keeps the earliest time of each rung. */
export function foldStatuses(events: readonly StatusEvent[]): Folded {
  const climbs = new Map<DeliveryId, Climb>();
  const firstParts = new Set<DeliveryId>();
  const unreferenced: StatusEvent[] = [];
  for (const event of events) {
    const reference = event.reference === null ? null : parseReference(event.reference);
    if (reference === null) unreferenced.push(event);
    else if (!reference.last) firstParts.add(reference.id);
    else climbs.set(reference.id, fold(climbs.get(reference.id), reference.id, event));
  }
  return { climbs: [...climbs.values()], firstParts: [...firstParts], unreferenced };
}

/** Gives unreferenced events the delivery that `byProviderId` found for them; others are not ours. */
export function foldByProviderId(events: readonly StatusEvent[], byProviderId: ReadonlyMap<string, DeliveryId>): Climb[] {
  const climbs = new Map<DeliveryId, Climb>();
  for (const event of events) {
    const id = byProviderId.get(providerKey(event.connectionId, event.providerMessageId));
    if (id !== undefined) climbs.set(id, fold(climbs.get(id), id, event));
  }
  return [...climbs.values()];
}

export const providerKey = (connectionId: number, providerMessageId: string): string => `${connectionId}/${providerMessageId}`;

function fold(climb: Climb | undefined, id: DeliveryId, event: StatusEvent): Climb {
  const base: Climb = climb ?? {
    id, connectionId: event.connectionId, providerMessageId: event.providerMessageId, sentAt: null, deliveredAt: null, readAt: null, failed: null,
  };
  switch (event.status) {
    case 'sent':
      return { ...base, sentAt: earliest(base.sentAt, event.at) };
    case 'delivered':
      return { ...base, deliveredAt: earliest(base.deliveredAt, event.at) };
    case 'read':
      return { ...base, readAt: earliest(base.readAt, event.at) };
    case 'failed':
      return { ...base, failed: event.error ?? { code: 'ERR_PROVIDER', message: 'the provider gave no reason' } };
  }
}

const earliest = (a: Date | null, b: Date): Date => (a === null || b < a ? b : a);
