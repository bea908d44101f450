/**
 * The rooms that clients ask for. Front ends of the family emit these and go on without an answer; one who waits for it
 * gets `{ok}`. A client names what it looks at, never a room: rooms are named here, with its company inside.
 */
import { z } from 'zod';
import { ticketId, type TicketId } from '../../../kernel/ids';
import type { Log } from '../../../kernel/log';
import type { Caller } from '../../http/route';
import type { IoSocket } from './guard';

export type MayJoinTicket = (caller: Caller, ticketId: TicketId) => Promise<boolean>;

export type JoinAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string };

/** One screen looks at a handful; the rest is abuse. */
const MAX_ROOMS = 50;
const MAX_PENDING = 10;

const ticket = { kind: 'ticket', argument: ticketId().transform(String) } as const;
const list = { kind: 'tickets', argument: z.string().regex(/^[\w-]{1,32}$/) } as const;
const notification = { kind: 'notification', argument: z.unknown().transform(() => '') } as const;

/** Every event a client may send, with the names of all three generations. */
export const clientEvents = {
  joinChatBox: { move: 'join', ...ticket },
  joinChatBoxLeave: { move: 'leave', ...ticket },
  leaveChatBox: { move: 'leave', ...ticket },
  joinTickets: { move: 'join', ...list },
  joinTicketsLeave: { move: 'leave', ...list },
  leaveTickets: { move: 'leave', ...list },
  joinNotification: { move: 'join', ...notification },
  joinNotificationLeave: { move: 'leave', ...notification },
  leaveNotification: { move: 'leave', ...notification },
} as const;

type ClientEvent = (typeof clientEvents)[keyof typeof clientEvents];

export function acceptJoins(socket: IoSocket, mayJoinTicket: MayJoinTicket, log: Log): void {
  const { caller } = socket.data;
  let pending = 0;

  async function answer({ move, kind, argument }: ClientEvent, given: unknown): Promise<JoinAnswer> {
    const parsed = argument.safeParse(given);
    if (!parsed.success) return { ok: false, error: 'ERR_VALIDATION' };
    const room = `company-${caller.companyId}-${kind}-${parsed.data}`;
    if (move === 'leave') {
      await socket.leave(room);
      return { ok: true };
    }
    if (socket.rooms.size >= MAX_ROOMS || pending > MAX_PENDING) return { ok: false, error: 'ERR_RATE_LIMITED' };
    if (kind === 'ticket' && !(await mayJoinTicket(caller, ticketId().parse(parsed.data)))) return { ok: false, error: 'ERR_NOT_FOUND' };
    await socket.join(room);
    return { ok: true };
  }

  async function hear(name: string, event: ClientEvent, args: readonly unknown[]): Promise<void> {
    const last = args.at(-1);
    const tell = typeof last === 'function' ? (last as (answer: JoinAnswer) => void) : () => undefined;
    pending += 1;
    try {
      tell(await answer(event, typeof args[0] === 'function' ? undefined : args[0]));
    } catch (error) {
      log.warn({ err: error, event: name }, 'a socket could not join');
      tell({ ok: false, error: 'ERR_UNAVAILABLE' });
    } finally {
      pending -= 1;
    }
  }

  for (const [name, event] of Object.entries(clientEvents)) socket.on(name, (...args: unknown[]) => void hear(name, event, args));
}
