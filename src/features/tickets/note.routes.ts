/** Notes of a ticket: for operators, never for the contact. */
import { z } from 'zod';
import { NotFound } from '../../kernel/errors';
import { noteId, ticketId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { tellNote } from './note.service';
import { noteStore } from './note.store';
import { noteShape, noteView } from './note.view';
import { eyesOf } from './sight.store';
import { ticketEvent } from './ticket.events';
import { requireSeen } from './ticket.service';

/** As long as one reads. */
export const noteText = z.string().trim().max(4_000);
const byTicket = z.object({ id: ticketId() });
const shared = { tag: 'Tickets', access: 'user' } as const;

export function noteRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/tickets/:id/notes',
      summary: 'What operators noted about a ticket: the last thousand notes, oldest first',
      params: byTicket,
      response: z.object({ notes: z.array(noteShape) }),
      run: async ({ caller, params }) => {
        await requireSeen(db, caller, params.id);
        return { notes: (await noteStore(db).list(caller.companyId, params.id)).map(noteView) };
      },
    }),
    route({
      ...shared, method: 'post', path: '/tickets/:id/notes', status: 201, idempotent: true,
      summary: 'Notes something about a ticket',
      params: byTicket,
      body: z.object({ note: noteText.min(1) }),
      response: noteShape,
      run: ({ caller, params, body }) =>
        transact(async (tx) => {
          await requireSeen(tx, caller, params.id);
          return tellNote(tx, await noteStore(tx).add(caller.companyId, params.id, caller.userId, body.note));
        }),
    }),
    route({
      ...shared, method: 'delete', path: '/tickets/:id/notes/:noteId',
      summary: 'Removes a note of one’s own; an admin removes any',
      params: byTicket.extend({ noteId: noteId() }),
      response: z.object({ id: z.number() }),
      run: ({ caller, params: { id, noteId: note } }) =>
        transact(async (tx) => {
          if (!(await noteStore(tx).remove(caller.companyId, id, note, eyesOf(caller)))) throw NotFound.of('Note');
          tx.emit(caller.companyId, ticketEvent, { action: 'deleteNote', ticketId: id, noteId: note });
          return { id: note };
        }),
    }),
  ];
}
