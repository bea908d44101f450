import { z } from 'zod';
import { contactListId } from '../../kernel/ids';
import { pageQuery } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import { listShape } from './contact.view';
import { name } from './fields.schema';
import type { listService } from './list.service';

const byId = z.object({ id: contactListId() });
const body = z.object({ name });
const shared = { access: 'user', tag: 'Contact lists' } as const;

export function listRoutes(lists: ReturnType<typeof listService>): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/contact-lists',
      summary: 'Lists by name, each with its number of contacts',
      query: pageQuery,
      response: z.object({ records: z.array(listShape), count: z.number(), hasMore: z.boolean() }),
      run: ({ caller, query }) => lists.page(caller.companyId, query.searchParam, query.pageNumber),
    }),
    route({
      ...shared, method: 'get', path: '/contact-lists/list',
      summary: 'The first 1,000 lists by name, for a picker',
      response: z.array(z.object({ id: z.number(), name: z.string(), contactsCount: z.number() })),
      run: ({ caller }) => lists.names(caller.companyId),
    }),
    route({
      ...shared, method: 'post', path: '/contact-lists', status: 201, idempotent: true,
      summary: 'Makes an empty list',
      body,
      response: listShape,
      run: ({ caller, body: { name: wanted } }) => lists.create(caller.companyId, wanted),
    }),
    route({
      ...shared, method: 'get', path: '/contact-lists/:id',
      summary: 'One list',
      params: byId,
      response: listShape,
      run: ({ caller, params }) => lists.find(caller.companyId, params.id),
    }),
    route({
      ...shared, method: 'put', path: '/contact-lists/:id',
      summary: 'Renames a list',
      params: byId,
      body,
      response: listShape,
      run: ({ caller, params, body: { name: wanted } }) => lists.rename(caller.companyId, params.id, wanted),
    }),
    route({
      ...shared, method: 'delete', path: '/contact-lists/:id',
      summary: 'Deletes a list with its contacts; refused (409) while a scheduled, running or paused campaign uses it',
      params: byId,
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        await lists.remove(caller.companyId, params.id);
        return { message: 'Contact list deleted' };
      },
    }),
    route({
      ...shared, method: 'delete', path: '/contact-lists/:id/items',
      summary: 'Empties a list',
      params: byId,
      response: z.object({ message: z.string(), removed: z.number() }),
      run: async ({ caller, params }) => ({ message: 'Contact list emptied', removed: await lists.clear(caller.companyId, params.id) }),
    }),
  ];
}
