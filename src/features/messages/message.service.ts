import { createReadStream } from 'node:fs';
import { Invalid, Unavailable } from '../../kernel/errors';
import type { CompanyId, ConnectionId, DeliveryId } from '../../kernel/ids';
import type { Media } from '../../platform/channels/channel';
import type { UploadedFile } from '../../platform/http/upload';
import type { MediaStore } from '../../platform/media/media';
import type { Tx } from '../../platform/transact';
import type { Phone } from '../contacts';
import type { Deliveries, NewDelivery, TicketPlan } from '../deliveries';

/** One message as a caller means it: each file beyond the first makes a delivery of its own. */
export interface Draft {
  readonly connectionId: ConnectionId;
  readonly to: Phone;
  readonly body: string;
  /** The text is the caption of the first. */
  readonly files: readonly Media[];
  readonly plan: TicketPlan | null;
  readonly priority: number;
  /** The same key of the same company is the same message, for good. */
  readonly key: string | null;
}

export interface Accepted {
  readonly id: DeliveryId;
  readonly number: string;
  readonly duplicate: boolean;
}

/** Puts messages into the ledger; their lanes are rung after the commit. @returns one entry per delivery, in order. */
export async function submitAll(tx: Tx, deliveries: Pick<Deliveries, 'submit'>, companyId: CompanyId, drafts: readonly Draft[]): Promise<Accepted[]> {
  const rows = drafts.flatMap(deliveriesOf);
  const submitted = await deliveries.submit(tx, companyId, rows);
  return submitted.map((entry, i) => ({ ...entry, number: rows[i]?.recipient ?? '' }));
}

function deliveriesOf({ connectionId, to, body, files, plan, priority, key }: Draft): NewDelivery[] {
  const parts = files.length === 0 ? [null] : files;
  return parts.map((media, i) => ({
    connectionId,
    kind: 'direct',
    priority,
    recipient: to.number,
    isGroup: to.isGroup,
    name: '',
    body: i === 0 ? body : '',
    media,
    ticketPlan: plan,
    idempotencyKey: key === null || i === 0 ? key : `${key}:${i}`,
  }));
}

/**
 * Submits with uploaded files, which are moved into the company's folder. None stays there that no message has: when the work
 * fails, or its message was known already.
 * @param work returns one entry per file, if there are any
 * @throws Invalid when there is nothing to send, or a file is of no accepted kind; and what `work` throws
 */
export async function withFiles(
  store: Pick<MediaStore, 'save' | 'remove'>,
  companyId: CompanyId,
  { body, files }: { readonly body: string; readonly files: readonly UploadedFile[] },
  work: (kept: readonly Media[]) => Promise<Accepted[]>,
): Promise<Accepted[]> {
  if (files.length === 0 && body.trim() === '') throw Invalid.field('body', 'required', 'Neither a text nor a file');
  const kept: Media[] = [];
  const discard = (unused: readonly Media[]) => Promise.all(unused.map(({ path }) => store.remove(companyId, path)));
  let accepted: Accepted[];
  try {
    for (const file of files) {
      const { path, name, mimeType } = await store.save(companyId, createReadStream(file.path), file.name);
      kept.push({ path, name, mimeType });
    }
    accepted = await work(kept);
  } catch (error) {
    // With the database away nobody knows whether the message was written; a file too many harms less than one too few.
    if (!(error instanceof Unavailable)) await discard(kept);
    throw error;
  }
  await discard(kept.filter((_, i) => accepted[i]?.duplicate));
  return accepted;
}
