/** Which tags a ticket carries and which lane it is in: one change, one transaction, with its history and its news. */
import { found, Invalid, NotFound } from '../../kernel/errors';
import type { TagId, TicketId } from '../../kernel/ids';
import type { Transact, Tx } from '../../platform/transact';
import { ticketLogStore } from './ticket-log.store';
import { tellTicket } from './ticket.events';
import { requireSeen, type Viewer } from './ticket.service';
import { ticketTagStore, type CarriedTag } from './ticket-tag.store';
import type { TicketView } from './ticket.view';

export interface Retagged {
  readonly ticket: TicketView;
  /** The lane it was in before: moving it back there undoes the move. */
  readonly previousLaneId: TagId | null;
}

/** Of `from`, those that are not in `tags`. */
function idsMissing(tags: readonly CarriedTag[], from: readonly CarriedTag[]): TagId[] {
  const there = new Set(tags.map(({ id }) => id));
  return from.flatMap(({ id }) => (there.has(id) ? [] : [id]));
}

const laneOf = (tags: readonly CarriedTag[]): TagId | null => tags.find(({ kanban }) => kanban)?.id ?? null;

export function ticketTagService(transact: Transact) {
  /** @param wanted what it shall carry, given what it carries and which of `named` are the company's */
  function retag(caller: Viewer, id: TicketId, named: readonly TagId[], wanted: (carried: readonly CarriedTag[], own: readonly CarriedTag[]) => readonly CarriedTag[]): Promise<Retagged> {
    return transact(async (tx: Tx) => {
      const { companyId } = caller;
      const store = ticketTagStore(tx);
      const { queueId } = found(await store.lock(companyId, id), 'Ticket');
      await requireSeen(tx, caller, id);
      const before = await store.carried(companyId, id);
      const after = wanted(before, named.length === 0 ? [] : await store.own(companyId, named));

      // Only what changes is touched: one who removes another tag of the ticket holds them all, and waits for what is detached here.
      await store.detach(companyId, id, idsMissing(after, before));
      await store.attach(companyId, id, idsMissing(before, after));
      const [from, to] = [laneOf(before), laneOf(after)];
      if (from !== to) {
        await ticketLogStore(tx).addAcrossCompanies([{ companyId, ticketId: id, type: 'lane', userId: caller.userId, queueId, detail: { fromTagId: from, toTagId: to } }]);
      }
      return { ticket: await tellTicket(tx, companyId, id), previousLaneId: from };
    });
  }

  return {
    /** A lane takes the place of the one the ticket is in. @throws NotFound, Forbidden */
    add: (caller: Viewer, id: TicketId, tagId: TagId) =>
      retag(caller, id, [tagId], (carried, [tag]) => {
        if (tag === undefined) throw NotFound.of('Tag');
        return [...carried.filter((other) => other.id !== tag.id && !(tag.kanban && other.kanban)), tag];
      }),

    /** @throws NotFound, Forbidden */
    remove: (caller: Viewer, id: TicketId, tagId: TagId) =>
      retag(caller, id, [tagId], (carried, [tag]) => {
        if (tag === undefined) throw NotFound.of('Tag');
        return carried.filter((other) => other.id !== tagId);
      }),

    /** Out of its lane, its other tags stay. @throws NotFound, Forbidden */
    leaveLane: (caller: Viewer, id: TicketId) => retag(caller, id, [], (carried) => carried.filter(({ kanban }) => !kanban)),

    /** These and no others. @throws NotFound, Forbidden, Invalid on a tag that is not the company's (`tags.<place>`) or a second lane */
    set: (caller: Viewer, id: TicketId, tagIds: readonly TagId[]) =>
      retag(caller, id, tagIds, (_carried, own) => {
        const foreign = tagIds.flatMap((tagId, i) => (own.some((tag) => tag.id === tagId) ? [] : [{ path: `tags.${i}`, code: 'unknown_tag', message: 'No such tag' }]));
        if (foreign.length > 0) throw new Invalid('ERR_VALIDATION', 'Tags of another company, or of none', foreign);
        if (own.filter(({ kanban }) => kanban).length > 1) throw Invalid.field('tags', 'two_lanes', 'A ticket is in one lane at most');
        return own;
      }),
  };
}
