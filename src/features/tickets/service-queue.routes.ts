/** Service queues ("Setor" on screen): where tickets wait for the people who answer them. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { openingHours } from '../../kernel/hours';
import { serviceQueueId, userId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { Queryable, Transact } from '../../platform/transact';
import { serviceQueueService } from './service-queue.service';
import { serviceQueueStore } from './service-queue.store';
import { queueShape, queueView } from './service-queue.view';

const fields = z.object({
  name: z.string().trim().min(1).max(60),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'invalid_color'),
  greetingMessage: z.string().max(4_096),
  outOfHoursMessage: z.string().max(4_096),
  hours: openingHours.nullable(),
  orderQueue: z.coerce.number().int().min(0).max(10_000),
  ativarRoteador: z.boolean(),
  tempoRoteador: z.coerce.number().int().min(0).max(10_080),
  userIds: z.array(userId()).max(1_000),
});
const newQueue = fields.partial().extend({ name: fields.shape.name });
const byId = z.object({ id: serviceQueueId() });
const shared = { tag: 'Tickets' } as const;

export function serviceQueueRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const service = serviceQueueService(transact);
  return [
    route({
      ...shared, method: 'get', path: '/queue', access: 'user',
      summary: 'Service queues of the company, in their order',
      response: z.array(queueShape),
      run: async ({ caller }) => (await serviceQueueStore(db).list(caller.companyId)).map(queueView),
    }),
    route({
      ...shared, method: 'get', path: '/queue/:id', access: 'user',
      summary: 'One service queue',
      params: byId,
      response: queueShape,
      run: async ({ caller, params }) => queueView(found(await serviceQueueStore(db).find(caller.companyId, params.id), 'Service queue')),
    }),
    route({
      ...shared, method: 'post', path: '/queue', access: 'admin', idempotent: true,
      summary: 'Makes a service queue, with its members, hours and router',
      body: newQueue,
      response: queueShape,
      run: ({ caller, body }) => service.make(caller.companyId, body),
    }),
    route({
      ...shared, method: 'put', path: '/queue/:id', access: 'admin',
      summary: 'Changes a service queue; userIds are its members, all of them',
      params: byId,
      body: fields.partial(),
      response: queueShape,
      run: ({ caller, params, body }) => service.change(caller.companyId, params.id, body),
    }),
    route({
      ...shared, method: 'delete', path: '/queue/:id', access: 'admin',
      summary: 'Removes a service queue; its tickets stay, in no queue',
      params: byId,
      response: z.object({ id: z.number() }),
      async run({ caller, params }) {
        await service.remove(caller.companyId, params.id);
        return { id: params.id };
      },
    }),
  ];
}
