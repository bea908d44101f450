/** The send API of a connection: what scripts of the family call with the connection's bearer token. */
import type { Request } from 'express';
import { z } from 'zod';
import { found } from '../../kernel/errors';
import { deliveryId } from '../../kernel/ids';
import { keyOf } from '../../platform/http/idempotency';
import { route, type ConnectionCaller, type Route } from '../../platform/http/route';
import { readForm, type UploadedFile } from '../../platform/http/upload';
import { parsePhone } from '../contacts';
import { UPLOAD } from './form';
import type { MessagesDeps } from './index';
import { signed, ticketPlanOf } from './message.rules';
import { sendBody, sendForm, type SendOptions } from './message.schemas';
import { submitAll, withFiles } from './message.service';
import { messageStore } from './message.store';
import { statusShape, statusView } from './message.view';

const sent = z.object({ mensagem: z.string(), id: z.number(), ids: z.array(z.number()), statusUrl: z.string() });
const checked = z.object({ existsInWhatsapp: z.boolean().nullable(), number: z.string(), numberFormatted: z.string().nullable(), error: z.string().optional() });
const shared = { tag: 'Send API', access: 'connection' } as const;

export function sendRoutes(deps: MessagesDeps): Route[] {
  const { db, transact, deliveries, tickets, media } = deps;

  async function send(caller: ConnectionCaller, req: Request, options: SendOptions, files: readonly UploadedFile[]): Promise<z.input<typeof sent>> {
    const { companyId, connectionId } = caller;
    await tickets.requireOwn(db, companyId, options);
    const signer = options.sendSignature && options.userId !== null ? await messageStore(db).userName(companyId, options.userId) : undefined;
    const key = keyOf(req.get('idempotency-key'));
    const draft = {
      connectionId,
      to: options.number,
      body: signer === undefined ? options.body : signed(options.body, signer),
      plan: ticketPlanOf(options),
      priority: options.priority,
      // In the ledger too, for good: a process that dies before it answers must not make a second message of the repetition.
      key: key === null ? null : `send:${connectionId}:${key}`,
    };
    const accepted = await withFiles(media, companyId, { body: options.body, files }, (kept) => transact((tx) => submitAll(tx, deliveries, companyId, [{ ...draft, files: kept }])));
    const ids = accepted.map(({ id }) => id);
    const [id = 0] = ids;
    return { mensagem: 'Message added to queue', id, ids, statusUrl: `/api/messages/${id}` };
  }

  return [
    route({
      ...shared, method: 'post', path: '/api/messages/send', idempotent: true, upload: { field: UPLOAD.field }, limit: '1mb',
      summary: 'Sends a text (JSON) or files (multipart: `number`, `body` as caption, `medias`) by this connection',
      body: sendBody,
      response: sent,
      run: ({ caller, body, req, res }) =>
        req.is('multipart/form-data')
          ? readForm(req, res, UPLOAD, sendForm, (form, files) => send(caller, req, form, files))
          : send(caller, req, body, []),
    }),
    route({
      ...shared, method: 'post', path: '/api/messages/checkNumber',
      summary: 'Whether a number can be messaged, and how it is stored; `existsInWhatsapp` is null as long as only the provider knows',
      body: z.object({ number: z.union([z.string(), z.number()]).transform(String) }),
      response: checked,
      run: async ({ body }) => {
        const verdict = parsePhone(body.number);
        if ('fault' in verdict) return { existsInWhatsapp: false, number: body.number, numberFormatted: null, error: verdict.fault };
        const { number, isGroup } = verdict;
        return { existsInWhatsapp: null, number, numberFormatted: `${number}@${isGroup ? 'g.us' : 's.whatsapp.net'}` };
      },
    }),
    route({
      ...shared, method: 'get', path: '/api/messages/:id',
      summary: 'Where a message of this connection is, and how it came there',
      params: z.object({ id: deliveryId() }),
      response: statusShape,
      run: async ({ caller, params }) => statusView(found(await messageStore(db).findStatus(caller.companyId, params.id, caller.connectionId), 'Message')),
    }),
  ];
}
