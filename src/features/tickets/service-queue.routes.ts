/** Service queues ("Setor" on screen): where tickets wait for the people who answer them. */
import { z } from 'zod';
import { found, NotFound } from '../../kernel/errors';
import { serviceQueueId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Queryable, Transact } from '../../platform/transact';
import { serviceQueueStore } from './service-queue.store';
import { queueShape, queueView } from './service-queue.view';
import { queueEvent } from './ticket.events';

const fields = z.object({
  name: z.string().trim().min(1).max(60),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'invalid_color'),
});
const newQueue = fields.extend({ color: fields.shape.color.default('#228be6') });
const byId = z.object({ id: serviceQueueId() });
const shared = { tag: 'Tickets' } as const;
const DUPLICATE = ['ERR_QUEUE_NAME_EXISTS', 'There is a service queue of that name', 'Queues_companyId_name_key'] as const;

export function serviceQueueRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  return [
    route({
      ...shared, method: 'get', path: '/queue', access: 'user',
      summary: 'Service queues of the company',
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
      summary: 'Makes a service queue',
      body: newQueue,
      response: queueShape,
      run: ({ caller, body }) =>
        transact(async (tx) => {
          const queue = queueView(await refuseDuplicate(serviceQueueStore(tx).add(caller.companyId, body), ...DUPLICATE));
          tx.emit(caller.companyId, queueEvent, { action: 'create', queue });
          return queue;
        }),
    }),
    route({
      ...shared, method: 'put', path: '/queue/:id', access: 'admin',
      summary: 'Changes a service queue',
      params: byId,
      body: fields.partial(),
      response: queueShape,
      run: ({ caller, params, body }) =>
        transact(async (tx) => {
          const { name, color } = body;
          const change = { ...(name !== undefined && { name }), ...(color !== undefined && { color }) };
          const queue = queueView(found(await refuseDuplicate(serviceQueueStore(tx).change(caller.companyId, params.id, change), ...DUPLICATE), 'Service queue'));
          tx.emit(caller.companyId, queueEvent, { action: 'update', queue });
          return queue;
        }),
    }),
    route({
      ...shared, method: 'delete', path: '/queue/:id', access: 'admin',
      summary: 'Removes a service queue; its tickets stay, in no queue',
      params: byId,
      response: z.object({ id: z.number() }),
      run: ({ caller, params }) =>
        transact(async (tx) => {
          if (!(await serviceQueueStore(tx).remove(caller.companyId, params.id))) throw NotFound.of('Service queue');
          tx.emit(caller.companyId, queueEvent, { action: 'delete', queueId: params.id });
          return { id: params.id };
        }),
    }),
  ];
}
