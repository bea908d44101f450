import type { TicketPlan } from '../deliveries';

/**
 * Into which ticket a message of the send API goes. Without a word about tickets: into none.
 * @returns null for none.
 */
export function ticketPlanOf(options: {
  readonly saveOnTicket: boolean;
  readonly queueId: number | null;
  readonly userId: number | null;
  readonly closeTicket: boolean;
  readonly noRegister: boolean;
}): TicketPlan | null {
  const { saveOnTicket, queueId, userId, closeTicket, noRegister } = options;
  const wanted = saveOnTicket || closeTicket || queueId !== null || userId !== null;
  if (noRegister || !wanted) return null;
  const living = userId === null ? 'pending' : 'open';
  return { status: closeTicket ? 'closed' : living, queueId, userId };
}

/** The operator's name in bold above what he says, as the family signs. */
export function signed(body: string, name: string): string {
  return `*${name}:*\n${body.trim()}`;
}
