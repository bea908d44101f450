import { z } from 'zod';
import { companyId, userId } from '../../kernel/ids';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { userService } from './user.service';
import { userStore } from './user.store';
import { userShape, userView } from './user.view';

const fields = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  password: z.string().min(8).max(200),
  profile: z.enum(['user', 'admin']),
  super: z.boolean(),
});
const newUser = fields.extend({
  profile: fields.shape.profile.default('user'),
  super: fields.shape.super.default(false),
  companyId: companyId().optional(),
});
// Front ends of the family send the whole form back, an untouched password as ''.
const changedUser = fields.partial().extend({ password: z.union([fields.shape.password, z.literal('').transform(() => undefined)]).optional() });
const byId = z.object({ id: userId() });
const shared = { tag: 'Users' } as const;

export function userRoutes(deps: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const service = userService(deps);
  const users = userStore(deps.db);
  return [
    route({
      ...shared, method: 'get', path: '/users', access: 'admin',
      summary: 'Users of the company, 20 a page',
      query: pageQuery,
      response: z.object({ users: z.array(userShape), count: z.number(), hasMore: z.boolean() }),
      async run({ caller, query }) {
        const [found, count] = await Promise.all([
          users.list(caller.companyId, query.searchParam, pageWindow(query.pageNumber)),
          users.count(caller.companyId, query.searchParam),
        ]);
        const { rows, hasMore } = pageOf(found);
        return { users: rows.map(userView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'get', path: '/users/list', access: 'user',
      summary: 'Names of all users of the company, to choose one from',
      response: z.array(userShape.pick({ id: true, name: true, profile: true })),
      run: ({ caller }) => users.names(caller.companyId),
    }),
    route({
      ...shared, method: 'post', path: '/users', access: 'admin', idempotent: true, status: 201,
      summary: 'Makes a user; of another company, or a super user, only by a super user',
      body: newUser,
      response: userShape,
      run: ({ caller, body }) => service.make(caller, body),
    }),
    route({
      ...shared, method: 'get', path: '/users/:id', access: 'user',
      summary: 'One user; who is no admin sees himself',
      params: byId,
      response: userShape,
      run: ({ caller, params }) => service.get(caller, params.id),
    }),
    route({
      ...shared, method: 'put', path: '/users/:id', access: 'user',
      summary: 'Changes a user; who is no admin changes himself. A new password or role ends his sessions',
      params: byId,
      body: changedUser,
      response: userShape,
      run: ({ caller, params, body }) => service.change(caller, params.id, body),
    }),
    route({
      ...shared, method: 'delete', path: '/users/:id', access: 'admin',
      summary: 'Removes a user; his tickets stay, with nobody',
      params: byId,
      response: z.object({ id: z.number() }),
      async run({ caller, params }) {
        await service.remove(caller, params.id);
        return { id: params.id };
      },
    }),
  ];
}
