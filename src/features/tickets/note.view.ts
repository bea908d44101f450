import { z } from 'zod';
import type { CompanyId, NoteId, TicketId, UserId } from '../../kernel/ids';

export interface NoteRow {
  id: NoteId;
  companyId: CompanyId;
  ticketId: TicketId;
  userId: UserId | null;
  userName: string | null;
  note: string;
  createdAt: Date;
}

export const noteShape = z.object({
  id: z.number(),
  ticketId: z.number(),
  userId: z.number().nullable(),
  user: z.object({ id: z.number(), name: z.string() }).nullable(),
  note: z.string(),
  createdAt: z.string(),
});
export type NoteView = z.output<typeof noteShape>;

export const noteView = ({ id, ticketId, userId, userName, note, createdAt }: NoteRow): NoteView => ({
  id, ticketId, userId, note,
  user: userId === null ? null : { id: userId, name: userName ?? '' },
  createdAt: createdAt.toISOString(),
});
