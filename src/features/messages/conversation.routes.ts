/** A ticket's conversation, in the family's shapes: read it, answer in it. */
import type { Request } from 'express';
import { z } from 'zod';
import { Conflict } from '../../kernel/errors';
import { ticketId, type ConnectionId, type TicketId } from '../../kernel/ids';
import { keyOf } from '../../platform/http/idempotency';
import { pageOf, pageQuery, pageWindow } from '../../platform/http/pagination';
import { route, type Caller, type Route } from '../../platform/http/route';
import { readForm, type UploadedFile } from '../../platform/http/upload';
import { companySettings } from '../companies';
import { LanePriority } from '../deliveries';
import { messageShape, ticketShape } from '../tickets';
import { UPLOAD } from './form';
import type { MessagesDeps } from './index';
import { signed } from './message.rules';
import { replyBody, replyForm } from './message.schemas';
import { submitAll, withFiles } from './message.service';
import { messageStore } from './message.store';
import { acceptedShape } from './message.view';

const byTicket = z.object({ ticketId: ticketId() });
const replied = z.object({ messages: z.array(acceptedShape) });
const shared = { tag: 'Messages', access: 'user', path: '/messages/:ticketId', params: byTicket } as const;

export function conversationRoutes({ db, transact, clock, deliveries, tickets, media }: MessagesDeps): Route[] {
  /** With the name of who says it, where the company wants that. */
  async function asSigned({ companyId, userId }: Caller, text: string): Promise<string> {
    if (text === '' || (await companySettings(db, companyId)).sendSignMessage !== 'enabled') return text;
    const name = await messageStore(db).userName(companyId, userId);
    return name === undefined ? text : signed(text, name);
  }

  async function reply(caller: Caller, req: Request, id: TicketId, text: string, files: readonly UploadedFile[]): Promise<z.input<typeof replied>> {
    const { companyId } = caller;
    const ticket = await tickets.seen(caller, id);
    if (ticket.status === 'closed') throw new Conflict('ERR_TICKET_CLOSED', 'The ticket is closed');
    if (ticket.whatsappId === null) throw new Conflict('ERR_TICKET_WITHOUT_CONNECTION', 'The connection of this ticket was deleted');
    // From the number the contact wrote to, never from another one that happens to be connected.
    const connectionId = ticket.whatsappId as ConnectionId;
    const key = keyOf(req.get('idempotency-key'));
    const body = await asSigned(caller, text);
    const draft = {
      connectionId,
      to: { number: ticket.contact.number, isGroup: ticket.isGroup },
      body,
      plan: { status: 'open' as const, queueId: ticket.queueId, userId: ticket.userId },
      // Somebody waits for it: before what programs send, behind what they call urgent.
      priority: LanePriority.high,
      key: key === null ? null : `reply:${id}:${key}`,
    };
    const accepted = await withFiles(media, companyId, { body, files }, (kept) => transact(async (tx) => {
      const submitted = await submitAll(tx, deliveries, companyId, [{ ...draft, files: kept }]);
      const at = clock.now();
      const parts = submitted.map(({ id: deliveryId }, i) => ({ companyId, ticketId: id, connectionId, deliveryId, body: i === 0 ? body : '', media: kept[i] ?? null, at }));
      await tickets.recordReplies(tx, parts);
      return submitted;
    }));
    return { messages: accepted.map((message) => ({ ...message, statusUrl: `/messages/${message.id}/status` })) };
  }

  return [
    route({
      ...shared, method: 'get',
      summary: 'What was said with the contact of a ticket on its connection, oldest first on each page; the first page marks the ticket read',
      query: pageQuery.pick({ pageNumber: true }),
      response: z.object({ count: z.number(), messages: z.array(messageShape), ticket: ticketShape, hasMore: z.boolean() }),
      run: async ({ caller, params, query }) => {
        const { companyId } = caller;
        const ticket = await tickets.seen(caller, params.ticketId);
        const found = await messageStore(db).conversation(companyId, ticket, pageWindow(query.pageNumber));
        if (query.pageNumber === 1 && ticket.unreadMessages > 0) await tickets.markRead(companyId, params.ticketId);
        const { rows, hasMore } = pageOf(found.rows);
        const messages = rows.map((row) => tickets.viewMessage(row, ticket.contactId, row.state)).reverse();
        return { count: found.count, messages, ticket, hasMore };
      },
    }),
    route({
      ...shared, method: 'post', idempotent: true, upload: { field: UPLOAD.field }, limit: '1mb',
      summary: "An operator's answer, with files as multipart `medias`; it is in the conversation at once and leaves by the ticket's connection",
      body: replyBody,
      response: replied,
      run: ({ caller, params, body, req, res }) =>
        req.is('multipart/form-data')
          ? readForm(req, res, UPLOAD, replyForm, (form, files) => reply(caller, req, params.ticketId, form.body, files))
          : reply(caller, req, params.ticketId, body.body, []),
    }),
  ];
}
