import type { Tx } from '../../platform/transact';
import { noteView, type NoteRow, type NoteView } from './note.view';
import { ticketEvent } from './ticket.events';

export function tellNote(tx: Tx, row: NoteRow): NoteView {
  const note = noteView(row);
  tx.emit(row.companyId, ticketEvent, { action: 'note', ticketId: row.ticketId, note });
  return note;
}
