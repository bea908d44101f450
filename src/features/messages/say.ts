/**
 * The one way in which the product speaks by itself: greetings, reminders, questions, goodbyes, of whatever feature. What is said
 * is in its conversation at once and leaves by the lane; it never opens a conversation. No group hears it, nobody who opted out
 * or is switched off, and nobody whose connection is gone.
 */
import type { CompanyId, ConnectionId, TicketId } from '../../kernel/ids';
import { filledFor, type NamedContact } from '../../kernel/contact-values';
import type { Queryable, Tx } from '../../platform/transact';
import { LanePriority } from '../deliveries';
import type { TicketKey } from '../tickets';
import type { MessagesDeps } from './index';
import { hearersAcrossCompanies } from './say.store';

/** To the contact of a ticket. */
export interface Word extends TicketKey {
  /** A template: `{nome}`, `{primeiro_nome}`, `{numero}`, `{email}`. A blank one says nothing. */
  readonly text: string;
  /** What was said under it is not said again, however often a sweep comes by. */
  readonly key: string;
}

/** @returns the tickets whose contacts hear it, those who heard it before among them. */
export type Say = (tx: Tx, words: readonly Word[]) => Promise<TicketKey[]>;

/** Into the conversation it is written in already; should that be gone, it makes none that lives. */
const NO_NEW_TICKET = { status: 'closed', queueId: null, userId: null } as const;

export function createSay({ deliveries, tickets }: Pick<MessagesDeps, 'deliveries' | 'tickets'>): Say {
  return async (tx, words) => {
    const said = await addressed(tx, words.filter(({ text }) => text.trim() !== ''));
    if (said.length === 0) return [];
    const submitted = await deliveries.submitAcrossCompanies(
      tx,
      said.map(({ companyId, connectionId, number, name, body, key }) => ({
        companyId, connectionId, kind: 'system', priority: LanePriority.direct, recipient: number, isGroup: false, name, body, media: null,
        ticketPlan: NO_NEW_TICKET, idempotencyKey: key,
      })),
    );
    const fresh = said.flatMap(({ companyId, id: ticketId, connectionId, body, at }, i) => {
      const entry = submitted[i];
      return entry === undefined || entry.duplicate ? [] : [{ companyId, ticketId, connectionId, deliveryId: entry.id, body, media: null, at }];
    });
    await tickets.recordReplies(tx, fresh);
    return said.map(({ companyId, id }) => ({ companyId, id }));
  };
}

export interface Hearer extends NamedContact {
  readonly companyId: CompanyId;
  readonly id: TicketId;
  readonly connectionId: ConnectionId;
  /** The database's now(). */
  readonly at: Date;
}

/** With whom hears them, in their order. */
async function addressed(q: Queryable, words: readonly Word[]): Promise<(Hearer & { body: string; key: string })[]> {
  if (words.length === 0) return [];
  const hearers = new Map((await hearersAcrossCompanies(q, words)).map((hearer) => [hearer.id, hearer]));
  return words.flatMap(({ id, text, key }) => {
    const to = hearers.get(id);
    return to === undefined ? [] : [{ ...to, key, body: filledFor(to, text).trim() }];
  });
}
