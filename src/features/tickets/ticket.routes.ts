/** Reading tickets, in the shapes of the family: `{tickets, count, hasMore}`, lists of ids as JSON text in the query. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { connectionId, serviceQueueId, tagId, ticketId, userId } from '../../kernel/ids';
import { absentIfBlank, flagWord, jsonIfText } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Caller, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { eyesOf } from './sight.store';
import { TICKET_ORDERS, ticketListStore, type Onlooker, type TicketFilter } from './ticket-list.store';
import { seenTicket } from './ticket.service';
import { ticketStore } from './ticket.store';
import { ticketShape, ticketView } from './ticket.view';

const flag = z.preprocess(absentIfBlank, flagWord.default(false));
const day = z.preprocess(absentIfBlank, z.iso.date().optional());
/** `[1,2]`, as front ends write it into a URL. An empty list is no filter. */
const idList = <Id extends number>(id: z.ZodType<Id>) =>
  z
    .preprocess(jsonIfText, z.array(id).max(500))
    .transform((ids) => (ids.length === 0 ? null : [...new Set(ids)]))
    .default(null);

const listQuery = pageQuery.extend({
  status: z.preprocess(absentIfBlank, z.enum(['open', 'pending', 'closed', 'groups']).optional()).describe('A tab; `groups`: living ones of groups'),
  queueIds: idList(serviceQueueId()),
  users: idList(userId()),
  tags: idList(tagId()).describe('With all of these'),
  whatsappIds: idList(connectionId()),
  isGroup: z.preprocess(absentIfBlank, flagWord.optional()),
  showAll: flag,
  withUnreadMessages: flag,
  dateStart: day,
  dateEnd: day,
  sort: z.preprocess(absentIfBlank, z.enum(TICKET_ORDERS).default('recent')),
});
const shared = { tag: 'Tickets', access: 'user', method: 'get' } as const;

const onlookerOf = (caller: Caller, showAll: boolean): Onlooker => ({ companyId: caller.companyId, eyes: eyesOf(caller), showAll });

function filterOf({ status, isGroup, ...query }: z.output<typeof listQuery>): TicketFilter {
  return {
    status: status === 'groups' ? 'living' : (status ?? null),
    isGroup: status === 'groups' ? true : (isGroup ?? null),
    queueIds: query.queueIds,
    userIds: query.users,
    tagIds: query.tags,
    whatsappIds: query.whatsappIds,
    unreadOnly: query.withUnreadMessages,
    dateStart: query.dateStart ?? null,
    dateEnd: query.dateEnd ?? null,
    search: query.searchParam === '' ? null : query.searchParam,
  };
}

export function ticketRoutes(db: Queryable): Route[] {
  return [
    route({
      ...shared, path: '/tickets',
      summary:
        'Tickets, last moved first. An admin sees all; others their own and those of nobody in no service queue or one of theirs (members of none work in all), and with showAll=true everything the company lets them. Searches names, numbers and the beginnings of words that were said',
      query: listQuery,
      response: z.object({ tickets: z.array(ticketShape), count: z.number(), hasMore: z.boolean() }),
      run: async ({ caller, query }) => {
        const { rows: listed, count } = await ticketListStore(db).page(onlookerOf(caller, query.showAll), filterOf(query), query.sort, pageWindow(query.pageNumber));
        const { rows, hasMore } = pageOf(listed);
        return { tickets: rows.map(ticketView), count, hasMore };
      },
    }),
    route({
      ...shared, path: '/tickets/counts',
      summary: 'How many tickets the caller sees in each tab: open and pending ones of people, closed ones, living ones of groups; and living ones with something unread',
      query: z.object({ showAll: flag }),
      response: z.object({ open: z.number(), pending: z.number(), closed: z.number(), groups: z.number(), unread: z.number() }),
      run: ({ caller, query }) => ticketListStore(db).counts(onlookerOf(caller, query.showAll)),
    }),
    route({
      ...shared, path: '/tickets/:id',
      summary: 'One ticket',
      params: z.object({ id: ticketId() }),
      response: ticketShape,
      run: ({ caller, params }) => seenTicket(db, caller, params.id),
    }),
    route({
      ...shared, path: '/tickets/u/:uuid',
      summary: 'One ticket by the uuid of its page',
      params: z.object({ uuid: z.uuid() }),
      response: ticketShape,
      run: async ({ caller, params }) => seenTicket(db, caller, found(await ticketStore(db).idOf(caller.companyId, params.uuid), 'Ticket')),
    }),
  ];
}
