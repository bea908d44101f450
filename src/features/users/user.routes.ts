import { z } from 'zod';
import { companyId, serviceQueueId, userId } from '../../kernel/ids';
import { absentIfBlank, flagWord, nullIfBlank } from '../../platform/http/form-values';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Route } from '../../platform/http/route';
import { userService, type UserServiceDeps } from './user.service';
import { userStore } from './user.store';
import { userShape, userView } from './user.view';

const profile = z.enum(['user', 'admin']);
const fields = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  password: z.string().min(8).max(200),
  profile,
  super: z.boolean(),
  capacity: z.preprocess(nullIfBlank, z.coerce.number().int().min(1).max(10_000).nullable()),
  queueIds: z.array(serviceQueueId()).max(500),
});
const newUser = fields.extend({
  profile: profile.default('user'),
  super: fields.shape.super.default(false),
  capacity: fields.shape.capacity.default(null),
  queueIds: fields.shape.queueIds.default([]),
  companyId: companyId().optional(),
});
const changedUser = fields.partial().extend({
  // Front ends of the family send the whole form back, an untouched password as ''.
  password: z.union([fields.shape.password, z.literal('').transform(() => undefined)]).optional(),
  /** Asked of who changes his own password. */
  currentPassword: z.string().max(200).optional(),
});
const blankable = <S extends z.ZodType>(schema: S) => z.preprocess(absentIfBlank, schema.optional());
const listQuery = pageQuery.extend({
  profile: blankable(profile),
  queueId: blankable(serviceQueueId()),
  online: blankable(flagWord),
});
const byId = z.object({ id: userId() });
const shared = { tag: 'Users' } as const;

export function userRoutes(deps: UserServiceDeps): Route[] {
  const service = userService(deps);
  const users = userStore(deps.db);
  return [
    route({
      ...shared, method: 'get', path: '/users', access: 'admin',
      summary: 'Users of the company, 20 a page; by name or e-mail, role, service queue, presence',
      query: listQuery,
      response: z.object({ users: z.array(userShape), count: z.number(), hasMore: z.boolean() }),
      async run({ caller, query }) {
        const filter = { search: query.searchParam, profile: query.profile ?? null, queueId: query.queueId ?? null, online: query.online ?? null };
        const [listed, count] = await Promise.all([
          users.list(caller.companyId, filter, pageWindow(query.pageNumber)),
          users.count(caller.companyId, filter),
        ]);
        const { rows, hasMore } = pageOf(listed);
        return { users: rows.map(userView), count, hasMore };
      },
    }),
    route({
      ...shared, method: 'get', path: '/users/list', access: 'user',
      summary: 'Names of all users of the company, who is online and in which service queues: to choose one from',
      response: z.array(userShape.pick({ id: true, name: true, profile: true, online: true, queues: true })),
      run: async ({ caller }) => (await users.names(caller.companyId)).map((user) => ({ ...user, queues: [...user.queues] })),
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
      summary: 'Changes a user; who is no admin changes his own name, e-mail and, with the current one, password. A new password or role ends his sessions',
      params: byId,
      body: changedUser,
      response: userShape,
      run: ({ caller, params, body }) => service.change(caller, params.id, body),
    }),
    route({
      ...shared, method: 'delete', path: '/users/:id', access: 'admin',
      summary: 'Removes a user; his living tickets wait again, for anybody',
      params: byId,
      response: z.object({ id: z.number() }),
      async run({ caller, params }) {
        await service.remove(caller, params.id);
        return { id: params.id };
      },
    }),
  ];
}
