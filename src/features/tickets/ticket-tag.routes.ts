/** The tags of one ticket. Moving it on the board is giving it the tag of that lane. */
import { z } from 'zod';
import { tagId, ticketId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { Transact } from '../../platform/transact';
import { ticketTagService } from './ticket-tag.service';
import { ticketShape } from './ticket.view';

const byTicket = z.object({ ticketId: ticketId() });
const byBoth = byTicket.extend({ tagId: tagId() });
/** Front ends of the family send the tags they hold, whole. */
const given = z.union([tagId(), z.object({ id: tagId() }).transform(({ id }) => id)]);
const retagged = z.object({ ticket: ticketShape, previousLaneId: z.number().nullable() });
const shared = { tag: 'Tags', access: 'user', response: retagged } as const;

export function ticketTagRoutes(transact: Transact): Route[] {
  const service = ticketTagService(transact);
  return [
    route({
      ...shared, method: 'put', path: '/ticket-tags/:ticketId/:tagId',
      summary: 'Gives a ticket a tag; a lane takes the place of its former one, which is answered',
      params: byBoth,
      run: ({ caller, params }) => service.add(caller, params.ticketId, params.tagId),
    }),
    route({
      ...shared, method: 'delete', path: '/ticket-tags/:ticketId/:tagId',
      summary: 'Takes a tag off a ticket',
      params: byBoth,
      run: ({ caller, params }) => service.remove(caller, params.ticketId, params.tagId),
    }),
    route({
      ...shared, method: 'delete', path: '/ticket-tags/:ticketId',
      summary: 'Takes a ticket out of its lane; other tags stay',
      params: byTicket,
      run: ({ caller, params }) => service.leaveLane(caller, params.ticketId),
    }),
    route({
      ...shared, method: 'post', path: '/tags/sync',
      summary: 'Gives a ticket these tags and no others',
      body: z.object({ ticketId: ticketId(), tags: z.array(given).max(100) }),
      run: ({ caller, body }) => service.set(caller, body.ticketId, [...new Set(body.tags)]),
    }),
  ];
}
