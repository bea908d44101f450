/** Files of conversations, to the company's own users only: names on disk are random, but a name is no permission. */
import { z } from 'zod';
import { found, Invalid, NotFound } from '../../kernel/errors';
import { messageId } from '../../kernel/ids';
import { route, type Route } from '../../platform/http/route';
import type { MessagesDeps } from './index';
import { messageStore } from './message.store';

/** Types a browser shows without running anything of theirs; everything else is downloaded. */
const SHOWN = /^(image|audio|video)\//;
const DAY_SECONDS = 86_400;

export function mediaRoutes({ db, media }: Pick<MessagesDeps, 'db' | 'media'>): Route[] {
  return [
    route({
      method: 'get', path: '/messages/:id/media', access: 'user', tag: 'Messages',
      summary: 'The file of a message, in ranges if asked; `mediaUrl` of the message points here',
      params: z.object({ id: messageId() }),
      response: z.string(),
      run: async ({ caller: { companyId }, params, res }) => {
        const file = found(await messageStore(db).findMedia(companyId, params.id), 'File');
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
