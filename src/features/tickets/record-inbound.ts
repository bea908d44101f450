import { Unavailable } from '../../kernel/errors';
import type { ContactId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { conversationStore } from './conversation.store';
import { messageStore } from './message.store';
import { openConversations } from './open-conversations';
import { tellMessages } from './ticket.events';
import { TicketStatus, type InboundMessage, type InboundRecorded, type TicketPlan } from './ticket.types';

/** Somebody wrote and nobody has taken it up yet. */
const WAITING: TicketPlan = { status: TicketStatus.pending, queueId: null, userId: null };

/**
 * Writes a received message into the contact's living conversation, opening one when there is none.
 *
 * Everything of one contact happens under the lock of his row, so a redelivery, even at the same moment in another
 * process, finds the message and writes nothing.
 */
export async function recordInbound(tx: Tx, message: InboundMessage): Promise<InboundRecorded> {
  const { companyId, connectionId, isGroup } = message;
  // PostgreSQL has no NUL in its text.
  const text = message.text.replaceAll('\0', '');
  // In a group the push name is the participant's, not the group's.
  const name = isGroup ? '' : (message.pushName?.replaceAll('\0', '').trim() ?? '');
  const conversation = { companyId, connectionId, number: message.from, isGroup, name, plan: WAITING };

  const contactId = await lockContact(tx, conversation);
  const known = await messageStore(tx).findReceived(companyId, connectionId, message.providerMessageId);
  if (known !== null) return { ...known, duplicate: true };

  const placeOf = await openConversations(tx, [conversation]);
  const { ticketId } = placeOf(conversation);
  const added = await messageStore(tx).addReceived(companyId, ticketId, { ...message, text });
  await tellMessages(tx, added.map((row) => ({ action: 'create', message: row, state: null })));
  return { ticketId, contactId, duplicate: false };
}

/** A contact that is known by his number only takes the name he gives himself. */
async function lockContact(tx: Tx, conversation: Parameters<typeof openConversations>[1][number]): Promise<ContactId> {
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
