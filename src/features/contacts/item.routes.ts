import { z } from 'zod';
import { contactListId, contactListItemId } from '../../kernel/ids';
import { pageQuery } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import { itemShape } from './contact.view';
import { email, name, variables } from './fields.schema';
import type { itemService } from './item.service';
import { phone } from './phone.schema';

const byId = z.object({ id: contactListItemId() });
const shared = { access: 'user', tag: 'Contact lists' } as const;

export function itemRoutes(items: ReturnType<typeof itemService>): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/contact-list-items',
      summary: 'Contacts of a list in the order of sending; searchParam looks into name, number and e-mail',
      query: pageQuery.extend({ contactListId: contactListId() }),
      response: z.object({ contacts: z.array(itemShape), count: z.number(), hasMore: z.boolean() }),
      run: ({ caller, query }) => items.page(caller.companyId, query.contactListId, query.searchParam, query.pageNumber),
    }),
    route({
      ...shared, method: 'post', path: '/contact-list-items', status: 201, idempotent: true,
      summary: 'Puts a contact into a list',
      body: z.object({ contactListId: contactListId(), name, number: phone(), email: email.default(''), variables: variables.default({}) }),
      response: itemShape,
      run: ({ caller, body: { contactListId: listId, number, ...fields } }) => items.create(caller.companyId, listId, { ...fields, ...number }),
    }),
    route({
      ...shared, method: 'get', path: '/contact-list-items/:id',
      summary: 'One contact of a list',
      params: byId,
      response: itemShape,
      run: ({ caller, params }) => items.find(caller.companyId, params.id),
    }),
    route({
      ...shared, method: 'put', path: '/contact-list-items/:id',
      summary: 'Changes a contact of a list; fields left out stay, variables are replaced as a whole',
      params: byId,
      body: z.object({ name: name.optional(), number: phone().optional(), email: email.optional(), variables: variables.optional() }),
      response: itemShape,
      run: ({ caller, params, body: { number, ...fields } }) => items.change(caller.companyId, params.id, { ...fields, ...number }),
    }),
    route({
      ...shared, method: 'delete', path: '/contact-list-items/:id',
      summary: 'Takes a contact out of a list',
      params: byId,
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        await items.remove(caller.companyId, params.id);
        return { message: 'Contact list item deleted' };
      },
    }),
  ];
}
