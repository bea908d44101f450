/** Tickets in the shapes of the family: `{tickets, count, hasMore}`, lists of ids as JSON text in the query. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { serviceQueueId, ticketId, userId } from '../../kernel/ids';
import { absentIfBlank, jsonIfText } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { changeTicket, getTicket } from './ticket.service';
import { ticketStore } from './ticket.store';
import { ticketShape, ticketView } from './ticket.view';

const flag = z.enum(['true', 'false']).default('false').transform((text) => text === 'true');
const status = z.enum(['open', 'pending', 'closed']);
/** `[1,2]`, as front ends write it into a URL. An empty list is no filter. */
const idList = <Id extends number>(id: z.ZodType<Id>) =>
  z
    .preprocess(jsonIfText, z.array(id).max(500))
    .transform((ids) => (ids.length === 0 ? null : ids))
    .default(null);

const listQuery = pageQuery.extend({
  status: z.preprocess(absentIfBlank, status.optional()),
  queueIds: idList(serviceQueueId()),
  users: idList(userId()),
  showAll: flag,
  withUnreadMessages: flag,
});
const ticketChange = z.object({ status: status.optional(), queueId: serviceQueueId().nullish(), userId: userId().nullish() });
const byId = z.object({ id: ticketId() });
const shared = { tag: 'Tickets', access: 'user' } as const;

export function ticketRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/tickets',
      summary: "Tickets, last moved first; a user who is not an admin sees his own and nobody's unless showAll=true",
      query: listQuery,
      response: z.object({ tickets: z.array(ticketShape), count: z.number(), hasMore: z.boolean() }),
      run: async ({ caller, query }) => {
        const { rows: listed, count } = await ticketStore(db).list(
          caller.companyId,
          {
            status: query.status ?? null,
            queueIds: query.queueIds,
            userIds: query.users,
            seenBy: caller.profile === 'admin' || query.showAll ? null : caller.userId,
            unreadOnly: query.withUnreadMessages,
            search: query.searchParam === '' ? null : query.searchParam,
          },
          pageWindow(query.pageNumber),
        );
        const { rows, hasMore } = pageOf(listed);
        return { tickets: rows.map(ticketView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'get', path: '/tickets/:id',
      summary: 'One ticket',
      params: byId,
      response: ticketShape,
      run: async ({ caller, params }) => ticketView(await getTicket(db, caller.companyId, params.id)),
    }),
    route({
      ...shared, method: 'get', path: '/tickets/u/:uuid',
      summary: 'One ticket by the uuid of its page',
      params: z.object({ uuid: z.uuid() }),
      response: ticketShape,
      run: async ({ caller, params }) => ticketView(found(await ticketStore(db).findByUuid(caller.companyId, params.uuid), 'Ticket')),
    }),
    route({
      ...shared, method: 'put', path: '/tickets/:id',
      summary: 'Accepts, hands on, closes or reopens a ticket',
      params: byId,
      body: ticketChange,
      response: ticketShape,
      run: ({ caller, params, body }) => changeTicket(transact, caller.companyId, params.id, body),
    }),
  ];
}
