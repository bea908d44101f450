/** Taking up, handing on, closing and reopening tickets: each one transaction, with its history and its news. */
import { Conflict, Forbidden, found, Invalid, NotFound } from '../../kernel/errors';
import type { CompanyId, ConnectionId, ContactId, ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import type { Transact, Tx } from '../../platform/transact';
import { tellNote } from './note.service';
import { noteStore } from './note.store';
import { eyesOf } from './sight.store';
import { logsOf, type Standing } from './ticket-move.rules';
import { ticketMoveStore, type LockedTicket, type TicketChange } from './ticket-move.store';
import { ticketLogStore } from './ticket-log.store';
import { tellTicket, ticketEvent } from './ticket.events';
import { requireAnswerable, requireOwn, unseen, type Viewer } from './ticket.service';
import { ticketStore } from './ticket.store';
import { TicketStatus } from './ticket.types';
import { ticketView, type TicketView } from './ticket.view';

/** Told, inside the transaction, of tickets that were closed by somebody who wants their contacts to hear of it. */
export type ClosedListener = (tx: Tx, closed: readonly { readonly companyId: CompanyId; readonly id: TicketId }[]) => Promise<void>;

export interface MoveDeps {
  readonly transact: Transact;
  readonly closed: ClosedListener;
  readonly removeFile: (companyId: CompanyId, path: string) => Promise<void>;
}

export interface Move extends TicketChange {
  /** Closed without a word to the contact. */
  readonly silent?: boolean | undefined;
  /** Of an admin: from whoever has it. */
  readonly takeOver?: boolean | undefined;
}

const taken = (name: string): Conflict => new Conflict('ERR_TICKET_TAKEN', `${name} is in this ticket already`, [], { name });

export function ticketMoveService({ transact, closed, removeFile }: MoveDeps) {
  /**
   * Moves a ticket. Naming a user together with the status `open` takes it up: of two who do so at the same moment, one has
   * it and the other is told who. Naming a user alone hands it on.
   * @throws NotFound, Forbidden (a ticket the caller does not see), Invalid (`queueId`, `userId`), Conflict `ERR_TICKET_TAKEN`
   * or, when it would be the second living ticket of its contact, `ERR_OTHER_OPEN_TICKET`
   */
  async function move(tx: Tx, caller: Viewer, id: TicketId, { silent, takeOver, livingOnly, ...change }: Move & { livingOnly?: true }): Promise<TicketView> {
    const { companyId } = caller;
    const store = ticketMoveStore(tx);
    found(await store.lockContactOf(companyId, id), 'Ticket');
    const before = found(await store.lock(companyId, eyesOf(caller), id), 'Ticket');
    if (livingOnly && before.status === TicketStatus.closed) throw new Conflict('ERR_TICKET_CLOSED', 'The ticket is closed');
    requireFree(before, change, takeOver === true ? caller : null);
    if (!before.seen) throw unseen();

    const after = afterwards(before, change);
    const gone = after.status === TicketStatus.closed;
    if (change.queueId !== undefined || change.userId !== undefined) await (gone ? requireOwn : requireAnswerable)(tx, companyId, after);
    if (!(await store.put(companyId, id, after))) throw new Conflict('ERR_OTHER_OPEN_TICKET', 'The contact has another living ticket on this connection');
    await ticketLogStore(tx).addAcrossCompanies(logsOf(before, after, caller.userId).map((entry) => ({ companyId, ticketId: id, ...entry })));
    const ticket = await tellTicket(tx, companyId, id);
    if (gone && before.status !== TicketStatus.closed && silent !== true) await closed(tx, [{ companyId, id }]);
    return ticket;
  }

  return {
    change: (caller: Viewer, id: TicketId, change: Move) => transact((tx) => move(tx, caller, id, change)),

    /** @throws what a move throws; Conflict `ERR_TICKET_CLOSED` */
    accept: (caller: Viewer, id: TicketId, { queueId, takeOver }: { queueId?: ServiceQueueId | undefined; takeOver: boolean }) =>
      transact((tx) => move(tx, caller, id, { status: TicketStatus.open, userId: caller.userId, takeOver, queueId, livingOnly: true })),

    /** To a user, or to a service queue, where it waits for one of its members. */
    transfer: (caller: Viewer, id: TicketId, { queueId, userId, note }: { queueId: ServiceQueueId | null; userId: UserId | null; note: string }) =>
      transact(async (tx) => {
        const ticket = await move(tx, caller, id, { queueId, userId, ...(userId === null && { status: TicketStatus.pending }) });
        if (note !== '') tellNote(tx, await noteStore(tx).add(caller.companyId, id, caller.userId, note));
        return ticket;
      }),

    /**
     * A new ticket with a contact, or the living one there is.
     * @throws Invalid (`contactId`, `whatsappId`, `queueId`, `userId`), Conflict `ERR_TICKET_TAKEN`
     */
    create: (caller: Viewer, wanted: Standing & { contactId: ContactId; whatsappId: ConnectionId | null }) =>
      transact(async (tx) => {
        const { companyId } = caller;
        const store = ticketMoveStore(tx);
        const contact = await store.lockContact(companyId, wanted.contactId);
        if (contact === null) throw Invalid.field('contactId', 'unknown_contact', 'No such contact');
        const whatsappId = await store.connection(companyId, wanted.whatsappId);
        if (whatsappId === null) throw Invalid.field('whatsappId', wanted.whatsappId === null ? 'no_default_connection' : 'unknown_connection', 'No such connection');
        await requireAnswerable(tx, companyId, wanted);
        const there = await store.living(companyId, wanted.contactId, whatsappId);
        if (there !== null) return { ticket: await openTo(tx, caller, there), created: false };

        const id = await store.add(companyId, { ...wanted, whatsappId, isGroup: contact.isGroup });
        await ticketLogStore(tx).addAcrossCompanies([{ companyId, ticketId: id, type: 'create', userId: caller.userId, queueId: wanted.queueId, detail: { toUserId: wanted.userId } }]);
        return { ticket: await tellTicket(tx, companyId, id, 'create'), created: true };
      }),

    /** With its files, as far as they are its own and have left. @throws NotFound */
    remove: (companyId: CompanyId, id: TicketId) =>
      transact(async (tx) => {
        const files = await ticketMoveStore(tx).ownFiles(companyId, id);
        if (!(await ticketMoveStore(tx).remove(companyId, id))) throw NotFound.of('Ticket');
        tx.afterCommit(async () => void (await Promise.all(files.map((path) => removeFile(companyId, path)))));
        tx.emit(companyId, ticketEvent, { action: 'delete', ticketId: id });
      }),
  };
}

/** @throws Conflict when somebody else has the ticket that is to be taken up; Forbidden when not everybody may take it from him. */
function requireFree(before: LockedTicket, change: TicketChange, takesOver: Viewer | null): void {
  if (takesOver !== null) {
    if (eyesOf(takesOver) !== null) throw new Forbidden('ERR_NO_PERMISSION', 'Only an admin takes a ticket over');
    return;
  }
  const takesUp = change.status === TicketStatus.open && change.userId != null && before.status !== TicketStatus.closed;
  if (takesUp && before.userId !== null && before.userId !== change.userId) throw taken(before.userName ?? '');
}

const afterwards = (before: Standing, { status, queueId, userId }: TicketChange): Standing => ({
  status: status ?? before.status,
  queueId: queueId === undefined ? before.queueId : queueId,
  userId: userId === undefined ? before.userId : userId,
});

async function openTo(tx: Tx, caller: Viewer, id: TicketId): Promise<TicketView> {
  const row = found(await ticketStore(tx).find(caller.companyId, id), 'Ticket');
  if (!(await ticketStore(tx).inSight(caller.companyId, eyesOf(caller), id))) throw row.userName === null ? unseen() : taken(row.userName);
  return ticketView(row);
}
