import { z } from 'zod';
import { NotFound } from '../../kernel/errors';
import { pageOf, pageQuery } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable } from '../../platform/transact';
import { optOutShape, optOutView } from './contact.view';
import { optOutStore } from './opt-out.store';
import { matchKey } from './phone.rules';
import { phone } from './phone.schema';

const shared = { tag: 'Opt-outs' } as const;

export function optOutRoutes(db: Queryable): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/opt-outs', access: 'user',
      summary: 'Numbers that asked not to be written to, the latest first; searchParam is a part of the number',
      query: pageQuery,
      response: z.object({ records: z.array(optOutShape), count: z.number(), hasMore: z.boolean() }),
      run: async ({ caller, query }) => {
        const store = optOutStore(db);
        const digits = query.searchParam.replace(/\D/g, '');
        const [found, count] = await Promise.all([store.page(caller.companyId, digits, query.pageNumber), store.count(caller.companyId, digits)]);
        const { rows, hasMore } = pageOf(found);
        return { records: rows.map(optOutView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'post', path: '/opt-outs', access: 'user', status: 201,
      summary: 'Nothing more is sent to this number, queued messages of campaigns included; repeating it changes nothing',
      body: z.object({ number: phone(), source: z.string().trim().min(1).max(100).default('operator') }),
      response: optOutShape,
      run: async ({ caller, body }) => optOutView(await optOutStore(db).add(caller.companyId, body.number.number, body.source)),
    }),
    route({
      ...shared, method: 'delete', path: '/opt-outs/:number', access: 'admin',
      summary: 'The number may be written to again: only on the word of whoever has it',
      params: z.object({ number: z.string().regex(/^\+?\d{5,25}$/).transform((text) => matchKey(text.replace('+', ''))) }),
      response: z.object({ message: z.string() }),
      run: async ({ caller, params }) => {
        if (!(await optOutStore(db).remove(caller.companyId, params.number))) throw NotFound.of('Opt-out');
        return { message: 'Opt-out withdrawn' };
      },
    }),
  ];
}
