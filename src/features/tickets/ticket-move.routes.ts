/** Making, taking up, handing on, closing and removing tickets. */
import { z } from 'zod';
import { connectionId, contactId, serviceQueueId, ticketId, userId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import { noteText } from './note.routes';
import { ticketMoveService, type MoveDeps } from './ticket-move.service';
import { ticketShape } from './ticket.view';

const byId = z.object({ id: ticketId() });
const takeOver = z.boolean().default(false).describe('Of an admin: from whoever has it');
const shared = { tag: 'Tickets', access: 'user', response: ticketShape } as const;

export function ticketMoveRoutes(deps: MoveDeps): Route[] {
  const tickets = ticketMoveService(deps);
  return [
    route({
      ...shared, method: 'post', path: '/tickets', idempotent: true,
      summary: 'A new ticket with a contact (201), or the living one there is (200); on the default connection unless told. An open one is the caller’s unless told',
      body: z.object({
        contactId: contactId(),
        whatsappId: connectionId().nullish(),
        queueId: serviceQueueId().nullish(),
        userId: userId().nullish(),
        status: z.enum(['open', 'pending']).default('open'),
      }),
      run: async ({ caller, body, res }) => {
        const owner = body.status === 'open' ? caller.userId : null;
        const { ticket, created } = await tickets.create(caller, {
          contactId: body.contactId,
          whatsappId: body.whatsappId ?? null,
          queueId: body.queueId ?? null,
          userId: body.userId ?? owner,
          status: body.status,
        });
        if (created) res.status(201);
        return ticket;
      },
    }),
    route({
      ...shared, method: 'put', path: '/tickets/:id',
      summary:
        'Moves a ticket. `status: open` with a user takes it up, and is refused (409) when another one has it; a user or service queue alone hands it on; `silent` closes it without a word to the contact',
      params: byId,
      body: z.object({
        status: z.enum(['open', 'pending', 'closed']).optional(),
        queueId: serviceQueueId().nullish(),
        userId: userId().nullish(),
        silent: z.boolean().optional(),
        takeOver: takeOver.optional(),
      }),
      run: ({ caller, params, body }) => tickets.change(caller, params.id, body),
    }),
    route({
      ...shared, method: 'post', path: '/tickets/:id/accept',
      summary: 'Takes a ticket up; of two who do so at the same moment one has it, and the other is told who (409)',
      params: byId,
      body: z.object({ queueId: serviceQueueId().optional(), takeOver }),
      run: ({ caller, params, body }) => tickets.accept(caller, params.id, body),
    }),
    route({
      ...shared, method: 'post', path: '/tickets/:id/transfer',
      summary: 'Hands a ticket to a user, or to a service queue, where it waits for one of its members',
      params: byId,
      body: z.object({ queueId: serviceQueueId().nullable(), userId: userId().nullable(), note: noteText.default('') }),
      run: ({ caller, params, body }) => tickets.transfer(caller, params.id, body),
    }),
    route({
      ...shared, access: 'admin', method: 'delete', path: '/tickets/:id',
      summary: 'Removes a ticket with its messages, notes and history',
      params: byId,
      response: z.object({ id: z.number() }),
      run: async ({ caller, params }) => {
        await tickets.remove(caller.companyId, params.id);
        return { id: params.id };
      },
    }),
  ];
}
