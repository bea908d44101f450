import { z } from 'zod';
import { contactId } from '../../kernel/ids';
import { pageQuery } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { contactService } from './contact.service';
import { contactShape } from './contact.view';
import { name, email } from './fields.schema';
import { phone } from './phone.schema';

const byId = z.object({ id: contactId() });
const shared = { access: 'user', tag: 'Contacts' } as const;

export function contactRoutes(contacts: ReturnType<typeof contactService>): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/contacts',
      summary: 'Contacts by name; searchParam looks into name, number and e-mail',
      query: pageQuery,
      response: z.object({ contacts: z.array(contactShape), count: z.number(), hasMore: z.boolean() }),
      run: ({ caller, query }) => contacts.page(caller.companyId, query.searchParam, query.pageNumber),
    }),
    route({
      ...shared, method: 'post', path: '/contacts', status: 201, idempotent: true,
      summary: 'Makes a contact',
      body: z.object({ name, number: phone(), email: email.default(''), active: z.boolean().default(true) }),
      response: contactShape,
      run: ({ caller, body: { number, ...fields } }) => contacts.create(caller.companyId, { ...fields, ...number }),
    }),
    route({
      ...shared, method: 'get', path: '/contacts/:id',
      summary: 'One contact',
      params: byId,
      response: contactShape,
      run: ({ caller, params }) => contacts.find(caller.companyId, params.id),
    }),
    route({
      ...shared, method: 'put', path: '/contacts/:id',
      summary: 'Changes a contact; fields left out stay. With active=false nothing is sent to it by campaigns',
      params: byId,
      body: z.object({ name: name.optional(), number: phone().optional(), email: email.optional(), active: z.boolean().optional() }),
      response: contactShape,
      run: ({ caller, params, body: { number, ...fields } }) => contacts.change(caller.companyId, params.id, { ...fields, ...number }),
    }),
    route({
      ...shared, method: 'delete', path: '/contacts/:id', access: 'admin',
      summary: 'Deletes a contact with all its conversations',
      params: byId,
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        await contacts.remove(caller.companyId, params.id);
        return { message: 'Contact deleted' };
      },
    }),
  ];
}
