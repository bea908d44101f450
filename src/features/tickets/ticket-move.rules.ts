/** What a move of a ticket means: where it stands afterwards, and what its history says of it. */
import type { ServiceQueueId, UserId } from '../../kernel/ids';
import type { TicketLogEntry } from './ticket-log.store';
import { TicketStatus } from './ticket.types';

/** Where a ticket stands. */
export interface Standing {
  readonly status: TicketStatus;
  readonly queueId: ServiceQueueId | null;
  readonly userId: UserId | null;
}

type Entry = Omit<TicketLogEntry, 'companyId' | 'ticketId'>;

/**
 * The history of one move. A status that changes is one entry; a ticket that changes hands, or goes on to another service queue,
 * is two: who gave it and who received it. Taking up what was nobody's, and giving it back, are told by the status alone.
 * @param by who moved it.
 */
export function logsOf(before: Standing, after: Standing, by: UserId): Entry[] {
  const entries: Entry[] = [];
  const type = statusLog(before.status, after.status);
  if (type !== null) entries.push({ type, userId: by, queueId: after.queueId, ...(type === 'reopen' && { detail: { status: after.status } }) });

  const tookUp = before.userId === null && after.userId === by && after.status === TicketStatus.open;
  const requeued = before.queueId !== after.queueId;
  const gaveBack = after.userId === null && after.status === TicketStatus.pending && type !== null && !requeued;
  const handedOn = before.userId !== after.userId && !tookUp && !gaveBack;
  const ways = { fromUserId: before.userId, toUserId: after.userId, fromQueueId: before.queueId, toQueueId: after.queueId };
  if (handedOn || (requeued && before.queueId !== null)) {
    entries.push({ type: 'transfered', userId: by, queueId: before.queueId, detail: ways });
    entries.push({ type: 'receivedTransfer', userId: after.userId, queueId: after.queueId, detail: ways });
  } else if (requeued) {
    entries.push({ type: 'queue', userId: by, queueId: after.queueId });
  } else if (tookUp && type === null) {
    entries.push({ type: 'open', userId: by, queueId: after.queueId });
  }
  return entries;
}

function statusLog(before: TicketStatus, after: TicketStatus): 'closed' | 'reopen' | 'open' | 'pending' | null {
  if (before === after) return null;
  if (after === TicketStatus.closed) return 'closed';
  return before === TicketStatus.closed ? 'reopen' : after;
}
