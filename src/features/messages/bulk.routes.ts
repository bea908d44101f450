/** Direct messages of a company's own users: many at once, and the state of one. */
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { deliveryId } from '../../kernel/ids';
import { keyOf } from '../../platform/http/idempotency';
import { route, type Route } from '../../platform/http/route';
import type { MessagesDeps } from './index';
import { bulkBody } from './message.schemas';
import { submitAll } from './message.service';
import { messageStore } from './message.store';
import { acceptedShape, statusShape, statusView } from './message.view';

const shared = { tag: 'Messages', access: 'user' } as const;

export function bulkRoutes({ db, transact, deliveries, connections }: MessagesDeps): Route[] {
  return [
    route({
      ...shared, method: 'post', path: '/messages/send-bulk', status: 202, idempotent: true, limit: '8mb',
      summary: 'Up to 1,000 direct messages; one faulty entry and none is taken. An entry whose idempotencyKey is known is the message it was before',
      body: bulkBody,
      response: z.object({ messages: z.array(acceptedShape) }),
      run: async ({ caller: { companyId }, body: { connectionId, messages }, req }) => {
        const requestKey = keyOf(req.get('idempotency-key'));
        const drafts = messages.map(({ number, body, priority, idempotencyKey }, i) => ({
          connectionId, to: number, body, files: [], plan: null, priority,
          key: idempotencyKey !== undefined ? `bulk:${idempotencyKey}` : requestKey === null ? null : `bulk-request:${requestKey}:${i}`,
        }));
        const accepted = await transact(async (tx) => {
          await connections.get(tx, companyId, connectionId);
          return submitAll(tx, deliveries, companyId, drafts);
        });
        return { messages: accepted.map((message) => ({ ...message, statusUrl: `/messages/${message.id}/status` })) };
      },
    }),
    route({
      ...shared, method: 'get', path: '/messages/:id/status',
      summary: 'Where a message is, and how it came there',
      params: z.object({ id: deliveryId() }),
      response: statusShape,
      run: async ({ caller, params }) => statusView(found(await messageStore(db).findStatus(caller.companyId, params.id, null), 'Message')),
    }),
  ];
}
