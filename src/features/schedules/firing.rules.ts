/** The message of a firing, and whether it may leave at all. Everything is looked at when it fires: much may have changed since it was written. */
import { LanePriority, type NewDelivery } from '../deliveries';
import type { CompanyId, ConnectionId } from '../../kernel/ids';
import { filledFor, type NamedContact } from '../../kernel/contact-values';
import { mediaOf, ticketPlanOf, type Schedule, type ScheduleDraft } from './schedule.types';

export interface Recipient extends NamedContact {
  readonly isGroup: boolean;
}

/** A schedule with what it needs to fire, read in the transaction in which it fires. */
export interface Loaded extends Schedule {
  /** The database's clock. */
  readonly now: Date;
  readonly contact: Recipient;
  readonly contactActive: boolean;
  readonly optedOut: boolean;
  readonly companyActive: boolean;
  readonly planAllows: boolean;
  /** Who signs. */
  readonly userName: string | null;
  /** Its own connection, else the company's default one, else the only one. */
  readonly connectionId: ConnectionId | null;
}

/** Why a firing cannot leave, known before anything is sent. */
export type Refusal = 'company_suspended' | 'plan_without_schedules' | 'opt_out' | 'contact_inactive' | 'no_connection';

export function refusalOf(loaded: Loaded): Refusal | null {
  if (!loaded.companyActive) return 'company_suspended';
  if (!loaded.planAllows) return 'plan_without_schedules';
  if (loaded.optedOut) return 'opt_out';
  if (!loaded.contactActive) return 'contact_inactive';
  return loaded.connectionId === null ? 'no_connection' : null;
}

/** The text that the contact gets: trimmed, its places filled, and signed where that is asked. A media may stand without a text. */
export function textOf({ body, assinar }: Pick<ScheduleDraft, 'body' | 'assinar'>, contact: Recipient, userName: string | null): string {
  const text = filledFor(contact, body.trim());
  return assinar && userName !== null && text !== '' ? `*${userName}:*\n${text}` : text;
}

/**
 * @param retry 0 the first time: a firing submitted twice is one delivery, a retry of it is another.
 */
export function deliveryOf(loaded: Loaded, connectionId: ConnectionId, number: number, retry: number): NewDelivery & { companyId: CompanyId } {
  const { id, companyId, contact, userName } = loaded;
  return {
    companyId,
    connectionId,
    kind: 'scheduled',
    priority: LanePriority.scheduled,
    recipient: contact.number,
    isGroup: contact.isGroup,
    name: contact.name,
    body: textOf(loaded, contact, userName),
    media: mediaOf(loaded),
    ticketPlan: ticketPlanOf(loaded),
    idempotencyKey: `schedule-${id}-${number}${retry === 0 ? '' : `-retry${retry}`}`,
  };
}
