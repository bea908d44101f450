import { Unavailable } from '../../kernel/errors';
import type { ContactId, TicketId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { conversationStore, type Conversation } from './conversation.store';
import { messageStore } from './message.store';
import { openConversations } from './open-conversations';
import { rateOf } from './rating.rules';
import { ratingStore } from './rating.store';
import { ticketLogStore } from './ticket-log.store';
import { ticketMoveStore } from './ticket-move.store';
import type { TellMessages } from './ticket.events';
import { TicketStatus, type InboundMessage, type InboundRecorded, type TicketPlan } from './ticket.types';

/** Somebody wrote and nobody has taken it up yet. */
const WAITING: TicketPlan = { status: TicketStatus.pending, queueId: null, userId: null };

/**
 * Writes a received message into the contact's living conversation, opening one when there is none.
 *
 * Everything of one contact happens under the lock of his row, so a redelivery, even at the same moment in another
 * process, finds the message and writes nothing.
 */
export async function recordInbound(tx: Tx, message: InboundMessage, tell: TellMessages): Promise<InboundRecorded> {
  const { companyId, connectionId, isGroup } = message;
  // PostgreSQL has no NUL in its text.
  const text = message.text.replaceAll('\0', '');
  // In a group the push name is the participant's, not the group's.
  const name = isGroup ? '' : (message.pushName?.replaceAll('\0', '').trim() ?? '');
  const conversation: Conversation = { companyId, connectionId, number: message.from, isGroup, name, plan: WAITING, reason: 'received' };

  const contactId = await lockContact(tx, conversation);
  const known = await messageStore(tx).findReceived(companyId, connectionId, message.providerMessageId);
  if (known !== null) return { ...known, duplicate: true, opened: false, rate: null };

  const place = await placeOf(tx, conversation, contactId, rateOf(text));
  const added = await messageStore(tx).addReceived(companyId, place.ticketId, { ...message, text });
  await tell(tx, added.map((row) => ({ action: 'create', message: row, state: null })));
  return { ...place, contactId, duplicate: false };
}

/** The living conversation (locked, so that nobody closes it meanwhile), the closed one that is rated by this, or a new one. */
async function placeOf(tx: Tx, conversation: Conversation, contactId: ContactId, rate: number | null): Promise<Pick<InboundRecorded, 'ticketId' | 'opened' | 'rate'>> {
  const { companyId, connectionId } = conversation;
  const living = await ticketMoveStore(tx).living(companyId, contactId, connectionId);
  if (living !== null) return { ticketId: living, opened: false, rate: null };

  const rated = rate === null ? null : await takeRating(tx, conversation, contactId, rate);
  if (rated !== null) return { ticketId: rated, opened: false, rate };

  const plan = { ...WAITING, queueId: await conversationStore(tx).onlyQueue(connectionId) };
  const found = await openConversations(tx, [{ ...conversation, plan }]);
  return { ticketId: found(conversation).ticketId, opened: true, rate: null };
}

async function takeRating(tx: Tx, { companyId, connectionId }: Conversation, contactId: ContactId, rate: number): Promise<TicketId | null> {
  const ticketId = await ratingStore(tx).awaited(companyId, contactId, connectionId);
  const rated = ticketId === null ? null : await ratingStore(tx).rate(companyId, ticketId, rate);
  if (ticketId === null || rated === null) return null;
  await ticketLogStore(tx).addAcrossCompanies([{ companyId, ticketId, type: 'rating', userId: null, queueId: rated.queueId, detail: { rate, ofUserId: rated.userId } }]);
  return ticketId;
}

/** A contact that is known by his number only takes the name he gives himself. */
async function lockContact(tx: Tx, conversation: Conversation): Promise<ContactId> {
  const store = conversationStore(tx);
  const { companyId, number, name } = conversation;
  let contact = await store.lockContact(companyId, number);
  if (contact === null) {
    await store.addContactsAcrossCompanies([conversation]);
    contact = await store.lockContact(companyId, number);
  }
  if (contact === null) throw new Unavailable('ERR_CONVERSATION_GONE', 'The contact was deleted at this moment');
  if (contact.name === number && name !== '') await store.renameContact(companyId, contact.id, name);
  return contact.id;
}
