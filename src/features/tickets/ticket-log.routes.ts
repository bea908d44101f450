import { z } from 'zod';
import { ticketId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { ticketLogStore } from './ticket-log.store';
import { logShape, logView, storyShape, ticketStory } from './ticket-log.view';
import { requireSeen, seenTicket } from './ticket.service';

const shared = { tag: 'Tickets', access: 'user', method: 'get', params: z.object({ id: ticketId() }) } as const;

export function ticketLogRoutes(db: Queryable): Route[] {
  return [
    route({
      ...shared, path: '/tickets/:id/logs',
      summary: 'Who did what to a ticket: the last thousand acts, oldest first',
      response: z.object({ logs: z.array(logShape) }),
      run: async ({ caller, params, language }) => {
        await requireSeen(db, caller, params.id);
        return { logs: (await ticketLogStore(db).list(caller.companyId, params.id)).map((row) => logView(row, language)) };
      },
    }),
    route({
      ...shared, path: '/tickets/:id/why',
      summary: 'Why a ticket is where it is, in plain words of the language asked for',
      response: storyShape,
      run: async ({ caller, params, language }) => {
        const ticket = await seenTicket(db, caller, params.id);
        return ticketStory(ticket, await ticketLogStore(db).list(caller.companyId, params.id), language);
      },
    }),
  ];
}
