/**
 * Files of conversations: to a user who sees the ticket, and to whoever holds the signed address that such a user was given.
 * Names on disk are random, but a name is no permission.
 */
import { z } from 'zod';
import { found, Invalid, NotFound } from '../../kernel/errors';
import { messageId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { MessagesDeps } from './index';
import { messageStore } from './message.store';

/** Types a browser shows without running anything of theirs; everything else is downloaded. */
const SHOWN = /^(image|audio|video)\//;
const DAY_SECONDS = 86_400;

export function mediaRoutes({ db, media, tickets }: Pick<MessagesDeps, 'db' | 'media' | 'tickets'>): Route[] {
  return [
    route({
      method: 'get', path: '/messages/:id/media', access: 'link', tag: 'Messages',
      summary: 'The file of a message, in ranges if asked; `mediaUrl` of the message points here',
      params: z.object({ id: messageId() }),
      response: z.string(),
      run: async ({ caller: { companyId, user }, params, res }) => {
        const file = found(await messageStore(db).findMedia(companyId, params.id), 'File');
        if (user !== null) await tickets.seen(user, file.ticketId);
        const path = await media.resolve(companyId, file.path).catch((error: unknown) => {
          throw error instanceof Invalid ? NotFound.of('File') : error;
        });
        if (!SHOWN.test(file.type)) res.attachment(file.name);
        res.type(file.type);
        res.set({ 'Cache-Control': `private, max-age=${DAY_SECONDS}, immutable`, 'Content-Security-Policy': "default-src 'none'; sandbox" });
        await new Promise<void>((resolve, reject) => {
          res.sendFile(path, { cacheControl: false }, (error?: Error) => (error && !res.headersSent ? reject(error) : resolve()));
        });
        return undefined;
      },
    }),
  ];
}
