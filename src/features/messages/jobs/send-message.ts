/**
 * `SendMessage` on the message queue means two things: our own ring ("something is due on this connection"), and, from
 * another Bull producer of the family, a message itself. The latter becomes a row of the ledger first, like all others.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import { Invalid, Unavailable } from '../../../kernel/errors';
import { seconds } from '../../../kernel/clock';
import type { CompanyId } from '../../../kernel/ids';
import type { Media } from '../../../platform/channels/channel';
import type { MediaStore } from '../../../platform/media/media';
import { handle, type Handler } from '../../../platform/queue/job';
import { parsePhone } from '../../contacts';
import { LanePriority, sendMessage } from '../../deliveries';
import type { MessagesDeps } from '../index';
import { submitAll } from '../message.service';
import { messageStore } from '../message.store';

type Payload = z.output<(typeof sendMessage)['payload']>;
type ForeignMessage = Exclude<Payload, { connectionId: unknown }>;

/** How long one ring may keep a worker: a lane with more to do goes on by itself. */
const SERVE_MS = seconds(5);

export function sendMessageHandler(deps: MessagesDeps): Handler {
  const { deliveries, log } = deps;
  return handle(
    sendMessage,
    (payload, { jobId }) => ('connectionId' in payload ? deliveries.serve(payload.connectionId, SERVE_MS) : accept(deps, payload, jobId)),
    { onGiveUp: async (payload, error) => log.error({ err: error, ...idsOf(payload) }, 'MessageQueue -> SendMessage: given up') },
  );
}

/** @throws Unavailable for an unknown connection (it may be restored while attempts last), Invalid for a number or file that is none. */
async function accept({ db, transact, deliveries, media }: MessagesDeps, message: ForeignMessage, jobId: string): Promise<void> {
  const { whatsappId: connectionId, data } = message;
  // Whose it is says the connection's row; the company in the payload is only what another program believes.
  const companyId = await messageStore(db).ownerAcrossCompanies(connectionId);
  if (companyId === undefined) throw new Unavailable('ERR_NO_WAPP_FOUND', 'Whatsapp não identificado');
  const to = parsePhone(data.number);
  if ('fault' in to) throw Invalid.field('number', to.fault, `Not a number to send to: ${to.fault}`);
  const file = data.mediaPath ? await copyOf(media, companyId, data.mediaPath) : null;
  if (file === null && data.body.trim() === '') throw Invalid.field('body', 'required', 'Neither a text nor a file');

  const draft = { connectionId, to, body: data.body, files: file === null ? [] : [file], plan: null, priority: LanePriority.direct, key: keyOf(message, jobId) };
  const [submitted] = await transact((tx) => submitAll(tx, deliveries, companyId, [draft]));
  if (submitted?.duplicate && file !== null) await media.remove(companyId, file.path);
}

/**
 * A doubled job is one message. The content is part of the key because Bull counts its ids from 1 again when Redis was
 * emptied: a new message must not pass for one of last year.
 */
function keyOf({ whatsappId, data }: ForeignMessage, jobId: string): string {
  const content = createHash('sha256').update(JSON.stringify([whatsappId, data.number, data.body, data.mediaPath ?? null])).digest('hex');
  return `bull:${jobId}:${content.slice(0, 32)}`;
}

/** Producers give the path as they know it, often absolute, and may delete the file: we keep a copy of what lies in the company's folder. */
async function copyOf(media: MediaStore, companyId: CompanyId, mediaPath: string): Promise<Media> {
  const inFolder = mediaPath.split(`/company${companyId}/`).at(-1) ?? mediaPath;
  const file = await media.resolve(companyId, inFolder);
  const { path, name, mimeType } = await media.save(companyId, createReadStream(file), basename(inFolder));
  return { path, name, mimeType };
}

const idsOf = (payload: Payload): object => ('whatsappId' in payload ? { whatsappId: payload.whatsappId } : payload);
